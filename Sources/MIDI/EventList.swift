/// The events of a track: those that a file gave in eight bytes each, until they are changed.
///
/// What does not fit in there (texts, system exclusive bytes) is read from the file's own bytes whenever it is asked for,
/// so a file takes little more memory than on the disk: at most five times as much.
public struct EventList: RandomAccessCollection, MutableCollection, RangeReplaceableCollection, Sendable {
    private enum Storage: Sendable {
        case packed(PackedEvents)
        case loose([Event])
    }

    private var storage: Storage

    public init() {
        storage = .loose([])
    }

    public init(_ events: [Event]) {
        storage = .loose(events)
    }

    init(_ events: PackedEvents) {
        storage = .packed(events)
    }

    public var startIndex: Int { 0 }

    public var endIndex: Int {
        switch storage {
        case .packed(let events): events.words.count
        case .loose(let events): events.count
        }
    }

    /// The event at an index; setting one unpacks the list. O(1), besides the length of a text.
    public subscript(index: Int) -> Event {
        get {
            switch storage {
            case .packed(let events): events[index]
            case .loose(let events): events[index]
            }
        }
        set { change { $0[index] = newValue } }
    }

    public mutating func replaceSubrange(_ range: Range<Int>, with events: some Collection<Event>) {
        change { $0.replaceSubrange(range, with: events) }
    }

    public mutating func append(_ event: Event) {
        change { $0.append(event) }
    }

    /// The tick of an event, without the event.
    func tick(at index: Int) -> Int {
        switch storage {
        case .packed(let events): events.tick(at: index)
        case .loose(let events): events[index].tick
        }
    }

    /// Whether the events are in order of tick.
    var isOrdered: Bool {
        switch storage {
        case .packed: true
        case .loose(let events): zip(events, events.dropFirst()).allSatisfy { $0.tick <= $1.tick }
        }
    }

    private mutating func change(_ body: (inout [Event]) -> Void) {
        var events: [Event]
        switch storage {
        case .packed(let packed): events = packed.words.indices.map { packed[$0] }
        case .loose(let loose): events = loose
        }
        // Else the array would be shared with the one in `storage`, and copied by every change.
        storage = .loose([])
        body(&events)
        storage = .loose(events)
    }
}

extension EventList: ExpressibleByArrayLiteral {
    public init(arrayLiteral events: Event...) {
        self.init(events)
    }
}

extension EventList: Hashable {
    public static func == (left: EventList, right: EventList) -> Bool { left.elementsEqual(right) }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for event in self { hasher.combine(event) }
    }
}

/// The events of a track chunk as they were read, in order of tick.
///
/// A word holds the tick in its upper 38 bits. Of the lower 26 the first says whether it is a channel message, which the
/// rest then holds: status less 128, and two data bytes of seven bits; else the rest is where the event's status byte is,
/// counted from `start`.
struct PackedEvents: Sendable {
    private(set) var words: [UInt64] = []
    /// Of the whole file.
    private let bytes: [UInt8]
    private let start: Int

    /// Bytes behind `start` that an event can be found in.
    static let reach = 1 << 25

    /// No events yet, of a chunk that begins at `start`.
    init(_ bytes: [UInt8], start: Int, length: Int) {
        self.bytes = bytes
        self.start = start
        // An event takes two bytes at least. Room that is not used costs no memory, moving a long list does.
        if length >= 1 << 16 { words.reserveCapacity(length / 2) }
    }

    mutating func append(tick: Int, status: UInt8, first: UInt8, second: UInt8) {
        words.append(UInt64(tick) << 26 | UInt64(status & 0x7F) << 14 | UInt64(first) << 7 | UInt64(second))
    }

    /// - Precondition: the offset is less than ``reach`` behind the start.
    mutating func append(tick: Int, offset: Int) {
        precondition(
            (0..<Self.reach).contains(offset - start), "an event \(offset - start) bytes behind its track's start")
        words.append(UInt64(tick) << 26 | 1 << 25 | UInt64(offset - start))
    }

    func tick(at index: Int) -> Int { Int(words[index] >> 26) }

    subscript(index: Int) -> Event {
        let word = words[index]
        let message: Message
        if word & 1 << 25 == 0 {
            let status = UInt8(word >> 14 & 0x7F) | 0x80
            message = ChannelSpec.of(status: status).make(
                Int(status & 0x0F), Int(word >> 7 & 0x7F), Int(word & 0x7F))
        } else {
            var reader = ByteReader(bytes, start + Int(word & 0x1FF_FFFF)..<bytes.count)
            // It was read once, so it is there.
            message = (try? reader.message()).flatMap(\.self) ?? .escape([])
        }
        return Event(tick: Int(word >> 26), message: message)
    }
}
