internal import Synchronization

/// A queue from one thread to another, wait-free on both sides: no locks, and no allocation after `init`.
///
/// Exactly one thread pushes and exactly one takes.
@safe package final class Ring<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    package let capacity: Int
    private let storage: UnsafeMutablePointer<Element>
    /// Elements pushed and elements taken since the start; their difference is never below 0 nor above `capacity`, and both
    /// index the storage modulo `capacity`.
    private let pushed = Atomic<Int>(0)
    private let taken = Atomic<Int>(0)

    /// - Precondition: `capacity` is a power of two.
    package init(capacity: Int) {
        precondition(capacity > 0 && capacity.nonzeroBitCount == 1, "a capacity of \(capacity) is no power of two")
        self.capacity = capacity
        unsafe storage = .allocate(capacity: capacity)
    }

    deinit { unsafe storage.deallocate() }

    /// Adds an element at the end; false where there is no room. Only the producing thread may call it.
    package func push(_ element: Element) -> Bool {
        let index = pushed.load(ordering: .relaxed)
        guard index - taken.load(ordering: .acquiring) < capacity else { return false }
        unsafe (storage + (index & (capacity - 1))).initialize(to: element)
        pushed.store(index + 1, ordering: .releasing)
        return true
    }

    /// Adds all of the elements, or none where there is no room for them; false then. Only the producing thread may call it.
    package func push(contentsOf elements: [Element]) -> Bool {
        let index = pushed.load(ordering: .relaxed)
        guard index + elements.count - taken.load(ordering: .acquiring) <= capacity else { return false }
        for (offset, element) in elements.enumerated() {
            unsafe (storage + ((index + offset) & (capacity - 1))).initialize(to: element)
        }
        pushed.store(index + elements.count, ordering: .releasing)
        return true
    }

    /// The element at the front. Only the consuming thread may call it.
    package var first: Element? {
        let index = taken.load(ordering: .relaxed)
        guard pushed.load(ordering: .acquiring) != index else { return nil }
        return unsafe storage[index & (capacity - 1)]
    }

    /// Takes the element at the front away. Only the consuming thread may call it.
    ///
    /// - Precondition: there is one.
    package func removeFirst() {
        let index = taken.load(ordering: .relaxed)
        precondition(pushed.load(ordering: .acquiring) != index, "taking from an empty ring")
        taken.store(index + 1, ordering: .releasing)
    }

    /// The elements in it; exact on either thread as long as the other does nothing.
    package var count: Int { pushed.load(ordering: .acquiring) - taken.load(ordering: .acquiring) }
}

/// The events between the thread that makes music and the one that plays it.
package typealias EventRing = Ring<ScheduledEvent>
