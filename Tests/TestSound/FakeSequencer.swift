import TestFiles

/// The sequencer of `FakeCard/fakesequencer.c`, compiled when first asked for.
package enum FakeSequencer {
    private static let scratch = TemporaryDirectory.untilExit()

    /// The path of a library to be loaded in place of alsa-lib; nil where it cannot be compiled.
    package static let library: String? = {
        let source = "\(#filePath)".replacing("FakeSequencer.swift", with: "FakeCard/fakesequencer.c")
        let library = scratch["libfakesequencer.so"]
        let compiled = ["cc", "clang", "gcc"].contains { compiler in
            shell(
                "command -v \(compiler) >/dev/null && \(compiler) -std=c11 -D_GNU_SOURCE -fPIC -shared -O1 -o '\(library)' "
                    + "'\(source)' -Wl,--no-as-needed -lasound") == 0
        }
        return compiled ? library : nil
    }()

    /// Has the next ports be opened over the files of a directory.
    package static func use(_ directory: String) { setEnvironment("FAKE_SEQUENCER", directory) }
}
