internal import CALSA

/// alsa-lib's functions, loaded when a device is first asked for. Its complaints go to ``takeMessages()``.
@safe package final class ALSALibrary: Sendable {
    package static let libraryName = "libasound.so.2"

    /// Written once by the loader, never changed or released after.
    nonisolated(unsafe) let functions: UnsafePointer<calsa_functions>

    private static let loaded = Result { () throws(SoundError) in try ALSALibrary(libraryName) }

    /// The library, loaded by the first call.
    ///
    /// - Throws: ``SoundError/libraryMissing(library:package:reason:)``.
    package static func shared() throws(SoundError) -> ALSALibrary {
        try loaded.get()
    }

    /// Loads the library of another name; ``shared()`` is the one to use.
    package init(_ name: String) throws(SoundError) {
        let (table, reason) = unsafe withReason { buffer, capacity in
            unsafe calsa_load(name, buffer, capacity)
        }
        guard let table = unsafe table else {
            throw .libraryMissing(library: name, package: "libasound2", reason: reason)
        }
        unsafe functions = table
    }

    /// What alsa-lib has complained about since the last call.
    package static func takeMessages() -> [String] {
        let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 2048) { buffer in
            unsafe buffer.initialize(repeating: 0)
            unsafe _ = calsa_take_messages(buffer.baseAddress!, buffer.count)
            return unsafe String(cString: buffer.baseAddress!)
        }
        return text.split(separator: "\n").map(String.init)
    }

    /// alsa-lib's words for a (negative) error code.
    func text(_ code: Int32) -> String {
        unsafe functions.pointee.snd_strerror(code).map { unsafe String(cString: $0) } ?? "error \(-code)"
    }
}
