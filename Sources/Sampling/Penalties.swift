import Numerics

/// Makes tokens less likely that are among the newest; see ``SamplingOptions/Penalties-swift.struct``.
struct Penalties: Sendable {
    /// How often each token is in the window, as far as any has been.
    private var counts: [Int32] = []
    /// The tokens that are in the window, each once, and some that no longer are.
    private var present: [Int32] = []
    /// Whether each token is among these.
    private var isPresent: [Bool] = []
    /// The tokens of the window, from `next` on round to it; nothing where all count.
    private var window: [Int32] = []
    private var next = 0

    /// Takes a token of the sequence.
    mutating func accept(_ token: Int, _ options: SamplingOptions.Penalties) {
        guard !options.isOff else { return }
        while counts.count <= token {
            counts.append(0)
            isPresent.append(false)
        }
        if !isPresent[token] {
            isPresent[token] = true
            present.append(Int32(token))
        }
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

    mutating func apply(_ options: SamplingOptions.Penalties, to candidates: inout Candidates) {
        guard !options.isOff, !counts.isEmpty else { return }
        // Those that left the window are forgotten once they are many.
        if window.count > 0, present.count > 2 * window.count { forget() }
        candidates.adjust(present) { token, logit in
            guard token < counts.count, counts[token] > 0 else { return Double(logit) }
            var value = Double(logit)
            value = value > 0 ? value / options.repetition : value * options.repetition
            value -= Double(counts[token]) * options.frequency + options.presence
            return value
        }
    }

    private mutating func forget() {
        for token in present where counts[Int(token)] == 0 { isPresent[Int(token)] = false }
        present.removeAll { !isPresent[Int($0)] }
    }
}

/// Makes repetitions less likely, the more the longer they are; see ``SamplingOptions/Dry-swift.struct``.
struct Dry: Sendable {
    /// The newest tokens, oldest first, and more than the window at times.
    private var tokens: [Int32] = []
    /// Where the same token was last before each; -1 where it was not.
    private var previous: [Int32] = []
    /// Where each token was last; -1 where it was not.
    private var last: [Int32] = []
    /// How many tokens up to each are the same as up to the newest, below the number of the step that found so: what an older one
    /// found counts no more.
    private var matches: [UInt64] = []
    /// How many tokens were taken.
    private var step: UInt32 = 0
    /// The longest repetition that each token would go on with; kept at 0 between two draws.
    private var longest: [Int32] = []
    private var touched: [Int32] = []

    /// Takes a token of the sequence. O(n) where it is n times in the window.
    mutating func accept(_ token: Int, _ options: SamplingOptions.Dry) {
        guard options.multiplier > 0 else { return }
        if tokens.count >= 2 * options.window { forget(tokens.count - options.window) }
        while last.count <= token { last.append(-1) }
        let ends = !options.breakers.isEmpty && options.breakers.contains(token)
        step &+= 1
        // From the latest place back, so that what the last step found before a place is still there.
        var place = ends ? -1 : Int(last[token])
        while place >= 0 {
            let known = place > 0 ? matches[place - 1] : 0
            let length = UInt32(known >> 32) == step &- 1 ? known & 0xFFFF_FFFF : 0
            matches[place] = UInt64(step) << 32 | (length + 1)
            place = Int(previous[place])
        }
        previous.append(last[token])
        last[token] = Int32(tokens.count)
        tokens.append(Int32(token))
        matches.append(0)
    }

    /// Forgets the oldest tokens.
    private mutating func forget(_ count: Int) {
        for token in tokens { last[Int(token)] = -1 }
        tokens.removeFirst(count)
        matches.removeFirst(count)
        previous.removeAll(keepingCapacity: true)
        for (place, token) in tokens.enumerated() {
            previous.append(last[Int(token)])
            last[Int(token)] = Int32(place)
        }
    }

    mutating func apply(_ options: SamplingOptions.Dry, to candidates: inout Candidates) {
        guard options.multiplier > 0, tokens.count > 1 else { return }
        let start = max(0, tokens.count - options.window)
        var place = tokens.count - 1
        while true {
            place = Int(previous[place])
            guard place >= start, UInt32(matches[place] >> 32) == step else { break }
            let length = min(Int32(truncatingIfNeeded: matches[place]), Int32(place - start + 1))
            guard length >= options.allowed else { continue }
            let next = Int(tokens[place + 1])
            guard options.breakers.isEmpty || !options.breakers.contains(next) else { continue }
            while longest.count <= next { longest.append(0) }
            if longest[next] == 0 { touched.append(Int32(next)) }
            longest[next] = max(longest[next], length)
        }
        guard !touched.isEmpty else { return }
        let logBase = naturalLogarithm(options.base)
        candidates.adjust(touched) { token, logit in
            guard token < longest.count, longest[token] > 0 else { return Double(logit) }
            let over = Double(Int(longest[token]) - options.allowed)
            // A penalty that no number holds is as good as one that is very large.
            return Double(logit)
                - min(1e30, options.multiplier * exponential(min(600, over * logBase)))
        }
        for token in touched { longest[Int(token)] = 0 }
        touched.removeAll(keepingCapacity: true)
    }
}
