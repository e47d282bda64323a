/// A message and the tick it falls on, counted from the start of its track.
public struct Event: Equatable, Hashable, Sendable {
    public var tick: Int
    public var message: Message

    public init(tick: Int, message: Message) {
        self.tick = tick
        self.message = message
    }
}

/// One track of a file: events by tick, and the tick on which the track ends.
public struct Track: Equatable, Sendable {
    /// The events without the end-of-track event, which ``endTick`` stands for.
    ///
    /// Those of a file read are in order of tick. Those of a track being made may be in any order: they are written by
    /// tick, and as given within a tick.
    public var events: EventList

    /// The tick of the end-of-track event, hence the length of the track; no event may lie behind it.
    public var endTick: Int

    /// - Parameter endTick: left out, the tick of the last event.
    public init(events: EventList = [], endTick: Int? = nil) {
        self.events = events
        self.endTick = endTick ?? events.indices.reduce(0) { max($0, events.tick(at: $1)) }
    }

    /// A track of the given events.
    public init(events: [Event], endTick: Int? = nil) {
        self.init(events: EventList(events), endTick: endTick)
    }

    /// A track that begins with its name.
    public init(name: String) {
        self.init(events: [Event(tick: 0, message: .trackName(name))])
    }

    /// Adds an event, and moves the end of the track behind it where needed.
    public mutating func append(_ message: Message, at tick: Int) {
        events.append(Event(tick: tick, message: message))
        endTick = max(endTick, tick)
    }

    /// Adds the note-on and note-off of a note (its `track` plays no part), and moves the end of the track where needed.
    ///
    /// Notes may come in any order if ``sort()`` is called when the last is in.
    public mutating func append(_ note: Note) {
        append(.noteOn(channel: note.channel, pitch: note.pitch, velocity: note.velocity), at: note.start)
        append(.noteOff(channel: note.channel, pitch: note.pitch, velocity: 64), at: note.end)
    }

    /// Orders the events by tick; within a tick, note-offs of notes begun earlier come first, then the rest as given
    /// except that note-ons and their like follow the messages that set something up (programs, controllers, meta).
    ///
    /// So a note that starts where another of the same pitch ends is not cut off, and a program is chosen before it is
    /// heard. O(n log n).
    public mutating func sort() {
        var events = Array(orderedEvents)
        var open = [Int: Int]()
        var first = 0
        while first < events.count {
            let tick = events[first].tick
            var last = first
            while last < events.count, events[last].tick == tick { last += 1 }
            var offs: [Event] = []
            var setUps: [Event] = []
            var notes: [Event] = []
            var begun = [Int: Int]()
            for event in events[first..<last] {
                switch event.message.noteEdge {
                case .on(let key):
                    begun[key, default: 0] += 1
                    notes.append(event)
                case .off(let key) where open[key, default: 0] > 0:
                    open[key, default: 0] -= 1
                    offs.append(event)
                case .off(let key):
                    if begun[key, default: 0] > 0 { begun[key, default: 0] -= 1 }
                    notes.append(event)
                case nil:
                    setUps.append(event)
                }
            }
            for (key, count) in begun { open[key, default: 0] += count }
            events.replaceSubrange(first..<last, with: offs + setUps + notes)
            first = last
        }
        self.events = EventList(events)
    }

    /// The events in order of tick, as given within a tick; O(n) where they are in order already.
    var orderedEvents: EventList {
        if events.isOrdered { return events }
        return EventList(inOrder(Array(events)) { $0.tick })
    }
}

/// The items in order of tick, as given within a tick.
func inOrder<Item>(_ items: [Item], tick: (Item) -> Int) -> [Item] {
    if zip(items, items.dropFirst()).allSatisfy({ tick($0) <= tick($1) }) { return items }
    // The standard library does not promise a stable sort, so the index decides within a tick.
    let order = items.indices.map { Int32($0) }.sorted {
        (tick(items[Int($0)]), $0) < (tick(items[Int($1)]), $1)
    }
    return order.map { items[Int($0)] }
}
