public import Improvisation
public import Music
public import Sampling
internal import Band
internal import Harmony
internal import Numerics

/// A change to some bars of a finished lead; all else of the piece stays as it is.
public struct LineEdit: Hashable, Sendable, CustomStringConvertible {
    /// What is kept of the bars.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Nothing: they are written anew between what stands before and after.
        case anew
        /// Onsets, lengths and loudness.
        case rhythm
        /// The pitches, one after the other.
        case pitches
        /// Nothing, and nothing is invented: the notes are given, such as those that a hand has drawn.
        case drawn
        /// The whole line is given, such as a melody of one's own: the first change of a piece, to which the band listens.
        case given

        /// Whether the change brings its notes with it.
        public var hasNotes: Bool { self == .drawn || self == .given }
    }

    public var kind: Kind
    /// From 0, over the whole piece.
    public var bars: Range<Int>
    public var seed: UInt64
    /// The notes of ``Kind/drawn`` and ``Kind/given``, in slots of the ``MetricGrid`` from the piece's first bar, ascending.
    public var notes: [PartNote] = []
    /// The notes of ``Kind/given`` as they were played, one for each of ``notes``, in ticks from the piece's first bar; empty where
    /// they sound as they are written.
    public private(set) var played: [PartNote] = []

    /// A change.
    public init(_ kind: Kind, bars: Range<Int>, seed: UInt64) {
        self.kind = kind
        self.bars = bars
        self.seed = seed
    }

    /// Bars with the notes that are given; of several on one slot the first is kept, as a lead plays one at a time.
    ///
    /// - Parameter seed: Decides how far they stray from the grid.
    public init(_ kind: Kind = .drawn, notes: [PartNote], bars: Range<Int>, seed: UInt64) {
        self.init(kind, bars: bars, seed: seed)
        for note in notes.sorted(by: { $0.start < $1.start }) where note.start > self.notes.last?.start ?? -1 {
            if let last = self.notes.indices.last {
                self.notes[last].duration = min(self.notes[last].duration, note.start - self.notes[last].start)
            }
            self.notes.append(note)
        }
    }

    /// A melody of one's own: one that is written is played by the band's habits, one that was played is left as it is, and written as
    /// it was meant.
    ///
    /// - Parameters:
    ///   - melody: One note at a time.
    ///   - tempo: Quarter notes a minute at which it was played.
    ///   - bars: All of the piece.
    public init(given melody: Part, tempo: Double, bars: Range<Int>, seed: UInt64) {
        guard melody.written == nil else {
            self.init(.given, notes: LeadMotif(melody, tempo: tempo).notes, bars: bars, seed: seed)
            return
        }
        let ticks = MetricGrid.ticksPerSlot
        let sounding = melody.notes.filter { $0.start >= 0 }.sorted { $0.start < $1.start }
        let beats = sounding.map { Double($0.start) / Double(Meter.ticksPerQuarter) }
        let meant = MetricGrid.transcribe(beats, tempo: tempo).slots
        var written: [PartNote] = []
        for (note, slot) in zip(sounding, meant) {
            // No two on one slot: nothing that was played is lost.
            let start = max(slot ?? (note.start + ticks / 2) / ticks, (written.last?.start ?? -1) + 1)
            written.append(
                PartNote(
                    start: start, duration: max(1, (note.duration + ticks / 2) / ticks), pitch: note.pitch,
                    velocity: min(max(note.velocity, 1), 127)))
        }
        self.init(.given, notes: written, played: sounding, bars: bars, seed: seed)
    }

    /// A melody of one's own that is written and played.
    ///
    /// - Precondition: There are as many notes in `played` as in `notes`, which ascend.
    public init(_ kind: Kind, notes: [PartNote], played: [PartNote], bars: Range<Int>, seed: UInt64) {
        self.init(kind, notes: notes, bars: bars, seed: seed)
        precondition(self.notes.count == played.count, "\(notes.count) notes, \(played.count) of them played")
        self.played = played
    }

    /// The notes that are written in some slots, as they were played.
    func played(in slots: Range<Int>) -> [PartNote] {
        zip(notes, played).filter { slots.contains($0.0.start) }.map(\.1)
    }

    /// As text that ``init(_:)`` reads: "anew 5-8 7".
    public var description: String {
        let text = "\(kind.rawValue) \(bars.lowerBound + 1)-\(bars.upperBound) \(seed)"
        guard kind.hasNotes else { return text }
        let drawn = notes.indices.map { index in
            let note = notes[index]
            let written = "\(note.start):\(note.duration):\(note.pitch):\(note.velocity)"
            return played.isEmpty ? written : written + ":\(played[index].start):\(played[index].duration)"
        }.joined(separator: "/")
        return text + " " + (drawn.isEmpty ? "-" : drawn)
    }

    /// A change written by ``description``; nil where it is none.
    public init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count >= 3, let kind = Kind(rawValue: String(words[0])), let seed = UInt64(words[2]),
            words.count == (kind.hasNotes ? 4 : 3)
        else { return nil }
        let ends = words[1].split(separator: "-").map { Int($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], (1...1_000_000).contains(first),
            (first...1_000_000).contains(last)
        else { return nil }
        guard kind.hasNotes else {
            self.init(kind, bars: first - 1..<last, seed: seed)
            return
        }
        var notes: [PartNote] = []
        var played: [PartNote] = []
        for word in words[3] == "-" ? [] : words[3].split(separator: "/") {
            let numbers = word.split(separator: ":").compactMap { Int($0) }
            guard numbers.count == 4 || numbers.count == 6, (0...1_000_000).contains(numbers[0]),
                (1...1_000_000).contains(numbers[1]),
                (0...127).contains(numbers[2]), (1...127).contains(numbers[3])
            else { return nil }
            notes.append(PartNote(start: numbers[0], duration: numbers[1], pitch: numbers[2], velocity: numbers[3]))
            guard numbers.count == 6 else { continue }
            guard kind == .given, (0...40_000_000).contains(numbers[4]), (1...40_000_000).contains(numbers[5]),
                numbers[4] >= played.last?.start ?? 0
            else { return nil }
            played.append(PartNote(start: numbers[4], duration: numbers[5], pitch: numbers[2], velocity: numbers[3]))
        }
        self.init(kind, notes: notes, bars: first - 1..<last, seed: seed)
        guard played.isEmpty || played.count == self.notes.count else { return nil }
        self.played = played
    }
}

extension Ensemble {
    /// A piece as ``piece(bars:networks:seed:take:remarks:)`` or the best of several takes, and then changed.
    ///
    /// - Parameter edits: Applied one after the other; their bars lie within the piece.
    /// - Returns: The piece, and for the last change the bits a note of the first three notes behind it, as the lead's
    ///   network foretells them; nil where none stand there.
    /// - Throws: `SamplingError` when the networks' scores are not numbers.
    public func piece(
        bars count: Int, networks: BandNetworks, seed: UInt64, takes: Int, edits: [LineEdit], remarks: [String] = []
    ) throws(SamplingError) -> (piece: Piece, bits: Double?) {
        let backing = try backing(bars: count, networks: networks, seed: seed)
        let given = edits.first.flatMap { $0.kind == .given ? $0 : nil }
        let lines = backing.section.lines
        let sounding = lines.starts[introBars] / MetricGrid.ticksPerSlot..<lines.ticks / MetricGrid.ticksPerSlot
        let (first, take) =
            if let given {
                (given.notes.filter { sounding.contains($0.start) }, 0)
            } else if takes > 1 {
                try bestLine(over: backing, networks: networks, seed: seed, takes: takes)
            } else {
                (try line(over: backing, networks: networks, seed: seed, take: 0), 0)
            }
        var line = first
        var lead = leadPart(line, section: backing.section, seed: seed, take: take)
        let wasPlayed = given.map { !$0.played.isEmpty } ?? false
        if let given, wasPlayed {
            lead.notes = given.played(in: sounding).map { note in
                var note = note
                note.start = min(note.start, backing.section.ticks - 1)
                note.duration = min(note.duration, backing.section.ticks - note.start)
                return note
            }
        }
        var piece = piece(over: backing, lead: lead, seed: seed, remarks: remarks)
        var bits: Double?
        for edit in given == nil ? edits[...] : edits.dropFirst() {
            var changed = line
            bits = try apply(edit, to: &changed, over: backing, networks: networks, seed: seed, take: take)
            piece.parts[0] = joined(piece.parts[0], line, changed, edit, backing.section, keepsTime: wasPlayed)
            line = changed
        }
        return (piece, bits)
    }

    private func apply(
        _ edit: LineEdit, to line: inout [PartNote], over backing: Backing, networks: BandNetworks, seed: UInt64,
        take: Int
    ) throws(SamplingError) -> Double? {
        let lines = backing.section.lines
        let intro = lines.starts[introBars] / MetricGrid.ticksPerSlot
        let stretch = slots(of: edit, lines)
        func moved(_ notes: some Sequence<PartNote>, by slots: Int) -> [PartNote] {
            notes.map {
                PartNote(start: $0.start + slots, duration: $0.duration, pitch: $0.pitch, velocity: $0.velocity)
            }
        }
        let before = moved(line.filter { $0.start < stretch.lowerBound }, by: -intro)
        let kept = moved(line.filter { stretch.contains($0.start) }, by: -intro)
        let after = moved(line.filter { $0.start >= stretch.upperBound }, by: -intro)
        let inner = stretch.lowerBound - intro..<stretch.upperBound - intro
        var random = Self.random(edit.seed, .lead, take: Self.editTake)
        let infill = LineInfill(
            engine: networks.lead, backward: networks.backward, setting: setting(over: backing, seed: seed, take: take),
            options: lead)
        var new: [PartNote]
        switch edit.kind {
        case .anew: new = try infill.notes(between: before, and: after, in: inner, random: &random)
        case .rhythm: new = try infill.notes(withRhythmOf: kept, between: before, random: &random)
        case .pitches:
            let other = try infill.notes(between: before, and: after, in: inner, isJoined: false, random: &random)
            let free = max(inner.lowerBound, before.last?.end ?? 0)
            new = Self.fitted(other, to: kept, in: free..<inner.upperBound, using: &random)
        case .drawn, .given: new = moved(edit.notes.filter { stretch.contains($0.start) }, by: -intro)
        }
        line = moved(before + new + after, by: intro)
        return infill.join(new, between: before, and: after)?.behind
    }

    /// Takes far from those that ``bestPiece(bars:networks:seed:takes:remarks:)`` compares.
    private static let editTake = 1_000_000

    private func slots(of edit: LineEdit, _ lines: BarLines) -> Range<Int> {
        let first = max(edit.bars.lowerBound, introBars)
        let last = max(first, min(edit.bars.upperBound, lines.meters.count))
        return lines.starts[first] / MetricGrid.ticksPerSlot..<lines.starts[last] / MetricGrid.ticksPerSlot
    }

    /// Pitches on another rhythm, made to have as many notes.
    private static func fitted(
        _ rhythm: [PartNote], to kept: [PartNote], in stretch: Range<Int>, using random: inout Xoshiro256StarStar
    ) -> [PartNote] {
        var onsets = rhythm.map(\.start)
        while onsets.count > kept.count { onsets.remove(at: random.below(onsets.count)) }
        // Where there are too few, the longest gap is halved.
        while onsets.count < kept.count {
            let ends = [stretch.lowerBound] + onsets + [stretch.upperBound]
            let gaps = zip(ends, ends.dropFirst()).map { $1 - $0 }
            guard let place = gaps.indices.max(by: { (gaps[$0], -$0) < (gaps[$1], -$1) }), gaps[place] > 1 else {
                break
            }
            let middle = ends[place] + gaps[place] / 2
            let onset = place == 0 && !onsets.contains(stretch.lowerBound) ? stretch.lowerBound : middle
            onsets.append(onset)
            onsets.sort()
        }
        return zip(kept, onsets).enumerated().map { index, pair in
            let next = index + 1 < onsets.count ? onsets[index + 1] : stretch.upperBound
            return PartNote(
                start: pair.1, duration: max(1, min(next - pair.1, max(pair.0.duration, 6))), pitch: pair.0.pitch,
                velocity: pair.0.velocity)
        }
    }

    /// The lead with the bars of a change as they are now, and every note outside of them as it was.
    ///
    /// - Parameter keepsTime: Whether notes whose place a hand or the change has kept sound when they did.
    private func joined(
        _ old: Part, _ line: [PartNote], _ changed: [PartNote], _ edit: LineEdit, _ section: RhythmSection,
        keepsTime: Bool
    ) -> Part {
        let stretch = slots(of: edit, section.lines)
        let new = leadPart(changed, section: section, seed: edit.seed, take: Self.editTake)
        func chosen(_ notes: [PartNote], _ line: [PartNote], _ isWanted: (Int) -> Bool) -> [PartNote] {
            zip(notes, line).filter { isWanted($0.1.start) }.map(\.0)
        }
        let before = chosen(old.notes, line) { $0 < stretch.lowerBound }
        let after = chosen(old.notes, line) { $0 >= stretch.upperBound }
        var times: [Int: (written: PartNote, sounding: PartNote)] = [:]
        if keepsTime, edit.kind == .drawn || edit.kind == .rhythm {
            for (written, sounding) in zip(line, old.notes) { times[written.start] = (written, sounding) }
        }
        let anew = zip(new.notes, changed).filter { stretch.contains($0.1.start) }.map { note, written in
            guard let time = times[written.start] else { return note }
            var note = note
            let isAsLong = time.written.duration == written.duration
            note.duration = isAsLong ? time.sounding.duration : note.end - time.sounding.start
            note.start = time.sounding.start
            return note
        }
        var inside: [PartNote] = []
        var earliest = max(before.last?.end ?? 0, 0)
        let latest = after.first?.start ?? section.ticks
        for var note in anew {
            let end = min(note.end, latest)
            note.start = max(note.start, earliest)
            guard note.start + MicroTiming.nearest <= latest else { continue }
            note.duration = max(MicroTiming.nearest, end - note.start)
            if let last = inside.indices.last {
                inside[last].duration = max(1, min(inside[last].duration, note.start - inside[last].start))
            }
            earliest = note.start + MicroTiming.nearest
            inside.append(note)
        }
        var part = old
        part.notes = before + inside + after
        part.written = new.written
        return part
    }
}
