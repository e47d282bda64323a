import JazzCorpus
import MIDI
import Scoring
import TestSupport
import Testing

/// The measures of pieces that `jazz generate` made, kept beside this file, against the figures that the script with which
/// the real bands were taken gives for them. One has lost its markers, so that its chords are estimated.
@Suite struct PieceMeasuresTests {
    private static let folder = PackageFiles.path("Tests/ScoringTests/Pieces")
    private static let names = [
        "blues", "blues-unmarked", "bossa", "minor-blues", "modal", "rhythm", "waltz",
    ]

    /// Window in bars (0 for the whole), file and measure → value; D under the file "D".
    private static func expected() throws -> [Int: [String: [String: Double]]] {
        let text = try #require(PackageFiles.text("\(folder)/measures.txt"))
        var values: [Int: [String: [String: Double]]] = [:]
        for line in text.split(separator: "\n") {
            var words = line.split(separator: " ").map(String.init)
            if words[0] == "D" { words.insert("D", at: 2) }
            let window = try #require(Int(words[1]))
            values[window, default: [:]][words[0], default: [:]][words[2]] = try #require(Double(words[3]))
        }
        return values
    }

    @Test(arguments: [0, 16]) func agreeWithTheScript(window: Int) throws {
        var expected = try #require(try Self.expected()[window])
        let found = expected.removeValue(forKey: "D")?["D"]
        let distance = try #require(found)
        var set: [SoloMeasures] = []
        for name in Self.names {
            let lead = try LeadLine(MIDIFile.read("\(Self.folder)/\(name).mid"))
            #expect(lead.chords == (name.hasSuffix("unmarked") ? .estimated : .markers))
            for (range, measures) in try lead.windows(bars: window == 0 ? nil : window) {
                let bar = window == 0 ? "" : "@\(Int(range.lowerBound / lead.line.barBeats))"
                let kept = expected.removeValue(forKey: "\(name).mid\(bar)")
                let row = try #require(kept, "\(name) \(bar)")
                #expect(Double(measures.notes) == row["notes"])
                for measure in Measure.allCases {
                    let (value, right) = (measures[measure], row[measure.rawValue])
                    #expect((value == nil) == (right == nil), "\(name)\(bar) \(measure.rawValue)")
                    if let value, let right {
                        #expect(abs(value - right) <= 1e-6, "\(name)\(bar) \(measure.rawValue): \(value), \(right)")
                    }
                }
                set.append(measures)
            }
        }
        #expect(expected.isEmpty, "the script found more windows")
        let own = try #require(RealBands.core16.distance(of: set).mean)
        #expect(abs(own - distance) <= 1e-6)
    }
}
