import Harmony

/// Where a progression stands: what has been said and what the network is told before its next decision.
///
/// Training and inventing go through this one type, token by token.
package struct ProgressionContext: SequenceContext {
    /// A root above the tonic and what stands on it.
    struct Step: Hashable, Sendable {
        var degree: Int
        var quality: ProgressionQuality
    }

    package static let vocabularySize = ProgressionVocabulary.count
    /// The input fields and their sizes, in order: the network's `inputSizes`.
    package static let fields: [(name: String, size: Int)] = [
        ("token", ProgressionVocabulary.count),
        ("root", 12),
        ("quality", ProgressionQuality.allCases.count),
        ("section", 2 * (FormPlan.otherLetter + 1)),
        ("bar of the section", 24),
        ("bars left in the section", 17),
        ("twelfth of the bar", 12),
        ("mode and metre", 6),
        ("what follows", 4),
        ("root that follows", 12),
        ("quality that follows", ProgressionQuality.allCases.count),
        ("bars left", 12),
        ("length", 12),
    ]

    let plan: FormPlan
    /// What the next token decides.
    package private(set) var decision = ProgressionVocabulary.Decision.root
    /// The section, the bar in it and the beat in that, from 0.
    package private(set) var section = 0
    package private(set) var bar = 0
    package private(set) var beat = 0
    /// The chord being said, or the last one.
    private(set) var root: Int?
    private(set) var quality: ProgressionQuality?
    /// The chord before the one being said.
    private(set) var before: Step?
    private var lastToken = ProgressionVocabulary.start
    private var firstChords: [Step?]
    private var barsLeft: Int

    package init(_ plan: FormPlan) {
        self.plan = plan
        firstChords = [Step?](repeating: nil, count: plan.sections.count)
        barsLeft = plan.bars
    }

    /// Whether the last section is full.
    package var isOver: Bool { section == plan.sections.count }

    /// Appends the ids of the input fields for the next decision; −1 says that a field has nothing to tell.
    package func appendInputs(to inputs: inout [Int32]) {
        let current = plan.sections[min(section, plan.sections.count - 1)]
        let left = current.bars - bar
        inputs.append(Int32(lastToken))
        inputs.append(root.map { Int32($0) } ?? -1)
        inputs.append(quality.map { Int32($0.rawValue) } ?? -1)
        inputs.append(Int32(2 * min(current.letter, FormPlan.otherLetter) + (current.source == nil ? 0 : 1)))
        inputs.append(Int32(bar < 16 ? bar : 16 + bar % 8))
        inputs.append(Int32(min(max(left, 1), 17) - 1))
        inputs.append(Int32(12 * beat / plan.meter.beats))
        let meter = plan.meter.beats == 4 ? 0 : plan.meter.beats == 3 ? 1 : 2
        inputs.append(Int32(2 * meter + (plan.isMinor ? 1 : 0)))
        let next = section + 1 < plan.sections.count ? plan.sections[section + 1] : nil
        inputs.append(next.map { $0.letter == current.letter ? 0 : $0.source != nil ? 1 : 2 } ?? 3)
        let following = next?.source.flatMap { firstChords[$0] }
        inputs.append(following.map { Int32($0.degree) } ?? -1)
        inputs.append(following.map { Int32($0.quality.rawValue) } ?? -1)
        inputs.append(Int32([2, 3, 4, 5, 6, 7, 8, 9, 13, 17, 25].firstIndex { barsLeft < $0 } ?? 11))
        let length = [8, 12, 16, 24, 32].firstIndex { plan.bars <= $0 } ?? 5
        inputs.append(Int32(2 * length + (plan.sections.count == 1 ? 1 : 0)))
    }

    /// Takes the token that answered ``decision`` and moves on.
    package mutating func accept(_ token: Int) {
        lastToken = token
        switch ProgressionVocabulary.meaning(of: token) {
        case .start: break
        case .root(let degree):
            if let root, let quality { before = Step(degree: root, quality: quality) }
            root = degree
            quality = nil
            decision = .quality
        case .quality(let quality):
            self.quality = quality
            if firstChords[section] == nil, let root { firstChords[section] = Step(degree: root, quality: quality) }
            decision = .length
        case .beats(let beats):
            beat += beats
            decision = .root
        case .bars(let bars):
            bar += bars
            barsLeft -= bars
            beat = 0
            decision = .root
            if bar >= plan.sections[section].bars {
                section += 1
                bar = 0
            }
        }
    }
}
