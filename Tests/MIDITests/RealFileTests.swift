import MIDI
import TestFiles
import Testing

/// Files from elsewhere, where they lie beside the checkout.
@Suite struct RealFileTests {
    /// Files of the collection that are damaged, and what is said of them.
    private static let refused: [String: MIDIError] = [
        "test-corrupt-file-missing-byte.mid": .lengthPastEnd(
            offset: 18, part: .chunk("MTrk"), expected: 246, found: 245),
        "test-empty-file.mid": .notMIDI(offset: 0, found: []),
        "test-not-a-midi-file.mid": .notMIDI(offset: 0, found: Array("not ".utf8)),
    ]

    @Test(.enabled(if: !SharedData.odd.isEmpty, "no ../shared/data/midi-odd"))
    func oddFilesFromElsewhereAreReadOrRefused() throws {
        for path in SharedData.odd where path.hasSuffix(".mid") {
            let name = String(path.split(separator: "/").last ?? "")
            if let error = Self.refused[name] {
                #expect(throws: error, "\(name)") { try MIDIFile.read(path) }
            } else {
                let file = try MIDIFile.read(path)
                #expect(try MIDIFile(bytes: file.encoded()) == file, "\(name)")
            }
        }
        for path in SharedData.odd where path.hasSuffix(".midi2") {
            #expect(throws: MIDIError.self, "\(path)") { try MIDIFile.read(path) }
        }
    }

    @Test(.enabled(if: SharedData.hasOddFileMaker, "no ../shared/prototypes/mkodd.py, or no python3"))
    func oddFilesMadeByAScriptAreReadOrRefused() throws {
        let refused = [
            "cut-in-event", "div-zero", "empty", "format3", "header-cut", "header-only",
            "junk-prefix", "meta-len-4gb", "running-none", "text-len-past-end", "track-len-too-long",
            "track-len-too-short", "vlq-5-bytes",
        ]
        try withTemporaryDirectory { (folder) throws in
            #expect(shell("python3 '\(SharedData.oddFileMaker)' '\(folder)' >/dev/null") == 0)
            let paths = TemporaryDirectory.files(in: folder, ending: ".mid")
            #expect(paths.count >= 59)
            let found = paths.filter { (try? MIDIFile.read($0)) == nil }
            #expect(found == refused.map { "\(folder)/\($0).mid" })
        }
    }

    @Test(.enabled(if: !SharedData.odd.isEmpty, "no ../shared/data/midi-odd"))
    func everyCutOfTheShorterOddFilesIsSurvived() throws {
        for path in SharedData.odd where path.hasSuffix(".mid") {
            let bytes = try MIDIFile.contents(of: path, limit: 1 << 20)
            for count in 0..<min(bytes.count, 600) {
                _ = try? MIDIFile(bytes: Array(bytes[..<count])).notes
            }
        }
    }

    @Test(.enabled(if: !SharedData.solos.isEmpty, "no ../shared/data/wjazzd"))
    func solosHoldALeadMarkersAndTempos() throws {
        for path in SharedData.solos {
            let file = try MIDIFile.read(path)
            #expect(file.notes.contains { $0.channel == 0 }, "\(path)")
            #expect(!file.markers.isEmpty, "\(path)")
            #expect(file.tempoMap.changes.count > 1, "\(path)")
            #expect(file.notes.allSatisfy { $0.duration > 0 && $0.end <= file.lengthInTicks }, "\(path)")
            #expect(try MIDIFile(bytes: file.encoded()) == file, "\(path)")
        }
    }

    @Test(
        .enabled(if: !SharedData.solos.isEmpty, "no ../shared/data/wjazzd"),
        .enabled(if: SharedData.hasMido, "no python3 with mido"),
        arguments: ["wjazzd", "groove-jazz"])
    func midoSeesTheSameEventsAndNotesInWhatIsWritten(folder: String) throws {
        try withTemporaryDirectory { (temporary) throws in
            // Every fourth: mido takes its time.
            let paths = folder == "wjazzd" ? SharedData.solos : SharedData.drums
            for index in stride(from: 0, to: paths.count, by: 4) {
                let path = paths[index]
                let name = String(path.split(separator: "/").last ?? "")
                let file = try MIDIFile.read(path)
                try TemporaryDirectory.store(file.encoded(), at: "\(temporary)/\(name)")
                let tempoMap = file.tempoMap
                let lines = file.notes.map {
                    "\($0.pitch) \($0.velocity) \(tempoMap.seconds(atTick: $0.start)) "
                        + "\(tempoMap.seconds(atTick: $0.end))\n"
                }
                TemporaryDirectory.store(Array(lines.joined().utf8), at: "\(temporary)/\(name.dropLast(4)).notes")
            }
            let script = "\(SharedData.package)/Tests/MIDITests/compare_with_mido.py"
            let originals = SharedData.folder(folder)
            #expect(shell("python3 '\(script)' '\(originals)' '\(temporary)' --notes-every 8") == 0)
        }
    }
}
