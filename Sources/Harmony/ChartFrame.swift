/// What is played once, around the choruses of a tune.
public struct ChartFrame: Hashable, Sendable {
    /// A stretch that is played once.
    public enum Part: String, Hashable, Sendable, CaseIterable {
        /// Before everything, by the band alone.
        case introduction
        /// Before the first chorus.
        case verse
        /// In place of the end of the last chorus, or behind it.
        case coda

        /// The part that a section of this name is; nil for one of the chorus.
        init?(section name: String) {
            var words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
            if words.count > 1, words.last!.allSatisfy(\.isNumber) { words.removeLast() }
            switch words.joined(separator: " ") {
            case "intro", "introduction": self = .introduction
            case "verse": self = .verse
            case "coda", "outro": self = .coda
            default: return nil
            }
        }
    }

    public var introduction: [ChartBar] = []
    public var verse: [ChartBar] = []
    public var coda: [ChartBar] = []
    /// How many bars of the last chorus are played before the coda; nil for all.
    public var barsToCoda: Int?

    public init() {}

    /// The bars of a part.
    public subscript(part: Part) -> [ChartBar] {
        switch part {
        case .introduction: introduction
        case .verse: verse
        case .coda: coda
        }
    }

    mutating func mapBars(_ transform: (ChartBar) -> ChartBar) {
        introduction = introduction.map(transform)
        verse = verse.map(transform)
        coda = coda.map(transform)
    }
}

extension Chart {
    /// The chart with what is played once set apart from its chorus: sections at the beginning that are named Intro or
    /// Introduction and then Verse, and a last section named Coda or Outro.
    ///
    /// A verse is one that letters or a refrain follow. Verse and Chorus of a song are its form, and stay in it.
    ///
    /// - Parameter wanted: The parts to keep; the others are left out.
    public func framed(_ wanted: Set<ChartFrame.Part>) -> Chart {
        guard frame == ChartFrame() else { return self }
        var sections = sections
        func part(_ section: ChartSection?) -> ChartFrame.Part? {
            section.flatMap { ChartFrame.Part(section: $0.label) }
        }
        func rest(_ range: Range<Int>) -> [ChartBar] {
            bars[range].map { bar in
                var bar = bar
                bar.startsForm = false
                return bar
            }
        }
        var found = ChartFrame()
        var chorus = bars.indices
        func takeFirst() -> [ChartBar] {
            let section = sections.removeFirst()
            chorus = section.bars.upperBound..<chorus.upperBound
            return rest(section.bars)
        }
        if sections.first?.bars.lowerBound == 0 {
            while sections.count > 1, part(sections[0]) == .introduction { found.introduction += takeFirst() }
            if sections.count > 1, part(sections[0]) == .verse, isRefrain(sections[1]) {
                found.verse = takeFirst()
            }
        }
        if let last = sections.last, part(last) == .coda, last.bars.lowerBound > chorus.lowerBound {
            found.coda = rest(last.bars)
            chorus = chorus.lowerBound..<last.bars.lowerBound
        }
        guard chorus.count < bars.count else { return self }
        if let bar = barsToCoda, chorus.contains(bar - 1), bar < chorus.upperBound, !found.coda.isEmpty {
            found.barsToCoda = bar - chorus.lowerBound
        }
        var result = with(bars: Array(bars[chorus]))
        if wanted.contains(.introduction) { result.frame.introduction = found.introduction }
        if wanted.contains(.verse) { result.frame.verse = found.verse }
        if wanted.contains(.coda) {
            result.frame.coda = found.coda
            result.frame.barsToCoda = found.barsToCoda
        }
        return result
    }

    /// Whether a section that follows a verse begins the chorus of a standard: A, A1, Refrain.
    private func isRefrain(_ section: ChartSection) -> Bool {
        let name = section.label.lowercased()
        if ["refrain", "head", "theme"].contains(name) { return true }
        return name.count <= 2 && name.first.map { $0.isLetter } ?? false && name.dropFirst().allSatisfy(\.isNumber)
    }

    /// The chart with what is played once as sections of its own: what ``framed(_:)`` takes apart.
    public var whole: Chart {
        guard frame != ChartFrame() else { return self }
        var chorus = bars
        // Without a letter of its own the chorus would belong to what stands before.
        if chorus[0].section == nil, !frame.introduction.isEmpty || !frame.verse.isEmpty { chorus[0].section = "A" }
        var result = with(
            bars: named(frame.introduction, "Intro") + named(frame.verse, "Verse") + chorus + named(frame.coda, "Coda"))
        result.barsToCoda = frame.barsToCoda.map { $0 + frame.introduction.count + frame.verse.count }
        return result
    }

    private func named(_ bars: [ChartBar], _ name: String) -> [ChartBar] {
        var bars = bars
        if !bars.isEmpty, bars[0].section == nil { bars[0].section = name }
        return bars
    }

    /// What is played behind the introduction: the verse, exactly `count` bars of choruses, of which the last goes to the
    /// coda.
    public func performed(choruses count: Int) -> [ChartBar] {
        var chosen = bars(count: count)
        if let leaves = frame.barsToCoda, !frame.coda.isEmpty {
            let last = (count - 1) % bars.count + 1
            chosen.removeLast(max(0, last - leaves))
        }
        return frame.verse + chosen + frame.coda
    }
}
