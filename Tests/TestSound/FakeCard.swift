import TestFiles

/// The sound card of `FakeCard/fakecard.c`, compiled when first asked for, and the ALSA configuration that names the
/// devices of the tests. Every device records to a file of its own name, and logs to another.
package enum FakeCard {
    /// A device's name and the settings that make it what it is.
    private static let devices: [(name: String, settings: String)] = [
        ("fast", "speed 20.0"),
        ("real", "speed 1.0"),
        ("slow44", "speed 20.0 rate 44100"),
        ("dry", "speed 20.0 underrun_at 24000"),
        ("sleepy", "speed 20.0 suspend_at 24000"),
        ("waking", "speed 20.0 suspend_at 24000 resume 1"),
        ("loose", "speed 20.0 unplug_at 24000"),
        ("broken", "speed 20.0 always_underrun 1"),
        ("stuck", "speed 20.0 stall_at 24000"),
        ("busy", "busy 1"),
    ]

    private static let scratch = TemporaryDirectory.untilExit()

    /// The card, compiled; nil where that cannot be done.
    private static let library: String? = {
        let source = "\(#filePath)".replacing("FakeCard.swift", with: "FakeCard/fakecard.c")
        let library = scratch["libfakecard.so"]
        let flags = "-std=c11 -D_GNU_SOURCE -DPIC -fPIC -shared -O1"
        let compiled = ["cc", "clang", "gcc"].contains { compiler in
            shell("command -v \(compiler) >/dev/null && \(compiler) \(flags) -o '\(library)' '\(source)' -lasound") == 0
        }
        return compiled ? library : nil
    }()

    /// Writes a configuration for a program that runs by itself, whose default device is a card with these settings; it
    /// records to `card.raw` and logs to `card.log` in the directory. To be named by `ALSA_CONFIG_PATH`.
    ///
    /// - Returns: The path of the configuration; nil where there is no card.
    package static func configuration(in directory: String, settings: String) -> String? {
        guard let library else { return nil }
        let text = """
            pcm_type.fakecard { lib "\(library)" }
            pcm.default { type fakecard file "\(directory)/card.raw" log "\(directory)/card.log" \(settings)
                hint { show on description "A card for tests" } }
            """
        let path = "\(directory)/asound.conf"
        TemporaryDirectory.store(Array(text.utf8), at: path)
        return path
    }

    /// Whether the card could be compiled; alsa-lib then knows the devices.
    package static let isAvailable: Bool = {
        guard let library else { return false }
        var text = "pcm_type.fakecard { lib \"\(library)\" }\n"
        for (name, settings) in devices {
            text += "pcm.\(name) { type fakecard file \"\(scratch["\(name).raw"])\" "
            text += "log \"\(scratch["\(name).log"])\" \(settings) }\n"
        }
        // alsa-lib reads the variable whenever a device is opened, and reads the file again where it is another.
        setEnvironment("ALSA_CONFIG_PATH", scratch.store(Array(text.utf8), as: "asound.conf"))
        return true
    }()

    /// What was heard through a device, closed since.
    package static func recording(_ device: String) -> Recording {
        Recording(raw: (scratch.content("\(device).raw") ?? []))
    }

    /// What happened to a device, in order.
    package static func log(_ device: String) -> [(event: String, value: Int)] {
        events(scratch.content("\(device).log") ?? [])
    }

    /// What a log tells.
    package static func events(_ log: [UInt8]) -> [(event: String, value: Int)] {
        String(decoding: log, as: UTF8.self).split(separator: "\n").compactMap {
            line in
            let words = line.split(separator: " ")
            guard words.count == 2, let value = Int(words[1]) else { return nil }
            return (String(words[0]), value)
        }
    }
}
