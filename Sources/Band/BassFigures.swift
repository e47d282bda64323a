import Harmony
import Improvisation
import Music
import Numerics

/// Plays the bass of a style that has figures for it: notes by rule, where others leave them to the network.
struct BassFigures {
    let section: RhythmSection
    /// The last pitch, from which the line goes on.
    var last = 38
    /// Up to which tick the note before the bar at hand is held: its figure begins with a dot.
    private(set) var heldUntil: Int?

    /// The notes of a bar.
    ///
    /// - Parameter closing: The tick on which the last note enters and stays; nil without an ending.
    mutating func notes(
        ofBar bar: Int, closing: Int?, using generator: inout Xoshiro256StarStar
    ) -> [PartNote] {
        let layout = section.layouts[bar]
        let table = section.styles[bar].table.bass
        var strokes: [(tick: Int, end: Int, sign: UInt8)] = []
        var isSilent = true
        var isHeld = false
        var first = 0
        for group in layout.groups {
            let (figure, beats) = figure(group, in: table, using: &generator)
            let parts = figure.signs.count / beats
            for pulse in 0..<group {
                for part in 0..<parts {
                    let sign = figure.signs[(pulse * parts + part) % figure.signs.count]
                    let tick = section.tick(bar: bar, pulse: first + pulse, part: part, of: parts)
                    if sign == UInt8(ascii: "."), !isSilent {
                        strokes[strokes.count - 1].end = section.end(
                            bar: bar, pulse: first + pulse, part: part, of: parts)
                    } else if sign == UInt8(ascii: "-") || sign == UInt8(ascii: ".") {
                        if strokes.isEmpty, pulse + part + first == 0 { isHeld = sign == UInt8(ascii: ".") }
                        isSilent = true
                    } else {
                        strokes.append((tick, section.end(bar: bar, pulse: first + pulse, part: part, of: parts), sign))
                        isSilent = false
                    }
                }
            }
            first += group
        }
        strokes = withEntries(strokes, layout, bar)
        if let closing, layout.start <= closing, closing < layout.end {
            strokes.removeAll { $0.tick >= closing }
            strokes.append((closing, section.ticks, UInt8(ascii: "R")))
        }
        heldUntil = isHeld && !section.chord(at: layout.start).isNoChord ? strokes.first?.tick ?? layout.end : nil
        return strokes.indices.compactMap { index in
            let stroke = strokes[index]
            let isLast = stroke.tick == closing
            let next = index + 1 < strokes.count ? strokes[index + 1].tick : isLast ? section.ticks : layout.end
            guard let pitch = pitch(stroke.sign, at: stroke.tick, layout, isLast: isLast) else { return nil }
            last = pitch
            let end = isLast ? section.ticks : min(next, stroke.end, silence(after: stroke.tick))
            let accent = stroke.tick == layout.start ? 6 : stroke.sign == UInt8(ascii: "R") ? 3 : 0
            let room = end - stroke.tick
            return PartNote(
                start: stroke.tick, duration: isLast ? room : max(20, room - room / 10), pitch: pitch,
                velocity: generator.velocity(table.loudness + accent, spread: 5))
        }
    }

    /// A figure for a group, and how many beats it is of: its own, or the beginning of one for more.
    private func figure(
        _ group: Int, in table: StyleTable.Bass, using generator: inout Xoshiro256StarStar
    ) -> (StyleTable.Figure, beats: Int) {
        let beats = (group...4).first { table.figures[$0] != nil } ?? table.figures.keys.max() ?? 1
        let figures = table.figures[beats] ?? []
        let weights = figures.map(\.weight)
        let chosen = weights.contains { $0 > 0 } ? generator.weighted(weights) : 0
        return (figures[chosen], beats)
    }

    /// With the root wherever a chord enters that no stroke takes in or comes before.
    private func withEntries(
        _ strokes: [(tick: Int, end: Int, sign: UInt8)], _ layout: BarLayout, _ bar: Int
    ) -> [(tick: Int, end: Int, sign: UInt8)] {
        var strokes = strokes
        for entry in section.bars[bar].chords {
            let tick = section.lines.tick(bar: bar, beat: entry.beat)
            guard section.spans.contains(where: { $0.start == tick }) || tick == 0 else { continue }
            if let index = strokes.firstIndex(where: { $0.tick == tick }) {
                strokes[index].sign = UInt8(ascii: "R")
            } else {
                // A note that comes before the chord and is its root states it.
                let index = strokes.firstIndex { $0.tick > tick } ?? strokes.count
                // A bass that is written is played where its chord enters.
                let isWritten = entry.chord.bassName != nil
                let isStated =
                    index > 0 && strokes[index - 1].sign == UInt8(ascii: "n") && strokes[index - 1].end >= tick
                guard isWritten || !isStated, isWritten || tick > layout.start || !isAnticipated(bar) else { continue }
                let next = index < strokes.count ? strokes[index].tick : layout.end
                if index > 0 { strokes[index - 1].end = min(strokes[index - 1].end, tick) }
                strokes.insert((tick, next, UInt8(ascii: "R")), at: index)
            }
        }
        return strokes
    }

    /// Whether the bar before ends with the root of this one's chord, so that a figure may begin with nothing.
    private func isAnticipated(_ bar: Int) -> Bool {
        guard bar > 0, !section.styles[bar - 1].table.bass.figures.isEmpty else { return false }
        return pitchClass(last) == section.chord(at: section.layouts[bar].start).bass
    }

    private func pitch(_ sign: UInt8, at tick: Int, _ layout: BarLayout, isLast: Bool) -> Int? {
        let chord = section.chord(at: isLast ? section.ticks : tick)
        let coming = section.chord(at: min(nextEntry(after: tick, layout), section.ticks))
        guard !chord.isNoChord else { return nil }
        let root = chord.bass
        switch sign {
        case UInt8(ascii: "R"): return near(root, low: true)
        case UInt8(ascii: "3"): return near(chord.third.map { chord.root + $0 } ?? root)
        case UInt8(ascii: "5"): return near(chord.root + (chord.fifth ?? 7))
        case UInt8(ascii: "8"):
            let low = near(root, low: true)
            return BassDuty.range.contains(low + 12) ? low + 12 : low
        case UInt8(ascii: "n"): return coming.isNoChord ? near(root, low: true) : near(coming.bass, low: true)
        default: return coming.isNoChord ? near(root) : near(coming.bass + 11)
        }
    }

    /// Where the harmony falls silent after a tick; the end where it does not at once.
    private func silence(after tick: Int) -> Int {
        let index = section.spanIndex(at: tick)
        guard index + 1 < section.spans.count, section.spans[index + 1].chord.isNoChord else { return section.ticks }
        return section.spans[index].end
    }

    /// The tick on which the next chord enters, within a bar or at its end.
    private func nextEntry(after tick: Int, _ layout: BarLayout) -> Int {
        let index = section.spanIndex(at: tick)
        return min(section.spans.indices.contains(index) ? section.spans[index].end : layout.end, layout.end)
    }

    /// The pitch of a class nearest to the last one, or for roots nearest to the low register.
    private func near(_ value: Int, low: Bool = false) -> Int {
        let wanted = low ? (last + 36) / 2 : last
        return BassDuty.range.filter { pitchClass($0) == pitchClass(value) }.min {
            (abs($0 - wanted), $0) < (abs($1 - wanted), $1)
        } ?? last
    }
}
