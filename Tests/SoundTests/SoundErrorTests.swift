import Files
import Sound
import Testing

@Suite struct SoundErrorTests {
    static let all: [(SoundError, SoundError.Kind)] = [
        (.libraryMissing(library: "libx.so.1", package: "libx1", reason: "no such file"), .unavailable),
        (.noSoundFont(searched: ["/a.sf2", "/b/*.sf2"]), .unavailable),
        (.soundFontUnreadable(FileReadError.missing(path: "/a.sf2")), .missingInput),
        (.soundFontDamaged(path: "/a.sf2", reason: "it is cut short"), .badData),
        (.synthesizerFailed(reason: "out of memory"), .unavailable),
        (.synthesizerInUse, .unavailable),
        (.noDevice(name: "default", reason: "No such file or directory"), .unavailable),
        (.deviceFailed(name: "default", doing: "writing", reason: "No such device"), .unavailable),
        (.deviceStalled(name: "default", seconds: 5.04), .unavailable),
        (.sourceFailed(reason: "no notes"), .badData),
        (.tooLong(seconds: 1e9, limit: 24_347.84), .badData),
        (.cannotWrite(FileWriteError.noSpace(path: "/x.wav")), .cannotWrite),
        (.cancelled, .cancelled),
    ]

    @Test("an error is one line with its facts in it, and of a kind", arguments: all)
    func wording(error: SoundError, kind: SoundError.Kind) {
        #expect(!error.description.contains("\n"))
        #expect(error.kind == kind)
        for (_, fact) in Mirror(reflecting: error).children.flatMap({ Mirror(reflecting: $0.value).children }) {
            if let text = fact as? String { #expect(error.description.contains(text)) }
            if case .cannotWrite = error { #expect(error.description.contains("/x.wav")) }
        }
    }

    @Test("without a sound card, the way out is named")
    func hints() {
        #expect(SoundError.noDevice(name: "default", reason: "x").description.contains("jazz render"))
        #expect(SoundError.noSoundFont(searched: ["/a", "/b"]).description.contains("/a, /b"))
        #expect(SoundError.noSoundFont(searched: []).description.contains("apt install timgm6mb-soundfont"))
        #expect(SoundError.deviceStalled(name: "default", seconds: 5.04).description.contains("5.0 s"))
    }
}
