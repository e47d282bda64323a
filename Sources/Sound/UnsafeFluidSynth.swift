internal import CFluidSynth
internal import Synchronization

/// FluidSynth's functions, loaded when sound is first asked for.
///
/// Its log goes to ``takeLog()`` instead of standard error.
@safe package final class FluidSynthLibrary: Sendable {
    package static let libraryName = "libfluidsynth.so.3"

    /// Written once by the loader, never changed or released after.
    nonisolated(unsafe) let functions: UnsafePointer<cfluidsynth_functions>

    private static let loaded = Result { () throws(SoundError) in try FluidSynthLibrary(libraryName) }
    private static let log = Mutex<[String]>([])

    /// The library, loaded by the first call: 10 to 20 ms for FluidSynth's own sixty-odd libraries.
    ///
    /// - Throws: ``SoundError/libraryMissing(library:package:reason:)``.
    package static func shared() throws(SoundError) -> FluidSynthLibrary {
        try loaded.get()
    }

    /// Loads the library of another name; ``shared()`` is the one to use.
    package init(_ name: String) throws(SoundError) {
        let (table, reason) = unsafe withReason { buffer, capacity in
            unsafe cfluidsynth_load(name, buffer, capacity)
        }
        guard let table = unsafe table else {
            throw .libraryMissing(library: name, package: "libfluidsynth3", reason: reason)
        }
        unsafe functions = table
        // FLUID_PANIC, FLUID_ERR and FLUID_WARN are kept, FLUID_INFO and FLUID_DBG are dropped.
        for level in 0..<Int32(LAST_LOG_LEVEL.rawValue) {
            unsafe _ = table.pointee.fluid_set_log_function(
                level,
                { level, message, _ in
                    guard level <= Int32(FLUID_WARN.rawValue), let message = unsafe message else { return }
                    let line = unsafe String(cString: message)
                    FluidSynthLibrary.log.withLock { lines in
                        if lines.count < 32 { lines.append(line) }
                    }
                }, nil)
        }
    }

    /// What FluidSynth has complained about since the last call, at most 32 lines.
    package static func takeLog() -> [String] {
        log.withLock { lines in
            defer { lines = [] }
            return lines
        }
    }

    package var version: String {
        unsafe functions.pointee.fluid_version_str().map { unsafe String(cString: $0) } ?? ""
    }

    /// The sound font FluidSynth was built to use (its setting `synth.default-soundfont`), if it names one.
    package var defaultSoundFont: String? {
        guard let settings = unsafe functions.pointee.new_fluid_settings() else { return nil }
        defer { unsafe functions.pointee.delete_fluid_settings(settings) }
        var value: UnsafeMutablePointer<CChar>?
        let found = unsafe functions.pointee.fluid_settings_dupstr(settings, "synth.default-soundfont", &value)
        guard found == FLUID_OK, let text = unsafe value else { return nil }
        defer { unsafe functions.pointee.fluid_free(text) }
        let path = unsafe String(cString: text)
        return path.isEmpty ? nil : path
    }
}

/// Calls a loader with room for the reason of its failure.
func withReason<T>(_ load: (UnsafeMutablePointer<CChar>, Int) -> T) -> (T, reason: String) {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
        unsafe buffer.initialize(repeating: 0)
        let base = buffer.baseAddress!
        let result = unsafe load(base, buffer.count)
        return (result, unsafe String(cString: base))
    }
}
