import Terminal

/// What it costs ranks to add up their gradients: bytes, latency and bandwidth.
///
/// In the ways of `ExchangeBenchmark.Method`, of P ranks with n bytes each; a is the time of a message, b that of a byte on the way:
/// halves 2 ⌈log₂ P⌉ a + 2 n b (P − 1)/P, tree 2 ⌈log₂ P⌉ (a + n b), ring 2 (P − 1) a + 2 n b (P − 1)/P (Thakur, Rabenseifner and Gropp,
/// Optimization of Collective Communication Operations in MPICH, 2005); and the adding itself.
package struct ExchangeModel {
    package struct Link: Sendable {
        /// The seconds that any message takes.
        package var latency: Double
        package var bytesPerSecond: Double

        package init(latency: Double, bytesPerSecond: Double) {
            self.latency = latency
            self.bytesPerSecond = bytesPerSecond
        }
    }

    package var link: Link
    /// The seconds that adding one number takes.
    package var addingSeconds: Double
    /// The numbers of a gradient, of four bytes.
    package var numbers: Int

    package init(link: Link, addingSeconds: Double, numbers: Int) {
        self.link = link
        self.addingSeconds = addingSeconds
        self.numbers = numbers
    }

    /// What ranks tell each other at every update besides: the time, twice; whether to stop; targets and losses.
    private static let notes = 5.0

    private static func levels(_ ranks: Int) -> Double {
        Double(ranks > 1 ? Int.bitWidth - (ranks - 1).leadingZeroBitCount : 0)
    }

    /// The bytes that a rank sends, and receives, at an update.
    package func bytes(ranks: Int) -> Double { 8 * Double(numbers) * Double(ranks - 1) / Double(ranks) }

    /// Seconds of each method, in the order of `ExchangeBenchmark.Method`, without the notes.
    package func seconds(ranks: Int) -> [Double] {
        let (levels, whole) = (Self.levels(ranks), 4 * Double(numbers) / link.bytesPerSecond)
        let sent = bytes(ranks: ranks) / link.bytesPerSecond
        let adding = addingSeconds * Double(numbers)
        let part = adding * Double(ranks - 1) / Double(ranks)
        return [
            2 * levels * link.latency + sent + part,
            2 * levels * (link.latency + whole) + levels * adding,
            2 * Double(ranks - 1) * link.latency + sent + part,
        ]
    }

    /// The fraction of the time of an update in which a rank computes; `seconds` is what it computes for.
    package func efficiency(ranks: Int, computing seconds: Double) -> Double {
        seconds / (seconds + self.seconds(ranks: ranks)[0] + Self.notes * Self.levels(ranks) * link.latency)
    }
}

/// What `ExchangeBenchmark` found, in words.
struct ExchangeReport {
    var ranks, threads: Int
    var link: ExchangeModel.Link
    var addingSeconds: Double
    var results: [ExchangeBenchmark.Result]

    /// Networks to project to. Their latencies are assumed: TCP through a switch, and Ethernet that the card takes from memory by itself.
    private static let networks = [
        ("10 Gbit/s, 50 µs", ExchangeModel.Link(latency: 50e-6, bytesPerSecond: 10e9 / 8)),
        ("100 Gbit/s, 10 µs", ExchangeModel.Link(latency: 10e-6, bytesPerSecond: 100e9 / 8)),
    ]
    private static let counts = [2, 8, 64, 1_000]

    private static func milliseconds(_ seconds: Double) -> String { NumberText.fixed(seconds * 1e3, decimals: 2) }
    private static func percent(_ fraction: Double) -> String { NumberText.fixed(fraction * 100, decimals: 1) + " %" }

    private func title(_ result: ExchangeBenchmark.Result) -> String {
        "\(result.workload.network), V \(result.workload.vocabulary)"
    }

    private func model(_ result: ExchangeBenchmark.Result, _ link: ExchangeModel.Link) -> ExchangeModel {
        ExchangeModel(link: link, addingSeconds: addingSeconds, numbers: result.numbers)
    }

    var markdown: String {
        let measured = Table(
            [
                ("network", .left), ("MB sent", .right), ("halves, ms", .right), ("tree", .right), ("ring", .right),
                ("model: halves", .right), ("tree", .right), ("ring", .right), ("update, ms", .right),
                ("halves of it", .right),
            ],
            rows: results.map { result in
                let model = model(result, link)
                return [title(result), NumberText.fixed(model.bytes(ranks: ranks) / 1e6, decimals: 1)]
                    + result.exchanges.map(Self.milliseconds) + model.seconds(ranks: ranks).map(Self.milliseconds)
                    + [Self.milliseconds(result.update), Self.percent(result.exchanges[0] / result.update)]
            })
        let projected = Table(
            [("network", .left), ("link", .left), ("computing, ms", .right)]
                + Self.counts.map { ("\(NumberText.grouped($0)) ranks, ms", .right) }
                + [("tree", .right), ("ring", .right)]
                + Self.counts.map { ("efficiency at \(NumberText.grouped($0))", .right) },
            rows: results.flatMap { result in
                Self.networks.map { name, link in
                    let model = model(result, link)
                    let last = model.seconds(ranks: Self.counts.last!)
                    return [title(result), name, Self.milliseconds(result.alone)]
                        + Self.counts.map { Self.milliseconds(model.seconds(ranks: $0)[0]) }
                        + [Self.milliseconds(last[1]), Self.milliseconds(last[2])]
                        + Self.counts.map { Self.percent(model.efficiency(ranks: $0, computing: result.alone)) }
                }
            })
        return """
            - \(ranks) processes with \(threads) thread\(threads == 1 ? "" : "s") each, batches of 64 × 64 tokens
            - a message of one number \(NumberText.fixed(link.latency * 1e6, decimals: 1)) µs, \
            \(NumberText.fixed(link.bytesPerSecond / 1e9, decimals: 3)) GB/s each way, adding \
            \(NumberText.fixed(1e-9 / addingSeconds, decimals: 2)) · 10⁹ numbers/s

            \(measured.markdown)
            Projected, each rank computing a batch of 64 × 64 tokens of its own:

            \(projected.markdown)
            """
    }
}
