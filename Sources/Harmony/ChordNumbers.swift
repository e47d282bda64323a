/// Gives each accidental of a chord symbol to the number it belongs to.
///
/// Lead sheets write "7b9", the two corpora "79b", other books "7(9-)". Between two numbers an accidental could belong to
/// either: "9b13" is a ninth chord with a flat thirteenth, but "79b13b" has a flat ninth and a flat thirteenth.
enum ChordNumbers {
    /// The tokens with every accidental merged into its number, and every sign read.
    static func resolved(_ tokens: [ChordToken]) throws(ChordFault) -> [ChordToken] {
        let tokens = try signed(tokens)
        let followsNumbers = hasTrailingAccidental(tokens)
        var result: [ChordToken] = []
        var pending: Int?
        var numbers = 0
        var isInside = false
        for (index, token) in tokens.enumerated() {
            switch token.kind {
            case .accidental(let step):
                guard pending == nil else { throw ChordFault(offset: token.offset) }
                let canFollow = isPlain(result.last) && index > 0 && isAlterable(tokens[index - 1])
                let canPrecede = index + 1 < tokens.count && tokens[index + 1].number != nil
                // "79b13" has a flat ninth, but within brackets "(9b13)" a flat thirteenth.
                if canFollow, followsNumbers || (numbers > 1 && !isInside) || !canPrecede {
                    guard case .number(let number, _) = result[result.count - 1].kind else { continue }
                    result[result.count - 1].kind = .number(number, accidental: step)
                } else if canPrecede {
                    pending = step
                } else {
                    throw ChordFault(offset: token.offset)
                }
            case .number(let number, _):
                result.append(ChordToken(kind: .number(number, accidental: pending ?? 0), offset: token.offset))
                pending = nil
                // The 6 of "69#11" is never altered, so that chord has one number to alter, not two.
                if number != 6 { numbers += 1 }
            default:
                if token.kind == .open { isInside = true }
                if token.kind == .close { isInside = false }
                result.append(token)
            }
        }
        return result
    }

    /// Decides which signs are accidentals: "7+9", "7-5", "+5", "m-5" and "7(9-)" have some, "7+" and "-7" none.
    private static func signed(_ tokens: [ChordToken]) throws(ChordFault) -> [ChordToken] {
        var result = tokens
        var hasNumber = false
        var isMinor = false
        var isInside = false
        for (index, token) in tokens.enumerated() {
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            switch token.kind {
            case .number: hasNumber = true
            case .minor: isMinor = true
            case .open: isInside = true
            case .close: isInside = false
            case .sign(let step):
                let isBefore = next.map { isAlterable($0) || (isMinor && $0.number?.value == 7) } ?? false
                let isFive = next?.number?.value == 5
                // "7+4" has a raised fourth, and so has "Δ+11".
                let isFourth =
                    step > 0 && next?.number?.value == 4 && (hasNumber || isInside)
                    || step > 0 && next?.number?.value == 11 && index > 0 && isMajor(tokens[index - 1])
                let isTrailing = isInside && index > 0 && isAlterable(tokens[index - 1]) && next?.isGap ?? false
                // "6-9" may be six-nine or have a flat ninth: nobody can tell.
                if step < 0, index > 0, tokens[index - 1].number?.value == 6, next?.number?.value == 9 {
                    throw ChordFault(offset: token.offset)
                }
                if case .major? = next?.kind, step < 0, isMinor {
                    // "min-maj7"
                    result[index].kind = .comma
                } else if isFive || isFourth || isTrailing || (isBefore && (hasNumber || isMinor || isInside)) {
                    result[index].kind = .accidental(step)
                } else {
                    result[index].kind = step < 0 ? .minor : .augmented
                    if step < 0 { isMinor = true }
                }
            default: break
            }
        }
        return result
    }

    private static func hasTrailingAccidental(_ tokens: [ChordToken]) -> Bool {
        tokens.indices.contains { index in
            guard case .accidental = tokens[index].kind, index > 0, isAlterable(tokens[index - 1]) else { return false }
            return index + 1 == tokens.count || tokens[index + 1].number == nil
        }
    }

    private static func isMajor(_ token: ChordToken) -> Bool {
        if case .major = token.kind { return true }
        return false
    }

    private static func isAlterable(_ token: ChordToken) -> Bool {
        guard let number = token.number?.value else { return false }
        return number == 5 || number == 6 || number >= 9
    }

    private static func isPlain(_ token: ChordToken?) -> Bool {
        guard let number = token?.number else { return false }
        return number.accidental == 0 && number.value != 6
    }
}
