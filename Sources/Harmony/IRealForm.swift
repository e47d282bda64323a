/// Works out in which order the written bars of an iReal Pro song are played: one chorus.
///
/// Repeats are played as often as they say, with the ending of each time; then the jump of a "D.C." or "D.S." is made,
/// after which repeats are played once, with their last ending. A coda that no jump leads to belongs to the last chorus
/// and is left out, and so is the introduction. The notation is looser than that of ``ChartForm``: a repeat that nothing
/// opens begins with the song.
enum IRealForm {
    /// The indices of the bars in playing order.
    static func order(of bars: [IRealBar]) throws(IRealFault) -> [Int] {
        for (index, bar) in bars.enumerated() where bar.opensRepeat {
            let end = bars[(index + 1)...].firstIndex { $0.opensRepeat } ?? bars.count
            guard bars[index..<end].contains(where: { $0.closesRepeat != nil }) else {
                throw .unclosedRepeat(bar: bar.number)
            }
        }
        var player = Player(bars: bars)
        try player.play()
        let order = withoutIntroduction(player.order, bars)
        guard !order.isEmpty else { throw .noMusic }
        return order
    }

    private static func withoutIntroduction(_ order: [Int], _ bars: [IRealBar]) -> [Int] {
        guard bars.first(where: { $0.label != nil })?.label == "Intro",
            let start = bars.firstIndex(where: { $0.label != nil && $0.label != "Intro" })
        else { return order }
        let rest = order.filter { $0 >= start }
        return rest.isEmpty ? order : rest
    }

    private struct Player {
        let bars: [IRealBar]
        var order: [Int] = []
        /// The first bar of the repeat being played, and which time it is.
        var start = 0
        var time = 1
        var hasJumped = false
        var goal = IRealBar.Jump.Goal.end

        init(bars: [IRealBar]) { self.bars = bars }

        mutating func play() throws(IRealFault) {
            var index = 0
            while index < bars.count {
                let bar = bars[index]
                if bar.opensRepeat, start != index {
                    start = index
                    time = 1
                }
                if let ending = bar.ending, let other = otherEnding(than: ending, at: index) {
                    index = other
                    continue
                }
                if bar.isCoda || (bar.isCodaAtEnd && order.last == index) {
                    switch leap(at: index) {
                    case .none: break
                    case .stop: return
                    case .to(let coda):
                        index = coda
                        continue
                    }
                }
                order.append(index)
                guard order.count <= ChartParser.maximumBars else { throw .tooLong }
                if bar.isFine, hasJumped, goal == .fine { return }
                if let jump = bar.jump, !hasJumped, !isRepeated(at: index) {
                    hasJumped = true
                    goal = jump.goal
                    start = 0
                    time = 1
                    index = jump.fromSegno ? bars.firstIndex { $0.isSegno } ?? 0 : 0
                    continue
                }
                if bar.isCodaAtEnd {
                    switch leap(at: index) {
                    case .none: break
                    case .stop: return
                    case .to(let coda):
                        index = coda
                        continue
                    }
                }
                if isRepeated(at: index) {
                    time += 1
                    index = start
                    continue
                }
                if bar.closesRepeat != nil {
                    start = index + 1
                    time = 1
                }
                index += 1
            }
        }

        private enum Leap { case none, stop, to(Int) }

        /// What a coda sign says here: go to the coda, or stop in front of it, since nothing led there.
        private func leap(at index: Int) -> Leap {
            let signs = bars.indices.filter { bars[$0].isCoda || bars[$0].isCodaAtEnd }
            guard signs.count > 1, let coda = signs.last else { return .none }
            if index == coda { return hasJumped && goal == .coda ? .none : .stop }
            return hasJumped && goal == .coda ? .to(coda) : .none
        }

        /// Whether the repeat that ends here has to be played once more.
        private func isRepeated(at index: Int) -> Bool {
            guard let times = bars[index].closesRepeat, !hasJumped else { return false }
            return time < max(times, endings().last ?? 1) && !(bars[index].ending == nil && start > index)
        }

        /// The numbers of the endings of the repeat being played.
        private func endings() -> [Int] {
            let end = bars[min(start + 1, bars.count)...].firstIndex { $0.opensRepeat } ?? bars.count
            return bars[min(start, end)..<end].compactMap(\.ending).sorted()
        }

        /// The first bar of the ending to play in place of this one; the bar behind the repeat where there is none.
        private func otherEnding(than ending: Int, at index: Int) -> Int? {
            let numbers = endings()
            guard let last = numbers.last, numbers.contains(ending) else { return nil }
            var wanted = min(time, last)
            if hasJumped {
                wanted = last
                if case .ending(let number) = goal, numbers.contains(number) { wanted = number }
            }
            guard ending < wanted else { return nil }
            let end = bars[(index + 1)...].firstIndex { $0.opensRepeat } ?? bars.count
            return bars[index..<end].firstIndex { $0.ending == wanted } ?? end
        }
    }
}
