internal import CALSA
internal import Glibc

/// The sound devices that alsa-lib knows of, as its configuration names them.
public enum SoundDeviceList {
    /// A device to play on.
    public struct Device: Equatable, Sendable {
        /// What it is asked for by.
        public var name: String
        /// What it is, in words, on one line; empty where the configuration does not say.
        public var description: String
    }

    /// Those that sound can be played on, in the configuration's order.
    ///
    /// - Throws: ``SoundError/libraryMissing(library:package:reason:)``, ``SoundError/noDevice(name:reason:)`` where the
    ///   configuration cannot be read.
    public static func playback() throws(SoundError) -> [Device] {
        let library = try ALSALibrary.shared()
        let functions = unsafe library.functions
        var hints: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
        let code = unsafe functions.pointee.snd_device_name_hint(-1, "pcm", &hints)
        guard code >= 0, let list = unsafe hints else { throw .noDevice(name: "default", reason: library.text(code)) }
        defer { unsafe _ = functions.pointee.snd_device_name_free_hint(list) }
        var devices: [Device] = []
        // The list ends in a nil.
        var next = 0
        while let hint = unsafe list[next] {
            next += 1
            func text(_ id: String) -> String? {
                guard let value = unsafe functions.pointee.snd_device_name_get_hint(hint, id) else { return nil }
                defer { unsafe free(value) }
                return unsafe String(cString: value)
            }
            // Without a direction it does both.
            guard let name = text("NAME"), text("IOID") ?? "Output" == "Output" else { continue }
            let words = text("DESC") ?? ""
            devices.append(
                Device(name: name, description: words.split(separator: "\n").joined(separator: ", ")))
        }
        return devices
    }
}
