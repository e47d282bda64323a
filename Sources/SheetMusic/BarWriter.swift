import Harmony

/// Writes strokes into bars: notes split at beats and bar lines and tied, rests between them, tuplets and beams.
///
/// A note value must not hide where the stronger beats are: it may hold no place that is stronger than both its ends, but
/// for the off-beat quarter, which jazz writes as such (the rules of Gould, "Behind Bars", 2011, pages 166 to 171).
struct BarWriter {
    let shape: BarShape
    /// Where the bar begins, in divisions from the start of the piece.
    let start: Int
    /// Where beats of triplets begin, in divisions from the start of the piece.
    let tripletBeats: Set<Int>

    /// A stretch of a bar that sounds or is silent.
    private struct Span {
        var start: Int
        var end: Int
        var notes: [ScoreNote]
    }

    /// The events of the bar.
    ///
    /// - Parameter strokes: Those that sound in it, in order, in divisions from the start of the piece.
    func events(_ strokes: [(start: Int, end: Int, notes: [ScoreNote])]) -> [ScoreEvent] {
        let low = start
        let high = low + shape.length
        var spans: [Span] = []
        var time = low
        for stroke in strokes where stroke.end > low && stroke.start < high {
            let start = max(stroke.start, low)
            if start > time { spans.append(Span(start: time - low, end: start - low, notes: [])) }
            var notes = stroke.notes
            for place in notes.indices {
                notes[place].isTiedBack = stroke.start < low
                notes[place].isTiedOn = stroke.end > high
            }
            spans.append(Span(start: start - low, end: min(stroke.end, high) - low, notes: notes))
            time = min(stroke.end, high)
        }
        if time < high { spans.append(Span(start: time - low, end: shape.length, notes: [])) }
        if spans.count == 1, spans[0].notes.isEmpty {
            return [ScoreEvent(start: 0, duration: shape.length, value: nil, notes: [])]
        }
        var events = spans.flatMap { split($0) }
        markTuplets(&events)
        Beaming(shape: shape).mark(&events)
        return events
    }

    private func isTriplet(_ time: Int) -> Bool {
        tripletBeats.contains(start + time / WrittenScore.divisions * WrittenScore.divisions)
    }

    /// A span as note values, tied.
    private func split(_ span: Span) -> [ScoreEvent] {
        var events: [ScoreEvent] = []
        var time = span.start
        while time < span.end {
            let value = value(at: time, until: span.end, isRest: span.notes.isEmpty)
            let end = time + value.duration
            var notes = span.notes
            for place in notes.indices {
                notes[place].isTiedBack = notes[place].isTiedBack && time == span.start || time > span.start
                notes[place].isTiedOn = notes[place].isTiedOn && end == span.end || end < span.end
            }
            events.append(ScoreEvent(start: time, duration: value.duration, value: value, notes: notes))
            time = end
        }
        return events
    }

    /// The longest value that can be written.
    private func value(at time: Int, until end: Int, isRest: Bool) -> NoteValue {
        let beatEnd = (time / WrittenScore.divisions + 1) * WrittenScore.divisions
        if isTriplet(time), time % WrittenScore.divisions != 0 || end < beatEnd {
            let room = min(end, beatEnd) - time
            if let value = NoteValue.triplet.first(where: { $0.duration <= room && !(isRest && $0.isDotted) }) {
                return value
            }
        }
        // A value that goes on into a beat of triplets ends where it begins, unless it fills it.
        var limit = end
        var beat = beatEnd
        while beat < end {
            if isTriplet(beat), end < beat + WrittenScore.divisions { limit = min(limit, beat) }
            beat += WrittenScore.divisions
        }
        let found = NoteValue.plain.first { value in
            value.duration <= limit - time
                && shape.allows(time, time + value.duration, isRest: isRest, isWhole: time + value.duration == end)
                && !(isRest && value.isDotted && !shape.isDotted(time))
        }
        return found ?? NoteValue.plain.first { $0.duration <= limit - time }
            ?? NoteValue(power: 5, isDotted: false, isTriplet: true)
    }

    /// Brackets the runs of triplet values that fill beats.
    private func markTuplets(_ events: inout [ScoreEvent]) {
        for index in events.indices where events[index].value?.isTriplet == true {
            let beat = events[index].start / WrittenScore.divisions
            func isSame(_ other: Int) -> Bool {
                events.indices.contains(other) && events[other].value?.isTriplet == true
                    && events[other].start / WrittenScore.divisions == beat
            }
            if !isSame(index - 1) {
                events[index].tupletEdge = .start
            } else if !isSame(index + 1) {
                events[index].tupletEdge = .stop
            }
        }
    }
}

/// How strong the places of a bar are.
struct BarShape {
    /// In divisions.
    let length: Int
    /// Where felt pulses begin, in divisions, and behind them the bar's end.
    private let pulses: [Int]
    /// Where groups of pulses begin, in divisions: the middle of 4/4, the 4 of 3+2 beats.
    let groups: [Int]

    init(_ meter: Meter) {
        let unit = Meter.ticksPerQuarter / WrittenScore.divisions
        length = meter.barTicks / unit
        pulses = meter.pulseStarts.map { $0 / unit } + [length]
        let count = meter.pulses
        let sizes: [Int]
        if let groups = meter.pulseGroups {
            sizes = groups
        } else if meter.countsEighths && !meter.isCompound {
            sizes = Array(repeating: 1, count: count)
        } else {
            switch count {
            case 1...3: sizes = [count]
            case 4: sizes = [2, 2]
            case 5: sizes = [3, 2]
            case 6: sizes = meter.unit == 2 ? [2, 2, 2] : [3, 3]
            case 7: sizes = [4, 3]
            default: sizes = Array(repeating: count % 3 == 0 && count % 4 != 0 ? 3 : 2, count: count)
            }
        }
        var starts: [Int] = []
        var pulse = 0
        for size in sizes where pulse < count {
            starts.append(pulses[pulse])
            pulse += size
        }
        groups = starts
    }

    /// The pulse in which a time lies, and its bounds.
    private func pulse(_ time: Int) -> (index: Int, start: Int, end: Int) {
        let index = max(0, (pulses.dropLast().firstIndex { $0 > time } ?? pulses.count - 1) - 1)
        return (index, pulses[index], pulses[index + 1])
    }

    /// Whether two times lie in one pulse.
    func isSamePulse(_ first: Int, _ second: Int) -> Bool { pulse(first).index == pulse(second).index }

    /// Where the pulse of a time ends.
    func pulseEnd(_ time: Int) -> Int { pulse(time).end }

    /// Whether a time lies in a pulse of three eighths.
    func isDotted(_ time: Int) -> Bool {
        let (_, start, end) = pulse(time)
        return end - start > WrittenScore.divisions
    }

    /// 4 for the bar, 3 for a group, 2 for a pulse, 1 for an eighth, 0 for what is finer.
    func strength(_ time: Int) -> Int {
        if time % length == 0 { return 4 }
        if groups.contains(time) { return 3 }
        if pulses.contains(time) { return 2 }
        return time % (WrittenScore.divisions / 2) == 0 ? 1 : 0
    }

    /// Whether one value may be written from one time to another.
    ///
    /// - Parameter isWhole: Whether it is a note's last.
    func allows(_ start: Int, _ end: Int, isRest: Bool, isWhole: Bool) -> Bool {
        guard end <= length else { return false }
        let own = strength(start)
        // The strongest place inside.
        var inner = -1
        var step = WrittenScore.divisions / 2
        if end - start <= step { step = WrittenScore.divisions / 4 }
        var time = (start / step + 1) * step
        while time < end {
            inner = max(inner, strength(time))
            time += step
        }
        // A rest shows where beats are, all the more.
        if isRest { return inner < own }
        if inner <= own { return true }
        let isOffbeat =
            own == 1 && inner == 2 && end - start == WrittenScore.divisions && !isDotted(start)
        let isSixteenth =
            own == 0 && inner == 1 && (end - start == WrittenScore.divisions / 2 || end % WrittenScore.divisions == 0)
        return isWhole && isOffbeat || isSixteenth
    }
}

/// Joins flags into beams, by pulses; in simple metres four plain eighths of half a bar together.
struct Beaming {
    let shape: BarShape

    func mark(_ events: inout [ScoreEvent]) {
        var run: [Int] = []
        var runs: [[Int]] = []
        func close() {
            if run.count > 1 { runs.append(run) }
            run = []
        }
        for index in events.indices {
            let event = events[index]
            guard let value = event.value, value.beams > 0, !event.notes.isEmpty else {
                close()
                continue
            }
            if let last = run.last, !joins(events, last, index, run) { close() }
            run.append(index)
        }
        close()
        for run in runs { beam(run, &events) }
    }

    private func joins(_ events: [ScoreEvent], _ last: Int, _ next: Int, _ run: [Int]) -> Bool {
        let time = events[next].start
        if shape.isSamePulse(time, events[last].start) { return true }
        // Half a bar of plain eighths.
        guard shape.strength(time) == 2, !shape.isDotted(time), shape.groups.count > 1 || shape.length == 48
        else { return false }
        let groupStart = shape.groups.last { $0 <= time } ?? 0
        let isSecond = time == groupStart + WrittenScore.divisions
        let pulseEnd = shape.pulseEnd(time)
        let following = events[next...].prefix { $0.start < pulseEnd }
        func isPlain(_ event: ScoreEvent) -> Bool {
            event.value == NoteValue(power: 3, isDotted: false, isTriplet: false) && !event.notes.isEmpty
        }
        return isSecond && run.allSatisfy { isPlain(events[$0]) } && following.allSatisfy(isPlain)
    }

    private func beam(_ run: [Int], _ events: inout [ScoreEvent]) {
        func depth(_ place: Int) -> Int {
            run.indices.contains(place) ? events[run[place]].value?.beams ?? 0 : 0
        }
        for place in run.indices {
            var beams: [ScoreEvent.Beam] = []
            for level in 1...max(1, depth(place)) {
                let before = depth(place - 1) >= level
                let after = depth(place + 1) >= level
                switch (before, after) {
                case (true, true): beams.append(.goOn)
                case (true, false): beams.append(.end)
                case (false, true): beams.append(.begin)
                // Towards the note that it completes a beat with.
                case (false, false):
                    let isLate = place > 0 && events[run[place]].start % (WrittenScore.divisions / 2) != 0
                    beams.append(isLate || place == run.count - 1 ? .backwardHook : .forwardHook)
                }
            }
            events[run[place]].beams = beams
        }
    }
}
