/// Works out in which order the written bars of an iReal Pro song are played: one chorus.
///
/// Repeats are played as often as they say, with the ending of each time; then the jump of a "D.C." or "D.S." is made,
/// after which repeats are played once, with their last ending. A coda that no jump leads to belongs to the last chorus,
/// introduction and verse are played before the first: see ``Order``. The notation is looser than that of ``ChartForm``: a repeat
/// that nothing opens begins with the song, one that nothing closes is none, and behind a first ending without a second
/// the song goes on.
enum IRealForm {
    /// The indices of the bars in playing order.
    struct Order {
        /// Introduction and verse.
        var opening: [Int]
        var chorus: [Int]
        /// What the last chorus ends with.
        var coda: [Int] = []
        /// How many bars of the last chorus are played before that.
        var barsToCoda: Int?
    }

    static func order(of bars: [IRealBar]) throws(IRealFault) -> Order {
        var player = Player(bars: bars)
        try player.play()
        var order = withoutOpening(player.order, bars)
        guard !order.chorus.isEmpty else { throw .noMusic }
        if let coda = player.coda, let sign = bars.firstIndex(where: { $0.isCoda || $0.isCodaAtEnd }),
            let last = order.chorus.lastIndex(of: sign)
        {
            let bar = last + (bars[sign].isCoda ? 0 : 1)
            if bar > 0 {
                order.coda = Array(coda..<bars.count)
                order.barsToCoda = bar
            }
        }
        return order
    }

    /// The bars whose repeat is never closed: it is played once.
    static func unclosedRepeats(of bars: [IRealBar]) -> [IRealBar] {
        bars.indices.compactMap { index in
            guard bars[index].opensRepeat else { return nil }
            let end = bars[(index + 1)...].firstIndex { $0.opensRepeat } ?? bars.count
            return bars[index..<end].contains { $0.closesRepeat != nil } ? nil : bars[index]
        }
    }

    /// Introduction and verse are played before the first chorus, not in each.
    private static func withoutOpening(_ order: [Int], _ bars: [IRealBar]) -> Order {
        guard let first = bars.first(where: { $0.label != nil })?.label, IRealBar.openings.contains(first),
            let start = bars.firstIndex(where: { bar in bar.label.map { !IRealBar.openings.contains($0) } ?? false })
        else { return Order(opening: [], chorus: order) }
        let rest = order.filter { $0 >= start }
        guard !rest.isEmpty else { return Order(opening: [], chorus: order) }
        return Order(opening: Array(order.prefix { $0 < start }), chorus: rest)
    }

    private struct Player {
        let bars: [IRealBar]
        var order: [Int] = []
        /// The first bar of the repeat being played, and which time it is.
        var start = 0
        var time = 1
        var hasJumped = false
        var goal = IRealBar.Jump.Goal.end
        /// The coda that nothing has led to.
        var coda: Int?

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
                    if other == bars.count || bars[other].ending == nil {
                        start = other
                        time = 1
                    }
                    index = other
                    continue
                }
                if bar.isCoda || (bar.isCodaAtEnd && order.last == index) {
                    switch leap(at: index) {
                    case .none: break
                    case .stop:
                        coda = index
                        return
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
                    case .stop:
                        coda = index + 1 < bars.count ? index + 1 : nil
                        return
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
            // Behind a first ending without a second the song goes on where the repeat is closed.
            let goesOn = numbers == [1]
            var wanted = goesOn && time > 1 ? 2 : min(time, last)
            if hasJumped {
                wanted = goesOn ? 2 : last
                if case .ending(let number) = goal, numbers.contains(number) { wanted = number }
            }
            guard ending < wanted else { return nil }
            let end = bars[(index + 1)...].firstIndex { $0.opensRepeat } ?? bars.count
            if goesOn {
                let closed = bars[index..<end].firstIndex { $0.closesRepeat != nil }
                return closed.map { $0 + 1 } ?? index + 1
            }
            return bars[index..<end].firstIndex { $0.ending == wanted } ?? end
        }
    }
}
