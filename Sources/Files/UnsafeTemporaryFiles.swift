import Glibc
import Synchronization

/// The temporary files that this process is writing, so that what ends it can take them away.
package enum TemporaryFiles {
    /// Remembers a file until it is forgotten, before it is made: else it could be left behind by what comes in between.
    ///
    /// Of more than eight at a time the rest are not remembered.
    package static func remember(_ path: String) {
        // The copy is the slot's from here on.
        guard let copy = unsafe strdup(path) else { return }
        let address = UInt(bitPattern: copy)
        for index in slots.indices
        where slots[index].compareExchange(expected: 0, desired: address, ordering: .acquiringAndReleasing).exchanged {
            return
        }
        unsafe free(copy)
    }

    /// Forgets a file that has its final name, or is removed.
    package static func forget(_ path: String) {
        for index in slots.indices {
            let address = slots[index].load(ordering: .acquiring)
            // Only this and `removeAll`, after which the process ends, take addresses out.
            guard let text = unsafe UnsafeMutablePointer<CChar>(bitPattern: address), unsafe strcmp(text, path) == 0,
                slots[index].compareExchange(expected: address, desired: 0, ordering: .acquiringAndReleasing).exchanged
            else { continue }
            return unsafe free(text)
        }
    }

    /// Removes all that are remembered. It does no more than a signal handler may, once it has been called outside of one.
    package static func removeAll() {
        for index in slots.indices {
            let address = slots[index].exchange(0, ordering: .acquiringAndReleasing)
            guard let path = unsafe UnsafePointer<CChar>(bitPattern: address) else { continue }
            _ = unsafe unlink(path)
        }
    }

    /// The addresses of paths from `strdup`, or 0. Whoever takes an address out of its slot owns it.
    private static let slots = InlineArray<8, Atomic<UInt>> { _ in Atomic(0) }
}
