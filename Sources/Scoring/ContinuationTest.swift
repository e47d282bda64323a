internal import Harmony
package import Improvisation
package import Music
internal import Numerics
package import Recurrent

/// How often a network tells how a solo went on: of four stretches, the one that followed what is given.
///
/// Eight bars are given, and eight bars are to be chosen by how many fewer bits a note they cost the network once it has heard what is
/// given. The wrong ones are played over the changes of the right one: stretches of the same solo, so the same player's over the
/// same tune, or stretches of other solos, moved into the key by the roots of their first chords. (Wu and Yang, "The Jazz
/// Transformer on the front line", ISMIR 2020, ask so after MIREX's task.)
package struct ContinuationTest: Sendable {
    /// Bars that are given, and bars of each choice.
    package static let bars = 8
    package static let choices = 4
    /// Notes that a stretch must have.
    static let fewestNotes = 8

    /// Where the wrong ones are from.
    package enum Kind: String, Sendable, CaseIterable {
        case sameSolo, otherSolos
    }

    /// A stretch to choose.
    package struct Choice: Sendable, Equatable {
        /// The solo's name, and the bar at which it begins there.
        package var solo: String
        package var bar: Int
        /// In slots from that bar, in the key of the right one.
        package var notes: [PartNote]
    }

    /// What is asked: the bars given begin at ``bar``.
    package struct Question: Sendable {
        package var solo: Solo
        package var bar: Int
        package var kind: Kind
        /// The first is the right one.
        package var choices: [Choice]
    }

    /// A question and what each choice cost.
    package struct Answer: Sendable {
        package var question: Question
        /// Bits a note for rhythm and pitch after what is given, less those without it; the right choice first.
        package var bits: [Double]
        /// Whether the right one was the cheapest.
        package var isRight: Bool { bits.dropFirst().allSatisfy { bits[0] < $0 } }
    }

    /// The questions that some solos give: one for each eight bars that are followed by eight, with three others of a kind to be
    /// mistaken for them, where there are so many.
    ///
    /// What is drawn for a solo depends on its name alone, and on the solos that others are drawn from.
    package static func questions(_ kind: Kind, about solos: [Solo]) -> [Question] {
        let stretches = solos.map { solo in
            stride(from: 0, through: solo.barCount - bars, by: bars).filter {
                notes(of: solo, from: $0).count >= fewestNotes
            }
        }
        return solos.indices.flatMap { index -> [Question] in
            let solo = solos[index]
            var random = Xoshiro256StarStar(seed: fnv1a(solo.name.utf8.lazy.map { UInt64($0) }))
            return stretches[index].compactMap { bar in
                guard stretches[index].contains(bar + bars) else { return nil }
                var others: [(solo: Int, bar: Int)] =
                    switch kind {
                    case .sameSolo:
                        stretches[index].filter { $0 != bar && $0 != bar + bars }.map { (index, $0) }
                    case .otherSolos:
                        solos.indices.filter { $0 != index && solos[$0].barSlots == solo.barSlots }.flatMap { other in
                            stretches[other].map { (other, $0) }
                        }
                    }
                guard others.count >= choices - 1 else { return nil }
                var chosen = [Choice(solo: solo.name, bar: bar + bars, notes: notes(of: solo, from: bar + bars))]
                while chosen.count < choices {
                    let wrong = others.remove(at: Int(random.next() % UInt64(others.count)))
                    chosen.append(choice(solos[wrong.solo], wrong.bar, kind, inKeyOf: solo, at: bar + bars))
                }
                return Question(solo: solo, bar: bar, kind: kind, choices: chosen)
            }
        }
    }

    private static func choice(_ wrong: Solo, _ from: Int, _ kind: Kind, inKeyOf solo: Solo, at bar: Int) -> Choice {
        var choice = Choice(solo: wrong.name, bar: from, notes: notes(of: wrong, from: from))
        if kind == .otherSolos, let root = solo.changes.chord(at: bar * solo.barSlots)?.root,
            let own = wrong.changes.chord(at: from * wrong.barSlots)?.root
        {
            let up = modulo(root - own, 12)
            for index in choice.notes.indices { choice.notes[index].pitch += up > 6 ? up - 12 : up }
        }
        return choice
    }

    private let engine: StepEngine
    private let memory: LeadMemory

    /// - Parameter memory: What the network remembers with; a fresh one for each choice.
    package init(_ network: Network, memory: LeadMemory = LeadMemory(amount: 1)) {
        engine = StepEngine(network)
        self.memory = memory
    }

    /// What each choice costs.
    package func answer(_ question: Question) -> Answer {
        let solo = question.solo
        let given = Self.notes(of: solo, from: question.bar)
        let (all, rest) = (setting(solo, from: question.bar), setting(solo, from: question.bar + Self.bars))
        let bits = question.choices.map { choice in
            let after = choice.notes.map { note in
                var later = note
                later.start += Self.bars * solo.barSlots
                return later
            }
            return LineReading.bits(of: after, after: given, engine: engine, setting: all, memory: memory)
                - LineReading.bits(of: choice.notes, after: [], engine: engine, setting: rest, memory: memory)
        }
        return Answer(question: question, bits: bits)
    }

    private func setting(_ solo: Solo, from bar: Int) -> LeadContext.Setting {
        let slot = bar * solo.barSlots
        return LeadContext.Setting(
            changes: solo.changes.shifted(by: -slot), barSlots: solo.barSlots, tempo: solo.tempo,
            endSlot: solo.barCount * solo.barSlots - slot, swings: solo.swings, bass: solo.bass.shifted(by: -slot))
    }

    /// The notes of eight bars, in slots from the first of them.
    private static func notes(of solo: Solo, from bar: Int) -> [PartNote] {
        let slots = bar * solo.barSlots..<(bar + bars) * solo.barSlots
        return solo.notes.filter { slots.contains($0.start) }.map { note in
            var earlier = note
            earlier.start -= slots.lowerBound
            return earlier
        }
    }

    /// The interval in which the rate of right answers lies with 95 % (Wilson 1927).
    package static func interval(right: Int, of count: Int) -> (low: Double, high: Double) {
        let (n, z) = (Double(count), 1.96)
        let rate = Double(right) / n
        let middle = (rate + z * z / (2 * n)) / (1 + z * z / n)
        let half = z * (rate * (1 - rate) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
        return (max(0, middle - half), min(1, middle + half))
    }
}
