package import Harmony
package import Recurrent

/// A tune's progression in sections, ready to be learned.
package struct ProgressionTune: Sendable {
    /// A chord above the tonic, where it enters, and how it is said to last.
    struct Event: Hashable, Sendable {
        var bar: Int
        var beat: Int
        var degree: Int
        var quality: ProgressionQuality
        /// The length token.
        var length = 0
    }

    /// A section as read: its label and its chords with their lengths in beats.
    package struct Section: Sendable {
        package var label: String
        package var chords: [(chord: Chord, beats: Double)]

        package init(label: String, chords: [(chord: Chord, beats: Double)]) {
            self.label = label
            self.chords = chords
        }
    }

    /// The title.
    package let title: String
    let plan: FormPlan
    /// The chords of each section.
    let events: [[Event]]

    /// A tune from its sections in playing order.
    ///
    /// Labels are those of the iRb corpus: a letter with a number or without ("A", "A2") begins a section; "N1", "N2" and
    /// "ToCod" are its endings and belong to it. Chords enter on whole beats, at the latest where they are written.
    ///
    /// - Returns: nil where nothing is left to be learned.
    package init?(title: String, key: Key, meter: Meter, sections: [Section]) {
        var merged: [(letter: Int, chords: [(chord: Chord, beats: Double)])] = []
        for section in sections {
            if let letter = Self.letter(section.label) {
                merged.append((letter, section.chords))
            } else if let last = merged.indices.last {
                merged[last].chords += section.chords
            } else {
                merged.append((FormPlan.otherLetter, section.chords))
            }
        }
        var plan: [FormPlan.Section] = []
        var events: [[Event]] = []
        for section in merged {
            let read = Self.events(section.chords, key: key, beats: meter.beats)
            guard !read.events.isEmpty else { continue }
            var best: (source: Int, common: Int)?
            for (index, other) in plan.enumerated() where other.letter == section.letter {
                let common = zip(events[index], read.events).prefix { $0 == $1 }.count
                if best.map({ common > $0.common }) ?? true { best = (index, common) }
            }
            let copied = best.map { $0.common < read.events.count ? read.events[$0.common].bar : read.bars } ?? 0
            plan.append(
                FormPlan.Section(letter: section.letter, bars: read.bars, source: best?.source, copiedBars: copied))
            events.append(read.events)
        }
        guard !plan.isEmpty else { return nil }
        self.title = title
        self.plan = FormPlan(sections: plan, meter: meter, isMinor: key.isMinor)
        self.events = events
    }

    /// The letter that a label begins a section with; nil for an ending of the section before.
    private static func letter(_ label: String) -> Int? {
        guard let first = label.unicodeScalars.first, first != "N", label != "ToCod" else { return nil }
        let isLetter = ("A"..."D").contains(first) && label.dropFirst().allSatisfy(\.isNumber)
        return isLetter ? Int(first.value) - 65 : FormPlan.otherLetter
    }

    private static func events(
        _ chords: [(chord: Chord, beats: Double)], key: Key, beats: Int
    ) -> (events: [Event], bars: Int) {
        var starts: [Event] = []
        var position = 0.0
        for (chord, length) in chords {
            let bar = Int(position / Double(beats))
            let beat = Int((position - Double(bar * beats)).rounded(.up))
            position += length
            guard let quality = ProgressionQuality(chord) else { continue }
            let event = Event(
                bar: beat == beats ? bar + 1 : bar, beat: beat == beats ? 0 : beat,
                degree: modulo(chord.root - key.tonic.pitchClass, 12), quality: quality)
            if let last = starts.last {
                if last.bar == event.bar, last.beat == event.beat { starts.removeLast() }
                if last.degree == event.degree, last.quality == event.quality { continue }
            }
            starts.append(event)
        }
        let bars = Int((position / Double(beats)).rounded(.up))
        guard !starts.isEmpty, bars > 0, bars <= ChartParser.maximumBars else { return ([], 0) }
        starts[0].bar = 0
        starts[0].beat = 0
        var result: [Event] = []
        for (index, start) in starts.enumerated() where start.bar < bars {
            let next = index + 1 < starts.count ? starts[index + 1] : nil
            let end = (bar: min(next?.bar ?? bars, bars), beat: next.map { $0.bar < bars ? $0.beat : 0 } ?? 0)
            var event = start
            while (event.bar, event.beat) < (end.bar, end.beat) {
                if event.bar < end.bar {
                    let count = min(end.bar - event.bar, ProgressionVocabulary.mostBars)
                    event.length = ProgressionVocabulary.bars(count)
                    result.append(event)
                    event.bar += count
                    event.beat = 0
                } else {
                    let count = min(end.beat - event.beat, ProgressionVocabulary.mostBeats)
                    event.length = ProgressionVocabulary.beats(count)
                    result.append(event)
                    event.beat += count
                }
            }
        }
        return (result, bars)
    }
}

extension ProgressionTune {
    /// The tune as tokens of ``ProgressionVocabulary`` with their inputs.
    ///
    /// Bars that repeat an earlier section of the same letter are read, but not learned: the form says them.
    package func encoded() -> TokenSequence {
        var context = ProgressionContext(plan)
        var result = TokenSequence(inputs: [], targets: [])
        for (section, events) in zip(plan.sections, events) {
            for event in events {
                let isNew = event.bar >= section.copiedBars
                for token in [
                    ProgressionVocabulary.root(event.degree), ProgressionVocabulary.quality(event.quality),
                    event.length,
                ] {
                    context.appendInputs(to: &result.inputs)
                    result.targets.append(isNew ? Int32(token) : -1)
                    context.accept(token)
                }
            }
        }
        return result
    }

    /// The chords in playing order, 0..<``ProgressionBaseline/symbols``, and whether each is to be learned.
    package var symbols: [(symbol: Int, isNew: Bool)] {
        zip(plan.sections, events).flatMap { section, events in
            events.map { event in
                (
                    event.degree * ProgressionQuality.allCases.count + event.quality.rawValue,
                    event.bar >= section.copiedBars
                )
            }
        }
    }
}
