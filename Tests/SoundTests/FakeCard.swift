import TestFiles
import Glibc
import Sound

/// The sound card of `FakeCard/fakecard.c`, compiled when first asked for, and the ALSA configuration that names the
/// devices of the tests. Every device records to a file of its own name, and logs to another.
enum FakeCard {
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

    /// Whether the card could be compiled; alsa-lib then knows the devices.
    static let isAvailable: Bool = {
        let source = "\(#filePath)".replacing("FakeCard.swift", with: "FakeCard/fakecard.c")
        let library = scratch["libfakecard.so"]
        let flags = "-std=c11 -D_GNU_SOURCE -DPIC -fPIC -shared -O1"
        let compiled = ["cc", "clang", "gcc"].contains { compiler in
            shell("command -v \(compiler) && \(compiler) \(flags) -o '\(library)' '\(source)' -lasound") == 0
        }
        guard compiled else { return false }
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
    static func recording(_ device: String) -> Recording {
        Recording(raw: (scratch.content("\(device).raw") ?? []))
    }

    /// What happened to a device, in order.
    static func log(_ device: String) -> [(event: String, value: Int)] {
        String(decoding: (scratch.content("\(device).log") ?? []), as: UTF8.self).split(separator: "\n").compactMap {
            line in
            let words = line.split(separator: " ")
            guard words.count == 2, let value = Int(words[1]) else { return nil }
            return (String(words[0]), value)
        }
    }
}
