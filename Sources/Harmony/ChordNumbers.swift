/// Gives each accidental of a chord symbol to the number it belongs to.
///
/// Lead sheets write "7b9", the two corpora "79b". Between two numbers an accidental could belong to either:
/// "9b13" is a ninth chord with a flat thirteenth, but "79b13b" has a flat ninth and a flat thirteenth.
enum ChordNumbers {
    /// The tokens with every accidental merged into its number.
    static func resolved(_ tokens: [ChordToken]) throws(ChordFault) -> [ChordToken] {
        let tokens = signed(tokens)
        let followsNumbers = hasTrailingAccidental(tokens)
        var result: [ChordToken] = []
        var pending: Int?
        var numbers = 0
        for (index, token) in tokens.enumerated() {
            switch token.kind {
            case .accidental(let step):
                guard pending == nil else { throw ChordFault(offset: token.offset) }
                let canFollow = isPlain(result.last) && index > 0 && isAlterable(tokens[index - 1])
                let canPrecede = index + 1 < tokens.count && isAlterable(tokens[index + 1])
                if canFollow, followsNumbers || numbers > 1 || !canPrecede {
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
                numbers += 1
            default: result.append(token)
            }
        }
        return result
    }

    /// "7+9" and "7-5": signs before an alterable number and behind another number are accidentals.
    private static func signed(_ tokens: [ChordToken]) -> [ChordToken] {
        var result = tokens
        var hasNumber = false
        for index in tokens.indices {
            switch tokens[index].kind {
            case .number: hasNumber = true
            case .augmented, .minor:
                guard hasNumber, index + 1 < tokens.count, isAlterable(tokens[index + 1]) else { continue }
                result[index].kind = .accidental(tokens[index].kind == .minor ? -1 : 1)
            default: break
            }
        }
        return result
    }

    private static func hasTrailingAccidental(_ tokens: [ChordToken]) -> Bool {
        tokens.indices.contains { index in
            guard case .accidental = tokens[index].kind, index > 0, isAlterable(tokens[index - 1]) else { return false }
            guard index + 1 < tokens.count, case .number = tokens[index + 1].kind else { return true }
            return false
        }
    }

    private static func isAlterable(_ token: ChordToken) -> Bool {
        guard case .number(let number, _) = token.kind else { return false }
        return number == 5 || number == 6 || number >= 9
    }

    private static func isPlain(_ token: ChordToken?) -> Bool {
        guard case .number(let number, let accidental)? = token?.kind else { return false }
        return accidental == 0 && number != 6
    }
}
