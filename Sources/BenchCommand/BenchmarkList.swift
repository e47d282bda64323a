package import Recurrent

/// All that is measured, and what it should come to.
package struct BenchmarkList {
    /// One line of the table to be.
    package struct Item {
        package enum Work {
            case training(Workload, Precision)
            /// Of tokens that are all as likely at first, or as uneven as words.
            case sampling(Workload, WeightFormat, isUneven: Bool = false)
            case batchSampling(Workload)
            /// All controls of a draw beside temperature alone.
            case controls(Workload, cutsEarly: Bool)
            /// Several threads beside one, training or generating 64 texts.
            case team(Workload)
            /// Start of `textgen` and its memory: several figures, which fraction what has to be made for them.
            case start
        }

        /// What `--only` looks for.
        package var name: String
        package var title: String
        package var work: Work
        package var threads: Int
        package var goals: [Goal] = []
    }

    /// The items in the order in which they are measured.
    package let items: [Item]

    /// - Parameter threads: The threads that training and batches use; texts alone use 1 and 2 of them.
    package init(threads: Int) {
        items =
            [Item(name: "start", title: "start of textgen", work: .start, threads: 1)]
            + Self.training(threads: threads) + Self.sampling(threads: threads) + Self.controls
            + Self.team(threads: threads)
    }

    /// The items whose names contain one of the patterns; all of them where there is no pattern.
    package func matching(_ patterns: [String]) -> [Item] {
        guard !patterns.isEmpty else { return items }
        return items.filter { item in patterns.contains { item.name.contains($0.lowercased()) } }
    }

    private static func training(threads: Int) -> [Item] {
        func item(
            _ cell: CellKind, _ hidden: Int, _ layers: Int, _ batch: Int, _ time: Int, _ vocabulary: Int,
            embedding: Int? = nil, goals: [Goal] = []
        ) -> Item {
            let workload = Workload(
                cell: cell, hidden: hidden, layers: layers, batch: batch, time: time, vocabulary: vocabulary,
                embedding: embedding)
            let input = embedding.map { ", E \($0)" } ?? ""
            return Item(
                name: "train/\(cell.rawValue)/\(layers)x\(hidden)/v\(vocabulary)",
                title: "\(workload.network), B \(batch), T \(time), V \(vocabulary)\(input)",
                work: .training(workload, .float32), threads: threads, goals: goals)
        }
        let single = [
            item(.lstm, 256, 2, 64, 64, 65, goals: [.ratio(2), .ceilingFraction(0.8)]),
            item(.lstm, 512, 2, 50, 100, 65, goals: [.ratio(1.6)]),
            item(.lstm, 64, 1, 60, 30, 78, goals: [.ratio(3.3)]),
            item(.gruReset, 256, 2, 64, 64, 65, goals: [.ratio(1.5)]),
            item(.rnn, 256, 2, 64, 64, 65, goals: [.ratio(1.5)]),
            // One-hot vectors of ten thousand would measure how long PyTorch takes for them: here both have an embedding.
            item(.lstm, 256, 2, 64, 64, 10_000, embedding: 256),
        ]
        return single
            + single.compactMap { item in
                guard case .training(let workload, _) = item.work else { return nil }
                return Item(
                    name: item.name + "/bf16", title: item.title + ", bf16", work: .training(workload, .bfloat16),
                    threads: threads)
            }
    }

    private static func sampling(threads: Int) -> [Item] {
        var items: [Item] = []
        for hidden in [256, 512] {
            for format in WeightFormat.allCases {
                for count in [1, 2] where count <= threads {
                    let workload = Workload(
                        cell: .lstm, hidden: hidden, layers: 2, batch: 1, time: 1, vocabulary: 65)
                    items.append(
                        Item(
                            name: "sample/lstm/2x\(hidden)/\(format.rawValue)/t\(count)",
                            title: "\(workload.network), \(format.rawValue)", work: .sampling(workload, format),
                            threads: count, goals: goals(hidden: hidden, format, threads: count)))
                }
            }
        }
        let words = Workload(
            cell: .lstm, hidden: 256, layers: 2, batch: 1, time: 1, vocabulary: 10_000, embedding: 128)
        for format in WeightFormat.allCases {
            items.append(
                Item(
                    name: "sample/lstm/2x256/v10000/\(format.rawValue)",
                    title: "\(words.network), V 10000, E 128, \(format.rawValue)", work: .sampling(words, format),
                    threads: 1, goals: format == .float32 ? [.ratio(3)] : []))
            items.append(
                Item(
                    name: "sample/lstm/2x256/v10000/zipf/\(format.rawValue)",
                    title: "\(words.network), V 10000, uneven, \(format.rawValue)",
                    work: .sampling(words, format, isUneven: true), threads: 1, goals: [.ratio(3)]))
        }
        for hidden in [256, 512] {
            let workload = Workload(cell: .lstm, hidden: hidden, layers: 2, batch: 64, time: 1, vocabulary: 65)
            items.append(
                Item(
                    name: "sample/lstm/2x\(hidden)/b64", title: "\(workload.network), 64 side by side",
                    work: .batchSampling(workload), threads: threads,
                    goals: hidden == 256 ? [.ratio(3.8)] : []))
        }
        return items
    }

    private static func team(threads: Int) -> [Item] {
        guard threads > 1 else { return [] }
        return [64, 1].map { time in
            let workload = Workload(cell: .lstm, hidden: 256, layers: 2, batch: 64, time: time, vocabulary: 65)
            let (name, words) =
                time > 1 ? ("updates", "updates, B 64, T 64") : ("texts", "64 side by side")
            return Item(
                name: "team/\(name)", title: "\(workload.network), \(words)", work: .team(workload), threads: threads,
                goals: [.atLeast(0.9)])
        }
    }

    private static var controls: [Item] {
        [(65, nil, 0.15, true), (10_000, 128, 0.5, true), (10_000, 128, 0.5, false)].map {
            (vocabulary: Int, embedding: Int?, most: Double, cutsEarly: Bool) in
            let workload = Workload(
                cell: .lstm, hidden: 256, layers: 1, batch: 1, time: 1, vocabulary: vocabulary, embedding: embedding)
            let (name, words) = cutsEarly ? ("", "all controls") : ("/no-sigma", "all but top-nσ")
            return Item(
                name: "controls/lstm/1x256/v\(vocabulary)\(name)",
                title: "\(workload.network), V \(vocabulary), \(words)",
                work: .controls(workload, cutsEarly: cutsEarly),
                threads: 1, goals: [.atMost(most)])
        }
    }

    private static func goals(hidden: Int, _ format: WeightFormat, threads: Int) -> [Goal] {
        switch (hidden, format, threads) {
        case (256, .float32, 1): [.ratio(3.3)]
        case (256, .float32, 2): [.ratio(6)]
        case (256, .int8, 1): [.ratio(15)]
        default: []
        }
    }
}
