import Sound
import Testing

@Suite struct SharedLibraryTests {
    @Test("a library that is not installed is an error that names the package")
    func missing() {
        #expect {
            try FluidSynthLibrary("libno-such-synth.so.3")
        } throws: { error in
            guard case SoundError.libraryMissing("libno-such-synth.so.3", "libfluidsynth3", let reason) = error else {
                return false
            }
            return reason.contains("No such file")
        }
        #expect {
            try ALSALibrary("libno-such-alsa.so.2")
        } throws: { error in
            guard case SoundError.libraryMissing("libno-such-alsa.so.2", "libasound2", _) = error else { return false }
            return true
        }
    }

    @Test("a library of that name that is another is an error")
    func another() {
        #expect(
            throws: SoundError.libraryMissing(
                library: "libc.so.6", package: "libfluidsynth3",
                reason: "libc.so.6 has no function fluid_version_str")
        ) { try FluidSynthLibrary("libc.so.6") }
    }

    @Test("alsa-lib's complaints are collected instead of printed", .enabled(if: (try? ALSALibrary.shared()) != nil))
    func complaints() {
        _ = ALSALibrary.takeMessages()
        #expect(throws: SoundError.self) {
            try PCM(name: "no-such-card-at-all", rate: 48_000, periodFrames: 256, periods: 4)
        }
        #expect(!ALSALibrary.takeMessages().isEmpty)
        #expect(ALSALibrary.takeMessages().isEmpty)
    }
}
