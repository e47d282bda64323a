/// Doubles that threads share, such as the losses of a window's targets; each writes its own.
@safe final class DoubleBuffer: @unchecked Sendable {
    private let base: UnsafeMutablePointer<Double>
    private let count: Int

    init(count: Int) {
        self.count = count
        unsafe base = .allocate(capacity: max(1, count))
        unsafe base.initialize(repeating: 0, count: max(1, count))
    }

    deinit {
        unsafe base.deallocate()
    }

    subscript(_ index: Int) -> Double {
        get {
            precondition(index >= 0 && index < count, "loss \(index) of \(count)")
            return unsafe base[index]
        }
        set {
            precondition(index >= 0 && index < count, "loss \(index) of \(count)")
            unsafe base[index] = newValue
        }
    }
}
