import Numerics

/// Makes tokens less likely that are among the newest; see ``SamplingOptions/Penalties-swift.struct``.
struct Penalties: Sendable {
    /// How often each token is in the window, as far as any has been.
    private var counts: [Int32] = []
    /// The tokens of the window, from `next` on round to it; nothing where all count.
    private var window: [Int32] = []
    private var next = 0

    /// Takes a token of the sequence.
    mutating func accept(_ token: Int, _ options: SamplingOptions.Penalties) {
        guard !options.isOff else { return }
        while counts.count <= token { counts.append(0) }
        if options.window > 0 {
            if window.count < options.window {
                window.append(Int32(token))
            } else {
                counts[Int(window[next])] -= 1
                window[next] = Int32(token)
                next = (next + 1) % window.count
            }
        }
        counts[token] += 1
    }

    func apply(_ options: SamplingOptions.Penalties, to candidates: inout Candidates) {
        guard !options.isOff, !counts.isEmpty else { return }
        candidates.adjust { token, logit in
            guard token < counts.count, counts[token] > 0 else { return Double(logit) }
            var value = Double(logit)
            value = value > 0 ? value / options.repetition : value * options.repetition
            value -= Double(counts[token]) * options.frequency + options.presence
            return value
        }
    }
}

/// Makes repetitions less likely, the more the longer they are; see ``SamplingOptions/Dry-swift.struct``.
struct Dry: Sendable {
    /// The newest tokens, oldest first, and more than the window at times.
    private var tokens: [Int32] = []
    /// How many tokens up to each are the same as up to the newest.
    private var matches: [Int32] = []
    /// The longest repetition that each token would go on with; kept at 0 between two draws.
    private var longest: [Int32] = []
    private var touched: [Int32] = []

    /// Takes a token of the sequence. O(window).
    mutating func accept(_ token: Int, _ options: SamplingOptions.Dry) {
        guard options.multiplier > 0 else { return }
        if tokens.count >= 2 * options.window {
            tokens.removeFirst(tokens.count - options.window)
            matches.removeFirst(matches.count - options.window)
        }
        let new = Int32(token)
        let ends = options.breakers.contains(token)
        for index in stride(from: tokens.count - 1, through: 0, by: -1) {
            matches[index] = !ends && tokens[index] == new ? (index > 0 ? matches[index - 1] : 0) + 1 : 0
        }
        tokens.append(new)
        matches.append(0)
    }

    mutating func apply(_ options: SamplingOptions.Dry, to candidates: inout Candidates) {
        guard options.multiplier > 0, tokens.count > 1 else { return }
        let start = max(0, tokens.count - options.window)
        for index in start..<tokens.count - 1 {
            let length = min(matches[index], Int32(index - start + 1))
            guard length >= options.allowed else { continue }
            let next = Int(tokens[index + 1])
            guard !options.breakers.contains(next) else { continue }
            while longest.count <= next { longest.append(0) }
            if longest[next] == 0 { touched.append(Int32(next)) }
            longest[next] = max(longest[next], length)
        }
        guard !touched.isEmpty else { return }
        candidates.adjust { token, logit in
            guard token < longest.count, longest[token] > 0 else { return Double(logit) }
            let over = Double(Int(longest[token]) - options.allowed)
            // A penalty that no number holds is as good as one that is very large.
            return Double(logit)
                - min(1e30, options.multiplier * exponential(min(600, over * naturalLogarithm(options.base))))
        }
        for token in touched { longest[Int(token)] = 0 }
        touched.removeAll(keepingCapacity: true)
    }
}
