import Numerics
import Testing

@testable import Sampling

/// The chain written down once more, slowly: from dictionaries, whole sorts and the definitions.
private struct Reference {
    var options: SamplingOptions
    var accepted: [Int] = []

    private typealias Entry = (token: Int, logit: Float)

    private func probabilities(_ entries: [Entry], _ temperature: Double) -> [Double] {
        let scores = entries.map { Double($0.logit) / temperature }
        let weights = scores.map { exponential($0 - scores.max()!) }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }

    func distribution(_ logits: [Float]) -> [(token: Int, probability: Double)] {
        var entries: [Entry] = []
        for (token, logit) in logits.enumerated() where logit > -.infinity {
            let bias = options.bias[token] ?? 0
            if bias > -.infinity { entries.append((token, logit + bias)) }
        }
        var temperature = 1.0
        func sort() { entries.sort { $0.logit != $1.logit ? $0.logit > $1.logit : $0.token < $1.token } }
        for step in options.order {
            sort()
            let p = probabilities(entries, temperature)
            switch step {
            case .penalties: entries = entries.map { ($0.token, Float(penalised($0.token, Double($0.logit)))) }
            case .dry: entries = entries.map { ($0.token, Float(Double($0.logit) - dryPenalty($0.token))) }
            case .topNSigma where options.topNSigma > 0:
                let scores = entries.map { Double($0.logit) / temperature }
                let mean = scores.reduce(0, +) / Double(scores.count)
                let deviation = (scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scores.count))
                    .squareRoot()
                let kept = scores.map { $0 >= scores.max()! - options.topNSigma * deviation }
                entries = zip(entries, kept).filter(\.1).map(\.0)
            case .topK where options.topK > 0: entries = Array(entries.prefix(options.topK))
            case .typical where options.typical < 1:
                let entropy = p.reduce(0) { $0 - ($1 > 0 ? $1 * naturalLogarithm($1) : 0) }
                let order = p.indices.sorted {
                    let (one, other) = (
                        abs(-naturalLogarithm(p[$0]) - entropy), abs(-naturalLogarithm(p[$1]) - entropy)
                    )
                    return abs(one - other) > 1e-12 ? one < other : $0 < $1
                }
                var (sum, kept) = (0.0, [Int]())
                for rank in order {
                    kept.append(rank)
                    sum += p[rank]
                    if sum > options.typical { break }
                }
                entries = kept.sorted().map { entries[$0] }
            case .topP where options.topP < 1:
                var (sum, kept) = (0.0, 0)
                while kept < p.count, kept == 0 || sum < options.topP { (sum, kept) = (sum + p[kept], kept + 1) }
                entries = Array(entries.prefix(kept))
            case .minP where options.minP > 0:
                entries = zip(entries, p).filter { $1 >= options.minP * p[0] * (1 - 1e-12) }.map(\.0)
            case .xtc where options.xtc.probability == 1:
                let top = p.count { $0 >= options.xtc.threshold }
                if top > 1, options.xtc.threshold <= 0.5 { entries.removeFirst(top - 1) }
            case .temperature:
                var value = options.temperature
                if options.dynamicTemperature.range > 0, entries.count > 1 {
                    let entropy = p.reduce(0) { $0 - ($1 > 0 ? $1 * naturalLogarithm($1) : 0) }
                    let fraction = entropy / naturalLogarithm(Double(p.count))
                    let least = max(0, value - options.dynamicTemperature.range)
                    let most = value + options.dynamicTemperature.range
                    value = max(1e-6, least + (most - least) * power(fraction, options.dynamicTemperature.exponent))
                }
                temperature *= value
            default: break
            }
        }
        sort()
        return zip(entries, probabilities(entries, temperature)).map { ($0.token, $1) }
    }

    private func power(_ base: Double, _ exponent: Double) -> Double {
        base > 0 ? exponential(exponent * naturalLogarithm(base)) : 0
    }

    private func penalised(_ token: Int, _ logit: Double) -> Double {
        let penalties = options.penalties
        guard penalties.window != 0 else { return logit }
        let window = penalties.window < 0 ? accepted[...] : accepted.suffix(penalties.window)
        let count = window.count { $0 == token }
        guard count > 0 else { return logit }
        let scaled = logit > 0 ? logit / penalties.repetition : logit * penalties.repetition
        return scaled - Double(count) * penalties.frequency - penalties.presence
    }

    private func dryPenalty(_ token: Int) -> Double {
        let dry = options.dry
        guard dry.multiplier > 0, !dry.breakers.contains(token) else { return 0 }
        let text = Array(accepted.suffix(dry.window))
        var longest = 0
        for place in text.indices.dropFirst() where text[place] == token {
            var length = 0
            while length < place, text[place - 1 - length] == text[text.count - 1 - length],
                !dry.breakers.contains(text[place - 1 - length])
            {
                length += 1
            }
            longest = max(longest, length)
        }
        return longest >= dry.allowed ? dry.multiplier * power(dry.base, Double(longest - dry.allowed)) : 0
    }
}

@Suite struct SamplerReferenceTests {
    private static func options(using random: inout Xoshiro256StarStar, size: Int) throws -> SamplingOptions {
        func maybe(_ value: Double, _ off: Double) -> Double { random.next() % 2 == 0 ? value : off }
        var options = try SamplingOptions(
            temperature: 0.3 + 1.5 * random.nextUniform(), topK: Int(random.next() % UInt64(size + 3)),
            topP: maybe(random.nextUniform(), 1))
        options.minP = maybe(random.nextUniform() * 0.6, 0)
        options.typical = maybe(random.nextUniform(), 1)
        options.topNSigma = maybe(0.2 + 3 * random.nextUniform(), 0)
        options.penalties.repetition = maybe(0.5 + 2 * random.nextUniform(), 1)
        options.penalties.frequency = maybe(random.nextUniform(), 0)
        options.penalties.presence = maybe(random.nextUniform() - 0.3, 0)
        options.penalties.window = Int(random.next() % 12) - 1
        options.dry.multiplier = maybe(random.nextUniform(), 0)
        options.dry.allowed = 1 + Int(random.next() % 3)
        options.dry.window = 1 + Int(random.next() % 30)
        options.dry.breakers = random.next() % 2 == 0 ? [0, 2] : []
        options.xtc.probability = maybe(1, 0)
        options.xtc.threshold = random.nextUniform() * 0.7
        options.dynamicTemperature.range = maybe(random.nextUniform(), 0)
        options.dynamicTemperature.exponent = 0.5 + random.nextUniform()
        for token in 0..<size where random.next() % 5 == 0 { options.bias[token] = Float(random.nextUniform() - 0.5) }
        options.order.shuffle(using: &random)
        return options
    }

    @Test("Any controls in any order are what their definitions say") func everything() throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        var random = Xoshiro256StarStar(seed: seed)
        for round in 0..<1_500 {
            let size = 1 + Int(random.next() % 24)
            let options = try Self.options(using: &random, size: size)
            try options.validate()
            var reference = Reference(options: options)
            var sampler = Sampler(options)
            // Few tokens, so that much repeats.
            for _ in 0..<random.next() % 40 {
                let token = Int(random.next() % UInt64(min(size, 4)))
                reference.accepted.append(token)
                sampler.accept(token)
            }
            // Ties are common.
            let logits = (0..<size).map { _ in Float(Int(random.next() % 40)) / 4 - 5 }
            let expected = reference.distribution(logits)
            try sampler.narrow(logits.span, nil, using: &random)
            let found = sampler.distribution
            #expect(found.map(\.token) == expected.map(\.token), "seed \(seed), round \(round): \(options) \(logits)")
            for (one, other) in zip(found, expected) {
                #expect(abs(one.probability - other.probability) < 1e-9, "seed \(seed), round \(round)")
            }
            #expect(abs(found.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
        }
    }

    @Test("Any logits and options give a token that is allowed, or the error that says why not") func anything() throws
    {
        let seed = UInt64.random(in: 0..<1_000_000)
        var random = Xoshiro256StarStar(seed: seed)
        let odd: [Float] = [-.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0, -0.0, 1e-40, 88, -104]
        for round in 0..<1_500 {
            let size = 1 + Int(random.next() % 12)
            var options = try Self.options(using: &random, size: size)
            if random.next() % 3 == 0 { options.mirostat = SamplingOptions.Mirostat() }
            if random.next() % 4 == 0 { options.bias[0] = -.infinity }
            var sampler = Sampler(options)
            var mask = TokenMask(count: size)
            for _ in 0..<6 {
                mask.reset()
                if random.next() % 3 == 0 { mask.forbid(Int(random.next() % UInt64(size)), rule: "chance") }
                let logits = (0..<size).map { _ in
                    random.next() % 3 == 0
                        ? odd[Int(random.next() % UInt64(odd.count))] : Float(random.nextUniform() * 9)
                }
                do throws(SamplingError) {
                    let token = try sampler.draw(logits: logits, allowed: mask, using: &random)
                    #expect(mask[token] && logits[token] > -.infinity && options.bias[token] != -.infinity)
                    #expect(sampler.probability > 0 && sampler.probability <= 1, "seed \(seed), round \(round)")
                    sampler.accept(token)
                } catch {
                    guard case .everythingForbidden = error else {
                        Issue.record("seed \(seed), round \(round): \(error)")
                        continue
                    }
                    #expect(
                        logits.indices.allSatisfy {
                            !mask[$0] || logits[$0] == -.infinity || options.bias[$0] == -.infinity
                        })
                }
            }
        }
    }

    @Test("The order of the tokens never matters but in ties") func permuted() throws {
        var random = Xoshiro256StarStar(seed: 4)
        for _ in 0..<200 {
            let size = 2 + Int(random.next() % 20)
            var options = try Self.options(using: &random, size: size)
            options.bias = [:]
            options.dry.breakers = []
            let logits = (0..<size).map { Float($0) * 0.37 }.shuffled(using: &random)
            let places = Array(0..<size).shuffled(using: &random)
            var (one, other) = (Sampler(options), Sampler(options))
            for _ in 0..<20 {
                let token = Int(random.next() % UInt64(size))
                one.accept(token)
                other.accept(places[token])
            }
            var moved = logits
            for token in 0..<size { moved[places[token]] = logits[token] }
            try one.narrow(logits.span, nil, using: &random)
            try other.narrow(moved.span, nil, using: &random)
            let ties = Set(one.distribution.map(\.probability)).count < one.distribution.count
            if !ties { #expect(one.distribution.map { places[$0.token] } == other.distribution.map(\.token)) }
        }
    }

    @Test("Greedy choice is the likeliest after bias and penalties, and takes no number") func greedy() throws {
        var options = try SamplingOptions(temperature: 0)
        options.bias = [3: -2]
        options.penalties.presence = 5
        options.xtc.probability = 1
        var sampler = Sampler(options)
        sampler.accept(2)
        var random = Xoshiro256StarStar(seed: 1)
        let before = random
        #expect(try sampler.draw(logits: [1, 3, 6, 4.5], using: &random) == 1)
        #expect(random == before)
    }

    @Test("Mirostat keeps the surprise near its target", arguments: [1.0, 2.0, 3.0])
    func mirostat(target: Double) throws {
        var options = SamplingOptions.plain
        options.mirostat = SamplingOptions.Mirostat()
        options.mirostat?.target = target
        var sampler = Sampler(options)
        var random = Xoshiro256StarStar(seed: 9)
        // Zipf's law over 500 tokens.
        let logits = (1...500).map { Float(-1.1 * naturalLogarithm(Double($0))) }
        var sum = 0.0
        let draws = 4_000
        for _ in 0..<draws {
            _ = try sampler.draw(logits: logits, using: &random)
            sum -= naturalLogarithm(sampler.probability) / naturalLogarithm(2)
        }
        #expect(abs(sum / Double(draws) - target) < 0.1)
    }

    @Test("Options out of range are refused by name") func ranges() {
        let changes: [(String, (inout SamplingOptions) -> Void)] = [
            ("min-p", { $0.minP = 1.5 }), ("typical", { $0.typical = -0.1 }), ("top-n-sigma", { $0.topNSigma = .nan }),
            ("repetition penalty", { $0.penalties.repetition = 0 }),
            ("frequency", { $0.penalties.frequency = .infinity }),
            ("window", { $0.penalties.window = -2 }), ("DRY multiplier", { $0.dry.multiplier = -1 }),
            ("DRY base", { $0.dry.base = 0.5 }), ("DRY length", { $0.dry.allowed = 0 }),
            ("DRY window", { $0.dry.window = 0 }),
            ("XTC probability", { $0.xtc.probability = 2 }), ("XTC threshold", { $0.xtc.threshold = -1 }),
            ("range", { $0.dynamicTemperature.range = -1 }), ("exponent", { $0.dynamicTemperature.exponent = 0 }),
            (
                "mirostat target",
                {
                    $0.mirostat = .init(); $0.mirostat?.target = -1
                }
            ),
            ("bias of token 3", { $0.bias[3] = .nan }), ("order", { $0.order = [.topK, .topK] }),
        ]
        for (name, change) in changes {
            var options = SamplingOptions.plain
            change(&options)
            #expect { try options.validate() } throws: { "\($0)".contains(name) }
        }
    }
}
