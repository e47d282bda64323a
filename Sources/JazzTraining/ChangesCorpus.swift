package import Jazz
import ModelFile

/// A file of chord progressions, one tune a line as a JSON object, as the iRb corpus is kept:
///
///     {"title": "…", "key": "F-maj", "time": "4/4", "sections": [["A", [["Fmaj7", 2], ["C7", 2]]], …]}
///
/// The number behind a chord is its length in beats; other entries of the object are passed over.
package struct ChangesCorpus: Sendable {
    /// The tunes that can be learned from.
    package private(set) var tunes: [ProgressionTune] = []
    /// What became of each line that is not blank, named by its number: `line 3`.
    package private(set) var outcomes: [LessonOutcome<ChangesRefusal>] = []

    /// Reads the lines of a file.
    ///
    /// - Parameter onLine: Called after each line with how many bytes are read and how many there are; returning false
    ///   stops.
    package init(_ bytes: [UInt8], onLine: (_ done: Int, _ count: Int) -> Bool = { _, _ in true }) {
        var line = 0
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            line += 1
            let isBlank = bytes[start..<end].allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }
            if !isBlank {
                do throws(ChangesRefusal) {
                    let tune = try Self.tune(bytes, start..<end)
                    tunes.append(tune)
                    let chords = tune.symbols.count
                    outcomes.append(
                        .init(
                            name: "line \(line)",
                            kind: .used(LessonUse(count: 1, size: chords, chords: nil, track: tune.title))))
                } catch {
                    outcomes.append(.init(name: "line \(line)", kind: .refused(error)))
                }
            }
            start = end + 1
            if !onLine(min(start, bytes.count), bytes.count) { break }
        }
    }

    private static func tune(_ bytes: [UInt8], _ range: Range<Int>) throws(ChangesRefusal) -> ProgressionTune {
        var title = ""
        var keyText: String?
        var timeText = "4/4"
        var written: [(label: String, chords: [(symbol: String, beats: Double)])] = []
        do throws(JSONReader.Failure) {
            var reader = JSONReader(bytes, in: range)
            try reader.object { (reader, key, _) throws(JSONReader.Failure) in
                switch key {
                case "title": title = try reader.string()
                case "key": keyText = try reader.string()
                case "time": timeText = try reader.string()
                case "sections":
                    try reader.array { (reader) throws(JSONReader.Failure) in written.append(try section(&reader)) }
                default: try reader.skip()
                }
            }
            try reader.finish()
        } catch {
            throw ChangesRefusal(reason: "byte \(error.offset - range.lowerBound + 1): \(error.flaw)")
        }
        guard let keyText, let key = Key(keyText) else {
            throw ChangesRefusal(reason: "the key \"\((keyText ?? "").prefix(24))\" does not exist")
        }
        guard let meter = Meter(timeText) else {
            throw ChangesRefusal(reason: "the metre \"\(timeText.prefix(24))\" is not played")
        }
        var sections: [ProgressionTune.Section] = []
        var total = 0.0
        for (label, chords) in written {
            var read: [(chord: Chord, beats: Double)] = []
            for (symbol, beats) in chords {
                guard beats > 0, beats <= 1024 else {
                    throw ChangesRefusal(reason: "\(symbol.prefix(24)) lasts \(beats) beats")
                }
                total += beats
                let parsed = try parse(symbol)
                read += parsed.map { ($0, beats / Double(parsed.count)) }
            }
            sections.append(ProgressionTune.Section(label: label, chords: read))
        }
        guard total <= Double(ChartParser.maximumBars) else {
            throw ChangesRefusal(reason: "\(total) beats are too many")
        }
        guard let tune = ProgressionTune(title: title, key: key, meter: meter, sections: sections) else {
            throw ChangesRefusal(reason: "it has no chords")
        }
        return tune
    }

    private static func section(
        _ reader: inout JSONReader
    ) throws(JSONReader.Failure) -> (label: String, chords: [(symbol: String, beats: Double)]) {
        var label = ""
        var chords: [(symbol: String, beats: Double)] = []
        var column = 0
        try reader.array { (reader) throws(JSONReader.Failure) in
            defer { column += 1 }
            switch column {
            case 0: label = try reader.string()
            case 1:
                try reader.array { (reader) throws(JSONReader.Failure) in
                    var symbol = ""
                    var beats = 0.0
                    var item = 0
                    try reader.array { (reader) throws(JSONReader.Failure) in
                        defer { item += 1 }
                        switch item {
                        case 0: symbol = try reader.string()
                        case 1: beats = try reader.number()
                        default: try reader.skip()
                        }
                    }
                    chords.append((symbol, beats))
                }
            default: try reader.skip()
            }
        }
        return (label, chords)
    }

    /// The chord of a symbol; two where a space between two symbols was lost ("AminD7").
    private static func parse(_ symbol: String) throws(ChangesRefusal) -> [Chord] {
        do throws(HarmonyError) {
            return [try ChordParser.parse(symbol)]
        } catch {
            for index in symbol.indices.dropFirst() where ("A"..."G").contains(symbol[index]) {
                if let first = try? ChordParser.parse(String(symbol[..<index])),
                    let second = try? ChordParser.parse(String(symbol[index...]))
                {
                    return [first, second]
                }
            }
            throw ChangesRefusal(reason: "unknown chord \"\(symbol.prefix(24))\"")
        }
    }
}

/// Why a line is no progression to learn from.
package struct ChangesRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong with it, in words.
    package var reason: String
    package var description: String { reason }
}
