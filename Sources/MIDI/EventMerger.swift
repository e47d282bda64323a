/// The events of all tracks one by one, in order of tick, then of track, then as in the track.
///
/// It takes 24 bytes a track and copies no list. A step is O(log tracks).
package struct EventMerger: IteratorProtocol, Sequence, Sendable {
    /// A track that has events left, and which is next.
    private struct Cursor {
        var tick: Int
        var track: Int
        var index: Int

        static func < (left: Cursor, right: Cursor) -> Bool { (left.tick, left.track) < (right.tick, right.track) }
    }

    private let lists: [EventList]
    /// A heap, its first the least.
    private var heap: [Cursor] = []

    package init(_ tracks: [Track]) {
        lists = tracks.map(\.orderedEvents)
        for (track, list) in lists.enumerated() where !list.isEmpty {
            heap.append(Cursor(tick: list.tick(at: 0), track: track, index: 0))
        }
        for root in heap.indices.reversed() { sink(root) }
    }

    /// The tick of the next event; nil behind the last.
    package var nextTick: Int? { heap.first?.tick }

    package mutating func next() -> Event? {
        guard let first = heap.first else { return nil }
        let list = lists[first.track]
        if first.index + 1 < list.count {
            heap[0].index += 1
            heap[0].tick = list.tick(at: first.index + 1)
        } else {
            heap[0] = heap[heap.count - 1]
            heap.removeLast()
        }
        sink(0)
        return list[first.index]
    }

    private mutating func sink(_ root: Int) {
        var root = root
        while 2 * root + 1 < heap.count {
            let left = 2 * root + 1
            let least = left + 1 < heap.count && heap[left + 1] < heap[left] ? left + 1 : left
            guard heap[least] < heap[root] else { return }
            heap.swapAt(root, least)
            root = least
        }
    }
}
