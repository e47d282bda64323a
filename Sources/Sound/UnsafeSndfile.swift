internal import CSndfile
internal import Files
internal import Glibc

/// libsndfile's functions, loaded when a compressed file is first asked for.
@safe package final class SndfileLibrary: Sendable {
    package static let libraryName = "libsndfile.so.1"

    /// Written once by the loader, never changed or released after.
    nonisolated(unsafe) let functions: UnsafePointer<csndfile_functions>

    private static let loaded = Result { () throws(SoundError) in try SndfileLibrary(libraryName) }

    /// The library, loaded by the first call.
    ///
    /// - Throws: ``SoundError/libraryMissing(library:package:reason:)``.
    package static func shared() throws(SoundError) -> SndfileLibrary { try loaded.get() }

    /// Loads the library of another name; ``shared()`` is the one to use.
    package init(_ name: String) throws(SoundError) {
        let (table, reason) = unsafe withReason { buffer, capacity in
            unsafe csndfile_load(name, buffer, capacity)
        }
        guard let table = unsafe table else {
            throw .libraryMissing(library: name, package: "libsndfile1", reason: reason)
        }
        unsafe functions = table
    }
}

/// A FLAC or Ogg Vorbis file that is being written, to a descriptor that stays the caller's.
@safe final class EncodedSound {
    private let library: SndfileLibrary
    private var handle: OpaquePointer?

    /// - Throws: ``SoundError``: `libraryMissing`, `cannotEncode`.
    init(descriptor: Int32, kind: SoundFileKind, rate: Int, encoding: SampleEncoding) throws(SoundError) {
        library = try SndfileLibrary.shared()
        var info = unsafe SF_INFO()
        unsafe info.samplerate = Int32(rate)
        unsafe info.channels = 2
        let format: Int
        switch kind {
        case .ogg: format = SF_FORMAT_OGG | SF_FORMAT_VORBIS
        default: format = SF_FORMAT_FLAC | (encoding == .int16 ? SF_FORMAT_PCM_16 : SF_FORMAT_PCM_24)
        }
        unsafe info.format = Int32(format)
        handle = unsafe library.functions.pointee.sf_open_fd(descriptor, Int32(SFM_WRITE), &info, 0)
        guard let handle = unsafe handle else {
            throw .cannotEncode(
                kind: kind.rawValue,
                reason: unsafe library.functions.pointee.sf_strerror(nil).map { unsafe String(cString: $0) } ?? "")
        }
        // Samples beyond full scale are cut off there, and do not wrap around.
        unsafe _ = library.functions.pointee.sf_command(
            handle, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
        // Of Vorbis's qualities one that is transparent to most ears.
        var quality = 0.7
        if kind == .ogg {
            unsafe _ = library.functions.pointee.sf_command(
                handle, Int32(SFC_SET_VBR_ENCODING_QUALITY), &quality, Int32(MemoryLayout<Double>.size))
        }
    }

    deinit { close() }

    /// Appends frames, left and right alternating; false where they could not be written.
    func append(_ samples: [Float]) -> Bool {
        guard let handle = unsafe handle else { return false }
        let frames = samples.count / 2
        // Two samples a frame are read.
        return unsafe library.functions.pointee.sf_writef_float(handle, samples, sf_count_t(frames)) == frames
    }

    /// Ends the file; false where its last bytes could not be written.
    @discardableResult
    func close() -> Bool {
        guard let handle = unsafe handle else { return true }
        unsafe self.handle = nil
        return unsafe library.functions.pointee.sf_close(handle) == 0
    }
}
