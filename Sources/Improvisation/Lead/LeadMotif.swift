public import Music

/// Notes that a lead begins with: a musician's own, which the network hears as if it had played them.
public struct LeadMotif: Hashable, Sendable {
    /// In order, none sounding into the next.
    package let notes: [PartNote]

    /// No notes.
    public init() { notes = [] }

    /// The notes of a line.
    ///
    /// - Parameter notes: By onset, one at a time; of two on one slot the first is kept, none before the start.
    package init(_ notes: [PartNote]) {
        var kept: [PartNote] = []
        for note in notes where note.start >= 0 && note.start > kept.last?.start ?? -1 {
            if let last = kept.indices.last {
                kept[last].duration = min(kept[last].duration, note.start - kept[last].start)
            }
            kept.append(note)
        }
        self.notes = kept
    }

    /// A melody as it is written or was played.
    ///
    /// - Parameters:
    ///   - melody: Its notes on the grid where they are known (``Part/written``), else as played: then the rhythm that was
    ///     meant is found.
    ///   - tempo: Quarter notes a minute at which it was played.
    public init(_ melody: Part, tempo: Double) {
        let played = melody.written ?? melody.notes
        let ticks = MetricGrid.ticksPerSlot
        let slots: [Int?]
        if melody.written != nil {
            slots = played.map { $0.start / ticks }
        } else {
            let beats = played.map { Double($0.start) / Double(ticks * MetricGrid.slotsPerBeat) }
            slots = MetricGrid.transcribe(beats, tempo: tempo).slots
        }
        self.init(
            zip(played, slots).compactMap { note, slot in
                slot.map {
                    PartNote(
                        start: max(0, $0), duration: max(1, (note.duration + ticks / 2) / ticks), pitch: note.pitch,
                        velocity: min(max(note.velocity, 1), 127))
                }
            })
    }

    /// The slot of the last onset; nil without notes.
    public var lastSlot: Int? { notes.last?.start }

    /// As text that ``init(text:)`` reads: slot, length, pitch and velocity of each note.
    public var text: String {
        notes.map { "\($0.start),\($0.duration),\($0.pitch),\($0.velocity)" }.joined(separator: " ")
    }

    /// A motif written by ``text``; nil where it is none.
    public init?(text: String) {
        var notes: [PartNote] = []
        for word in text.split(separator: " ") {
            let numbers = word.split(separator: ",").compactMap { Int($0) }
            guard numbers.count == 4, (0...1_000_000).contains(numbers[0]), (1...1_000_000).contains(numbers[1]),
                (0...127).contains(numbers[2]), (1...127).contains(numbers[3])
            else { return nil }
            notes.append(PartNote(start: numbers[0], duration: numbers[1], pitch: numbers[2], velocity: numbers[3]))
        }
        self.init(notes)
    }

    /// What the network says when it plays these notes, and then lets so much time pass that the next note begins on the
    /// slot `onset`; behind the last of these notes, where it is given.
    func tokens(_ setting: LeadContext.Setting, goingOnAt onset: Int? = nil) -> [Int] {
        var context = LeadContext(setting, firstPitch: notes.first?.pitch ?? 60)
        var tokens: [Int] = []
        context.say(notes) { token, _, _ in tokens.append(token) }
        if let onset {
            context.wait(until: onset) { token, _ in tokens.append(token) }
        }
        return tokens
    }
}
