import FoundationEssentials
import Glibc
import JazzCorpus
import MIDI
import Music
import Numerics
import Scoring
import TestSupport
import Testing

/// The measures against the script that the real bands were taken with, where it is beside the package and can be run.
@Suite(.enabled(if: ReferenceMeasures.isHere, "needs ../shared/judges/jazz_metrics.py and python3 with mido"))
struct ReferenceAgreementTests {
    /// - Parameter tiesAreLikely: Whether chords that have to be estimated may come out otherwise: of two that explain the
    ///   notes equally well, the script's choice is one of rounding. Random notes on a grid tie, players' do not.
    private func expectAgreement(
        files: [String], window: Int?, tiesAreLikely: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let reference = try #require(ReferenceMeasures.measure(files, window: window))
        var set: [SoloMeasures] = []
        var own: [String: SoloMeasures] = [:]
        var estimated: Set<String> = []
        for path in files {
            guard let file = try? MIDIFile.read(path), let lead = try? LeadLine(file) else { continue }
            for (range, measures) in (try? lead.windows(bars: window)) ?? [] {
                let name = path.split(separator: "/").last ?? ""
                let place = window == nil ? "" : "@\(Int(range.lowerBound / lead.line.barBeats))"
                own[name + place] = measures
                if tiesAreLikely, lead.chords == .estimated { estimated.insert(name + place) }
                set.append(measures)
            }
        }
        #expect(Set(own.keys) == Set(reference.rows.keys), sourceLocation: sourceLocation)
        for (name, row) in reference.rows.sorted(by: { $0.key < $1.key }) {
            guard let measures = own[name] else { continue }
            for measure in Measure.allCases where !(estimated.contains(name) && measure.needsChords) {
                let (value, expected) = (measures[measure], row[measure.rawValue])
                guard let value, let expected else {
                    #expect(value == expected, "\(name) \(measure.rawValue)", sourceLocation: sourceLocation)
                    continue
                }
                #expect(
                    abs(value - expected) <= 1e-6, "\(name) \(measure.rawValue): \(value), \(expected)",
                    sourceLocation: sourceLocation)
            }
        }
        let distance = try #require(RealBands.core16.distance(of: set).mean)
        let expected = try #require(reference.distance)
        #expect(abs(distance - expected) <= (estimated.isEmpty ? 1e-6 : 0.01), sourceLocation: sourceLocation)
    }

    private static let solos = PackageFiles.shared("data/wjazzd")

    @Test(.enabled(if: solos != nil, "needs ../shared/data/wjazzd"), arguments: [16, nil])
    func transcribedSolos(window: Int?) throws {
        let folder = try #require(Self.solos)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".mid") }.sorted()
        // Every eighth is enough to meet each metre and most chords; the files without markers are always among them.
        let chosen = names.enumerated().filter { index, name in
            index.isMultiple(of: 8)
                || ["NatureBoy", "Arjuna", "DolphinDance", "Pendulum"].contains { name.contains($0) }
        }
        try expectAgreement(files: chosen.map { "\(folder)/\($0.element)" }, window: window)
    }

    @Test(arguments: [4, 16, nil]) func filesAtRandom(window: Int?) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Xoshiro256StarStar(seed: seed)
        let folder = FileManager.default.temporaryDirectory.path + "/woodshed-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var files: [String] = []
        for number in 0..<40 {
            let path = "\(folder)/seed-\(seed)-\(number).mid"
            try Data(RandomPiece.file(using: &random).encoded()).write(to: URL(filePath: path))
            files.append(path)
        }
        try expectAgreement(files: files, window: window, tiesAreLikely: true)
    }
}

extension Measure {
    fileprivate var needsChords: Bool {
        switch self {
        case .chordTonesOnStrongBeats, .chordTonesOffBeat, .chordToneContrast, .scaleRatio, .resolved, .chordVariety:
            true
        default: false
        }
    }
}

/// The script's figures.
enum ReferenceMeasures {
    private static let folder = PackageFiles.shared("judges")

    /// Whether the script and what it needs are here.
    static let isHere =
        PackageFiles.shared("judges/jazz_metrics.py") != nil
        && PackageFiles.output(of: "python3 -c 'import mido'") != nil

    /// The rows of files by the script's names for them, and D.
    static func measure(
        _ files: [String], window: Int?
    ) -> (rows: [String: [String: Double]], distance: Double?)? {
        let script = """
            import sys, json
            sys.path.insert(0, sys.argv[1])
            import jazz_metrics as J
            window = int(sys.argv[2]) or None
            rows = J.rows(sys.stdin.read().split("\\n"), window)
            print("distance D %r" % J.set_distance(rows, json.load(open(sys.argv[1] + "/profile_core_16bar.json")))[0])
            for row in rows:
                for key in J.CORE:
                    if row.get(key) is not None:
                        print("%s %s %r" % (row["file"].replace(" ", "_"), key, float(row[key])))
                print("%s notes %r" % (row["file"].replace(" ", "_"), float(row["notes"])))
            """
        let list = FileManager.default.temporaryDirectory.path + "/woodshed-\(UInt64.random(in: 0 ... .max)).txt"
        defer { try? FileManager.default.removeItem(atPath: list) }
        guard let folder, (try? Data(files.joined(separator: "\n").utf8).write(to: URL(filePath: list))) != nil,
            let text = PackageFiles.output(
                of: "python3 - '\(folder)' \(window ?? 0) 3<'\(list)' <<'END'\n"
                    + script.replacing("sys.stdin", with: "open(3)") + "\nEND")
        else { return nil }
        var rows: [String: [String: Double]] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 3, let value = Double(words[2]) else { return nil }
            rows[String(words[0]), default: [:]][String(words[1])] = value
        }
        let distance = rows.removeValue(forKey: "distance")?["D"]
        return (rows, distance)
    }
}

/// Files of all kinds: named leads and unnamed, chords marked, sounded or missing, odd metres, divisions and timing.
enum RandomPiece {
    private static let symbols = [
        "Dm7", "G7", "Cmaj7", "A7(b9,13)", "Bbmaj7", "F#m7b5", "B7alt", "Ebdim7", "C6", "Am", "D7#11", "N.C.", "G7sus4",
        "Fm69", "E7#9", "Db9", "A-79b13",
    ]
    private static let metres = [(4, 4), (4, 4), (4, 4), (3, 4), (5, 4), (6, 8), (7, 8), (2, 2)]

    static func file(using random: inout Xoshiro256StarStar) -> MIDIFile {
        func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: items.indices, using: &random)] }
        let ticks = pick([480, 96, 960, 120, 1000])
        let (beats, unit) = pick(metres)
        var conductor = Track(name: "")
        conductor.append(.timeSignature(beats, unit), at: 0)
        let barTicks = 4 * ticks * beats / unit
        let isMarked = Int.random(in: 0..<3, using: &random) > 0
        if isMarked {
            for bar in 0..<24 { conductor.append(.marker(pick(symbols)), at: bar * barTicks) }
        }
        let leads = pick([["lead"], [""], ["", "Alto Sax"], ["piano", "x"]])
        var tracks = [conductor]
        for (channel, name) in leads.enumerated() {
            var track = Track(name: name)
            var notes: [Note] = []
            var tick = Int.random(in: 0..<2 * barTicks, using: &random)
            let isStiff = Bool.random(using: &random)
            var pitch = Int.random(in: 50..<80, using: &random)
            let motif = (0..<5).map { _ in Int.random(in: -3...3, using: &random) }
            for index in 0..<Int.random(in: 24..<160, using: &random) {
                let distance = pick([1, 2, 3, 4, 6, 6, 6, 6, 12, 12, 18, 30, 60]) * ticks / 12
                let length = max(1, distance * Int.random(in: 2...13, using: &random) / 12)
                let jitter = isStiff ? 0 : Int.random(in: 0...max(1, ticks / 9), using: &random)
                pitch +=
                    Int.random(in: 0..<3, using: &random) == 0
                    ? Int.random(in: -14...14, using: &random) : motif[index % 5]
                pitch = min(max(pitch, 30), 100)
                notes.append(
                    Note(
                        channel: channel, pitch: pitch, velocity: 80, start: tick + jitter, end: tick + jitter + length)
                )
                if Int.random(in: 0..<8, using: &random) == 0 {
                    notes.append(
                        Note(
                            channel: channel, pitch: pitch + 5, velocity: 80, start: tick + jitter,
                            end: tick + jitter + length))
                }
                tick += distance + (isStiff ? 0 : ticks / 8)
            }
            // A note that sounds when its pitch is struck again has no end that all readers agree on.
            for (index, note) in notes.enumerated() {
                let next = notes[(index + 1)...].first { $0.pitch == note.pitch }
                track.append(
                    Note(
                        channel: channel, pitch: note.pitch, velocity: 80, start: note.start,
                        end: min(note.end, next?.start ?? note.end)))
            }
            track.sort()
            tracks.append(track)
        }
        if Int.random(in: 0..<3, using: &random) > 0 {
            var piano = Track(name: "comp")
            for half in 0..<32 {
                let chord = pick([[48, 52, 55], [50, 53, 57, 60], [43, 47, 53, 57], [45, 48, 52, 55]])
                let start = half * barTicks / 2
                for tone in chord {
                    piano.append(
                        Note(channel: 5, pitch: tone, velocity: 60, start: start, end: start + barTicks / 2 - 1))
                }
            }
            piano.sort()
            tracks.append(piano)
        }
        return MIDIFile(division: .ticksPerQuarter(ticks), tracks: tracks)
    }
}
