import Glibc

/// Memory that the engine's threads share: zeros at first, aligned for any vector, in large pages where there are.
///
/// Where it is large it comes from the system page by page, as it is first touched: making it takes no time.
@safe final class Buffer: @unchecked Sendable {
    /// The whole of it.
    let view: View
    /// What was mapped; nil for memory of the heap.
    private let mapped: UnsafeMutableRawBufferPointer?

    private static let largePage = 1 << 21

    init(count: Int) {
        let bytes = max(count, 16) * MemoryLayout<Float>.stride
        var memory: UnsafeMutableRawPointer?
        if bytes >= Self.largePage {
            // The mapping has room for a start at a large page.
            let room = bytes + Self.largePage
            let start = unsafe mmap(nil, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            guard let start = unsafe start, unsafe start != MAP_FAILED else {
                fatalError("no memory for \(bytes) bytes")
            }
            unsafe mapped = UnsafeMutableRawBufferPointer(start: start, count: room)
            unsafe memory = start.alignedUp(toMultipleOf: Self.largePage)
            unsafe madvise(memory!, bytes, MADV_HUGEPAGE)
        } else {
            unsafe mapped = nil
            guard unsafe posix_memalign(&memory, 64, bytes) == 0 else { fatalError("no memory for \(bytes) bytes") }
            unsafe memset(memory!, 0, bytes)
        }
        unsafe view = View(base: memory!.bindMemory(to: Float.self, capacity: count), count: count)
    }

    deinit {
        if let mapped = unsafe mapped {
            unsafe munmap(mapped.baseAddress!, mapped.count)
        } else {
            unsafe free(view.base)
        }
    }
}

/// The end of a buffer, from some place on. The kernels check the length of what they are handed; that no two threads
/// write the same numbers is the engine's part, and that the buffer outlives its views.
@safe struct View: @unchecked Sendable {
    fileprivate let base: UnsafeMutablePointer<Float>
    let count: Int

    fileprivate init(base: UnsafeMutablePointer<Float>, count: Int) {
        unsafe self.base = unsafe base
        self.count = count
    }

    /// What begins `offset` numbers further on.
    @inline(__always)
    func from(_ offset: Int) -> View {
        precondition(offset >= 0 && offset <= count, "offset \(offset) of \(count)")
        return unsafe View(base: base + offset, count: count - offset)
    }

    /// The address, for `needed` numbers.
    @inline(__always)
    func pointer(_ needed: Int) -> UnsafeMutablePointer<Float> {
        precondition(needed <= count, "\(needed) numbers of \(count)")
        return unsafe base
    }

    func zero(_ count: Int) {
        unsafe pointer(count).update(repeating: 0, count: count)
    }

    func copy(_ count: Int, from other: View) {
        unsafe pointer(count).update(from: other.pointer(count), count: count)
    }

    subscript(_ index: Int) -> Float {
        get {
            precondition(index >= 0 && index < count, "number \(index) of \(count)")
            return unsafe base[index]
        }
        nonmutating set {
            precondition(index >= 0 && index < count, "number \(index) of \(count)")
            unsafe base[index] = newValue
        }
    }

    /// Lends an array's numbers as a view for the time of `body`, which must not keep it.
    static func of<Result>(_ array: inout [Float], _ body: (View) -> Result) -> Result {
        unsafe array.withUnsafeMutableBufferPointer { array in
            guard let base = array.baseAddress else { return body(View.none) }
            return unsafe body(View(base: base, count: array.count))
        }
    }

    /// The same for an array that is only read.
    static func reading<Result>(_ array: [Float], _ body: (View) -> Result) -> Result {
        unsafe array.withUnsafeBufferPointer { array in
            guard let base = array.baseAddress else { return body(View.none) }
            return unsafe body(View(base: UnsafeMutablePointer(mutating: base), count: array.count))
        }
    }

    private static let nothing = Buffer(count: 0)
    /// No numbers at all.
    static var none: View { unsafe View(base: nothing.view.base, count: 0) }
}
