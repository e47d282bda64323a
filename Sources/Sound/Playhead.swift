/// What plays events: a synthesizer, or a port to one.
package protocol EventTarget: AnyObject {
    /// Plays a channel message now.
    func send(_ event: ScheduledEvent)
    /// Lets go of every key and pedal of a channel.
    func releaseNotes(channel: Int)
}

/// A person whose playing is heard along with a song.
package struct PersonHeard: Sendable {
    package let listener: Listener
    /// Whether it is sounded here; an instrument may sound by itself.
    package let isSounded: Bool

    package init(listener: Listener, isSounded: Bool) {
        (self.listener, self.isSounded) = (listener, isSounded)
    }
}

/// Where a song is, block by block: hands the events that are due to a target, and does what a hand asks meanwhile.
///
/// The song has a clock of its own. It stands still while it is paused, and while the feed is not complete far enough:
/// nothing is late when music arrives.
package struct Playhead<Target: EventTarget> {
    /// The frame of the song at which the next block begins.
    package private(set) var position: Int64 = 0
    /// Events that arrived too late for their time, and were played at once.
    package private(set) var lateEvents = 0
    /// Frames for which the song waited for its source.
    package private(set) var waitedFrames = 0

    private let target: Target
    private let feed: EventFeed
    private let controls: PlaybackControls?
    private let recorder: Recorder?
    private let person: PersonHeard?
    private let block: Int64
    /// The notes that sound, a bit for each pitch of each channel.
    private var sounding = [UInt64](repeating: 0, count: 32)
    private var muted: UInt16 = 0
    private var isResting = false
    private var isOver = false

    package init(
        target: Target, feed: EventFeed, blockFrames: Int, controls: PlaybackControls? = nil,
        recorder: Recorder? = nil, person: PersonHeard? = nil
    ) {
        self.person = person
        self.target = target
        self.feed = feed
        self.controls = controls
        self.recorder = recorder
        block = Int64(blockFrames)
    }

    /// Whether the feed is complete for the next block, so that the song can move on.
    package var isFed: Bool { isOver || feed.horizon >= position + block / 2 }

    /// Sends the programs, controllers and bends of the song's beginning, so that the first note finds its instrument.
    package mutating func selectPrograms() {
        while let event = feed.ring.first, event.frame < block / 2, event.kind != .noteOn, event.kind != .noteOff {
            deliver(event)
            feed.ring.removeFirst()
        }
    }

    /// Sends what is due at the beginning of the next block, which is nearest to it.
    ///
    /// - Parameter willMove: Called before that where the song moves on.
    /// - Returns: Whether the song moves on by that block.
    package mutating func beginBlock(_ willMove: () -> Void = {}) -> Bool {
        obey()
        playAlong()
        guard !isResting else { return false }
        guard isFed else {
            makeRoom()
            return false
        }
        willMove()
        sendDueEvents()
        if !isOver, position >= feed.end {
            releaseAllNotes()
            isOver = true
        }
        return true
    }

    /// - Parameter moved: What ``beginBlock()`` said.
    package mutating func endBlock(moved: Bool) {
        if moved { position += block } else if !isResting { waitedFrames += Int(block) }
    }

    /// Whether the last event is played.
    package var hasEnded: Bool { isOver }

    /// Sends due events though the feed is not complete for the next block, where the ring could not become so otherwise:
    /// it is full of events for one moment.
    package mutating func makeRoom() {
        if feed.ring.count == feed.ring.capacity { sendDueEvents() }
    }

    /// Lets go of all that sounds.
    package mutating func releaseAllNotes() {
        for channel in 0..<16 { release(channel) }
    }

    private mutating func obey() {
        guard let controls else { return }
        let wanted = controls.mutedChannels
        if wanted != muted {
            for channel in 0..<16 where wanted & ~muted & 1 << UInt16(channel) != 0 { release(channel) }
            muted = wanted
        }
        guard controls.isPaused != isResting else { return }
        isResting.toggle()
        if isResting { releaseAllNotes() }
        controls.rest(isResting)
    }

    private mutating func sendDueEvents() {
        while let event = feed.ring.first, event.frame < position + block / 2 {
            if event.frame < position - block / 2 { lateEvents += 1 }
            deliver(event)
            feed.ring.removeFirst()
        }
    }

    private mutating func deliver(_ event: ScheduledEvent) {
        let (word, bit) = Self.place(of: event)
        switch event.kind {
        case .noteOn:
            guard muted & 1 << UInt16(event.channel) == 0 else { return }
            sounding[word] |= bit
        case .noteOff: sounding[word] &= ~bit
        default: break
        }
        target.send(event)
        // Within its block it was on time.
        recorder?.record(event, at: event.frame < position - block / 2 ? position : event.frame)
    }

    /// What a person plays is heard at once, whatever the song does, and is written down at the song's time that they heard;
    /// while the song stands still it has none.
    private mutating func playAlong() {
        guard let person else { return }
        if person.listener.takeLoss() { release(Listener.channel) }
        while let event = person.listener.nextEvent() {
            if person.isSounded { target.send(event) }
            let (word, bit) = Self.place(of: event)
            switch event.kind {
            case .noteOn:
                guard !isResting, !isOver else { continue }
                sounding[word] |= bit
            case .noteOff:
                guard sounding[word] & bit != 0 else { continue }
                sounding[word] &= ~bit
            default: break
            }
            recorder?.record(event, at: min(feed.heard, feed.end))
        }
    }

    private static func place(of event: ScheduledEvent) -> (word: Int, bit: UInt64) {
        (Int(event.channel & 15) * 2 + Int(event.data1 >> 6 & 1), UInt64(1) << UInt64(event.data1 & 63))
    }

    private mutating func release(_ channel: Int) {
        target.releaseNotes(channel: channel)
        let frame = channel == Listener.channel && person != nil ? feed.heard : position
        for word in [2 * channel, 2 * channel + 1] {
            while sounding[word] != 0 {
                let pitch = sounding[word].trailingZeroBitCount + (word & 1) * 64
                sounding[word] &= sounding[word] - 1
                recorder?.record(
                    ScheduledEvent(
                        frame: frame, kind: .noteOff, channel: UInt8(channel), data1: UInt8(pitch), data2: 64),
                    at: min(frame, feed.end))
            }
        }
    }
}
