import Sampling

/// One text while it is written: what its tokens say, how long it is, and the rules that it follows.
struct WrittenText {
    private var decoder: TokenDecoder
    private var rules: TextConstraints?
    private var stops: StopStrings?
    private let limits: LengthLimits
    /// The number of characters written so far.
    private var count = 0

    init(
        _ decoder: TokenDecoder, limits: LengthLimits, rules: TextConstraints?, stops: StopStrings? = nil
    ) {
        self.decoder = decoder
        self.limits = limits
        self.rules = rules
        self.stops = stops
    }

    /// Forbids what may not come next.
    mutating func restrict(_ mask: inout TokenMask) {
        decoder.restrict(&mask)
        if count < limits.minimum { mask.forbid(Tokenizer.eos, rule: "the minimum length") }
        rules?.restrict(&mask, decoder)
    }

    /// Takes a token.
    ///
    /// - Parameters:
    ///   - report: Called before its characters, if it is a part of the text.
    ///   - deliver: Called with each character that is certain to be a part of the text; returns a reason to stop.
    /// - Returns: Why the text is over; nil if it is not. A token that is longer than what is left of the text is no part
    ///   of it.
    mutating func take(
        _ token: Int, report: () -> Void = {}, _ deliver: (Unicode.Scalar) -> StopReason?
    ) -> StopReason? {
        var scalars: [Unicode.Scalar] = []
        let before = decoder
        decoder.add(token) { scalars.append($0) }
        if limits.maximum >= 0, count + scalars.count > limits.maximum {
            decoder = before
            return .length
        }
        report()
        for scalar in scalars {
            count += 1
            rules?.accept(scalar)
            var reason: StopReason?
            let isOver: Bool
            if stops != nil {
                isOver = stops?.add(scalar) { if reason == nil { reason = deliver($0) } } ?? false
            } else {
                (isOver, reason) = (false, deliver(scalar))
            }
            let isComplete = rules?.isComplete == true
            if let ending = reason ?? (isOver ? .stopString : isComplete ? .constraint : nil) { return ending }
        }
        if rules?.isComplete(decoder) == true { return .constraint }
        // Of characters the generator counts them.
        return limits.maximum >= 0 && count >= limits.maximum && decoder.tokenizer.kind != .characters ? .length : nil
    }

    /// Gives up what is held back of a text that is over.
    mutating func finish(_ reason: StopReason, _ deliver: (Unicode.Scalar) -> Void) {
        guard reason != .stopString else { return }
        decoder.finish { scalar in
            if stops == nil { deliver(scalar) } else { _ = stops?.add(scalar, deliver: deliver) }
        }
        stops?.finish(deliver: deliver)
    }
}
