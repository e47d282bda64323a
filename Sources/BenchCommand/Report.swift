import FoundationEssentials
import Terminal

/// All that was measured, and on what.
package struct Report: Sendable, Equatable, Encodable {
    /// The machine and what was compared with.
    package struct Surroundings: Sendable, Equatable, Encodable {
        /// The version of this program.
        package var version: String
        /// The cores the process may use.
        package var cores: Int
        /// The processor's name.
        package var processor: String
        /// The vector kernels that the networks are computed with.
        package var kernels: String
        /// The instruction set the ceiling was measured with.
        package var instructionSet: String
        /// 10⁹ operations a second on 1, 2 … threads.
        package var ceilings: [Double]
        /// Version, instruction set and libraries of PyTorch.
        package var torch: String?
        /// The same of products of bfloat16.
        package var bfloat16Ceilings: [Double]?
        /// The busy processes that run beside it.
        package var busy: Int?

        package init(
            version: String, cores: Int, processor: String, kernels: String, instructionSet: String, ceilings: [Double],
            torch: String?, bfloat16Ceilings: [Double]? = nil, busy: Int? = nil
        ) {
            self.version = version
            self.cores = cores
            self.processor = processor
            self.kernels = kernels
            self.instructionSet = instructionSet
            self.ceilings = ceilings
            self.torch = torch
            self.bfloat16Ceilings = bfloat16Ceilings
            self.busy = busy
        }
    }

    package var surroundings: Surroundings
    package var figures: [Figure]

    package init(surroundings: Surroundings, figures: [Figure]) {
        self.surroundings = surroundings
        self.figures = figures
    }

    /// For people.
    package var text: String {
        var text = facts.map { $0 + "\n" }.joined()
        for (heading, table) in tables(withForms: false) { text += "\n\(heading)\n" + table.text }
        return text
    }

    /// For a page of documentation.
    package var markdown: String {
        var text = facts.map { "- \($0)\n" }.joined()
        for (heading, table) in tables(withForms: true) { text += "\n### \(heading)\n\n" + table.markdown }
        return text
    }

    /// For programs: one object, indented.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Nothing in it can be without a JSON form: the numbers come from medians of finite times.
        let data = (try? encoder.encode(self)) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private static func onThreads(_ ceilings: [Double]) -> String {
        ceilings.enumerated().map { index, ceiling in
            "\(NumberText.fixed(ceiling, decimals: 0)) on \(index + 1) thread\(index == 0 ? "" : "s")"
        }.joined(separator: ", ")
    }

    private var facts: [String] {
        let s = surroundings
        let cores = "\(s.cores) core\(s.cores == 1 ? "" : "s")"
        var facts = [
            "woodshed \(s.version), \(cores) of \(s.processor), \(s.kernels) kernels",
            "fp32 ceiling with \(s.instructionSet), GFLOP/s: \(Self.onThreads(s.ceilings))",
        ]
        if let ceiling = s.bfloat16Ceilings {
            facts.append("bf16 ceiling without tiles, GFLOP/s: \(Self.onThreads(ceiling))")
        }
        if let busy = s.busy, busy > 0 { facts.append("beside \(busy) busy process\(busy == 1 ? "" : "es")") }
        if let torch = s.torch { facts.append("PyTorch \(torch)") }
        return facts
    }

    /// - Parameter withForms: Whether PyTorch's forms are named; on a terminal they would make the lines too long.
    private func tables(withForms: Bool) -> [(heading: String, table: Table)] {
        Figure.Group.allCases.compactMap { group in
            let figures = figures.filter { $0.group == group }
            guard !figures.isEmpty else { return nil }
            let heading =
                switch group {
                case .start: "Start and memory"
                case .training: "Training, tokens a second"
                case .sampling: "Sampling, tokens a second"
                case .controls: "All controls of a draw, beside temperature alone"
                case .team: "Several threads, beside one"
                case .learning: "Learning"
                case .live: "Playing live"
                }
            return (heading, Self.table(figures, withForms: withForms).compact)
        }
    }

    private static func table(_ figures: [Figure], withForms: Bool) -> Table {
        Table(
            [
                ("what", .left), ("threads", .right), ("here", .right), ("PyTorch", .right), ("ratio", .right),
                ("autocast", .right), ("its ratio", .right), ("GFLOP/s", .right), ("of ceiling", .right),
                ("goal", .left), ("PyTorch's form", .left),
            ],
            rows: figures.map { figure in
                [
                    figure.title, figure.threads.map { "\($0)" } ?? "", figure.unit.text(figure.value),
                    figure.torch.map { figure.unit.text($0) } ?? "",
                    figure.ratio.map { NumberText.fixed($0, decimals: 2) + " ×" } ?? "",
                    figure.autocast.map { figure.unit.text($0) } ?? "",
                    figure.autocastRatio.map { NumberText.fixed($0, decimals: 2) + " ×" } ?? "",
                    figure.gigaflops.map { NumberText.fixed($0, decimals: 1) } ?? "",
                    figure.ceilingFraction.map { NumberText.fixed($0 * 100, decimals: 0) + " %" } ?? "",
                    figure.verdicts,
                    withForms ? figure.torchVariant ?? "" : "",
                ]
            })
    }
}
