import Glibc
import Synchronization

/// The bytes of a text where they lie: in memory of its own, or in a large file that is mapped into memory.
///
/// Mapped pages belong to the file: the system takes them back whenever it needs the room, and they are given back once they were
/// read. A file that grows shorter
/// takes its pages with it, and touching them would end the process: so its length is asked for before each use.
@safe final class TextBytes: @unchecked Sendable {
    /// What tells that a file is still the one that was opened.
    private struct Stamp: Equatable {
        var size: Int
        var seconds: Int
        var nanoseconds: Int
    }

    /// The number of bytes.
    let count: Int
    // Read by any number of threads and written by none between init and deinit; `count` bytes are readable from it.
    private let base: UnsafeRawPointer
    /// The mapped file, which stays open to be asked about; nil where the bytes are in memory of their own.
    private let file: (descriptor: Int32, stamp: Stamp)?
    /// What was read of a mapped file since its pages were last given back.
    private let recent = Mutex(Recent())

    private struct Recent {
        var bytes = 0
        /// Where the last reading ended.
        var end = -TextBytes.around
    }

    /// Pages are given back after so many bytes: of a text of any length no more stays in memory than is being read.
    private static let mostRecent = 16 << 20
    /// The system may bring in so many bytes around a place that is read: a large page.
    private static let around = 1 << 21

    /// A copy of some bytes.
    init(_ bytes: [UInt8]) {
        let copy = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 64)
        unsafe bytes.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress { unsafe copy.copyMemory(from: start, byteCount: bytes.count) }
        }
        unsafe base = UnsafeRawPointer(copy)
        count = bytes.count
        file = nil
    }

    /// Maps an open file, and closes it in the end.
    ///
    /// - Returns: nil where the system refuses, with its reason in `errno`; the descriptor is closed then, too.
    init?(mapping descriptor: Int32) {
        guard let stamp = Self.stamp(descriptor),
            let start = unsafe mmap(nil, max(1, stamp.size), PROT_READ, MAP_PRIVATE, descriptor, 0),
            unsafe start != MAP_FAILED
        else {
            let code = errno
            close(descriptor)
            errno = code
            return nil
        }
        unsafe base = UnsafeRawPointer(start)
        count = stamp.size
        file = (descriptor, stamp)
    }

    deinit {
        if let file {
            unsafe munmap(UnsafeMutableRawPointer(mutating: base), max(1, count))
            close(file.descriptor)
        } else {
            unsafe base.deallocate()
        }
    }

    /// Whether the file still has all the bytes; always so for bytes in memory.
    var isWhole: Bool {
        guard let file else { return true }
        return Self.stamp(file.descriptor).map { $0.size >= count } ?? false
    }

    /// Whether nobody has written to the file since it was opened.
    var isUnchanged: Bool {
        guard let file else { return true }
        return Self.stamp(file.descriptor) == file.stamp
    }

    /// Calls `body` with all the bytes; nil, without a call, where the file has lost some of them.
    ///
    /// - Parameter body: must return soon, for the file may be cut meanwhile; nor may it keep the pointer.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        guard isWhole else { return nil }
        return unsafe body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// Calls `body` with the numbers of four bytes, the lowest first, at some places; nil where the file has lost some.
    func forEachNumber(_ places: Range<Int>, _ body: (Int32) -> Void) -> Void? {
        precondition(places.lowerBound >= 0 && 4 * places.upperBound <= count, "numbers \(places) of \(count / 4)")
        defer { noteReading(4 * places.lowerBound..<4 * places.upperBound) }
        return unsafe withBytes { bytes in
            // Four bytes from each place lie within `count`, which was checked above.
            for place in places {
                body(Int32(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: 4 * place, as: Int32.self)))
            }
        }
    }

    /// Takes note that some bytes were read, and gives the pages of a mapped file back now and then.
    func noteReading(_ range: Range<Int>) {
        guard file != nil else { return }
        let isMuch = recent.withLock { recent in
            let follows = (recent.end - Self.around...recent.end + Self.around).contains(range.lowerBound)
            recent.bytes += range.count + (follows ? 0 : Self.around)
            recent.end = range.upperBound
            guard recent.bytes >= Self.mostRecent else { return false }
            recent.bytes = 0
            return true
        }
        // Nobody has written to them: whoever reads them at this moment gets them again from the file.
        if isMuch { unsafe madvise(UnsafeMutableRawPointer(mutating: base), count, MADV_DONTNEED) }
    }

    /// Tells the system how the bytes will be used, which is only a hint.
    ///
    /// - Parameter isSequential: From the first to the last; else here and there.
    func advise(isSequential: Bool) {
        guard file != nil else { return }
        let start = unsafe UnsafeMutableRawPointer(mutating: base)
        unsafe madvise(start, count, isSequential ? MADV_SEQUENTIAL : MADV_NORMAL)
    }

    private static func stamp(_ descriptor: Int32) -> Stamp? {
        var record = stat()
        guard unsafe fstat(descriptor, &record) == 0 else { return nil }
        return Stamp(
            size: Int(record.st_size), seconds: record.st_mtim.tv_sec, nanoseconds: record.st_mtim.tv_nsec)
    }
}
