/// How many threads of a team to use for a kind of work, found out from how long the work takes.
///
/// On a quiet machine the whole team is fastest. Where other processes want the processors too, a barrier may wait for a thread
/// that is not running, for a time slice at each, and a team can be many times slower than one thread. So the speed of the number in
/// use is watched, and another one is tried where that might help; what trials cost is kept below a twentieth of the time. Which
/// number is used makes no difference to results, only to how soon they are there.
struct Pace: Sendable {
    /// The numbers of threads to choose from, ascending: 1, 2, 4 … all.
    private let counts: [Int]
    /// The number in use, and the one that is being tried instead, as places in `counts`.
    private var level = 0
    private var trial: Int?
    /// Seconds a unit of work at each number when it was last in use, averaged.
    private var costs: [Double?]
    /// The least that the number in use has cost since it was chosen.
    private var least = Double.infinity
    /// What has been done since the last decision.
    private var spent = (seconds: 0.0, units: 0.0)
    /// All seconds so far, and at which of them another number may be tried.
    private var elapsed = 0.0
    private var nextTrial = 0.0
    private var triesMore = true

    /// Shorter spans of work say more of the scheduler's whim than of the speed; at the very start less must do.
    private static let span = 0.02
    private static let firstSpan = 0.004
    /// A trial is followed by at least so many times what it cost without any.
    private static let rest = 20.0
    /// Another number must be so much faster to be taken, and the present one so much slower than it was for fewer to be tried.
    private static let gain = 0.95
    private static let decline = 1.2

    /// A choice of up to `most` threads; one at first.
    init(most: Int) {
        var counts = [1]
        while counts.last! * 2 < most { counts.append(counts.last! * 2) }
        if most > 1 { counts.append(most) }
        self.counts = counts
        costs = counts.map { _ in nil }
    }

    /// The threads to use for the next piece of work.
    var count: Int { counts[trial ?? level] }

    /// Takes note of how long a piece of work took with ``count`` threads, and decides on the next.
    mutating func record(seconds: Double, units: Double) {
        guard counts.count > 1, units > 0 else { return }
        elapsed += seconds
        spent.seconds += seconds
        spent.units += units
        guard spent.seconds >= (costs.contains(nil) ? Self.firstSpan : Self.span) else { return }
        let cost = spent.seconds / spent.units
        if let trial {
            judge(trial, cost)
        } else {
            costs[level] = costs[level].map { 0.7 * $0 + 0.3 * cost } ?? cost
            least = min(least, costs[level]!)
            if elapsed >= nextTrial { trial = candidate }
        }
        spent = (0, 0)
    }

    private mutating func judge(_ tried: Int, _ cost: Double) {
        let present = costs[level] ?? cost
        nextTrial = elapsed + max(Self.span, Self.rest * (spent.seconds - spent.units * min(present, cost)))
        costs[tried] = cost
        trial = nil
        if cost < Self.gain * present {
            level = tried
            least = cost
        }
    }

    /// What to try: at the very start all threads, then fewer as long as those are faster; later more now and then, and fewer where the present number has become
    /// slow.
    private var candidate: Int? {
        mutating get {
            let top = counts.count - 1
            if costs[top] == nil { return top }
            if level > 0, costs[level - 1] == nil { return level - 1 }
            let isSlow = costs[level]! > Self.decline * least
            triesMore = level == 0 || (level < top && !triesMore)
            if triesMore { return level + 1 }
            return isSlow ? level - 1 : nil
        }
    }
}
