/// The scrambling of the music in `irealb://` links.
///
/// The text after the mark is cut into blocks of 50 characters; in each block all characters but ten change places with
/// their mirror image. A block after which fewer than two characters are left is kept as it is. Three abbreviations
/// stand for frequent runs. The exchange is its own inverse.
package enum IRealScramble {
    /// What scrambled music begins with.
    package static let mark = "1r34LbKcu7"

    private static let blockLength = 50

    /// The music that was scrambled, without the mark.
    package static func plain(_ scrambled: Substring) -> String {
        expanded(mirrored(Array(scrambled.unicodeScalars)))
    }

    /// Changes the places of a text's characters, block for block; doing it twice changes nothing.
    package static func mirrored(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result = scalars
        var start = 0
        while scalars.count - start > blockLength {
            if scalars.count - start - blockLength >= 2 {
                for offset in 0..<24 where offset < 5 || offset >= 10 {
                    result.swapAt(start + offset, start + blockLength - 1 - offset)
                }
            }
            start += blockLength
        }
        return result
    }

    private static let abbreviations: [(short: [Unicode.Scalar], long: String)] = [
        ("XyQ", "   "), ("Kcl", "| x"), ("LZ", " |"),
    ].map { (Array($0.0.unicodeScalars), $0.1) }

    private static func expanded(_ scalars: [Unicode.Scalar]) -> String {
        var text = String.UnicodeScalarView()
        var index = 0
        scan: while index < scalars.count {
            for entry in abbreviations where scalars[index...].starts(with: entry.short) {
                text.append(contentsOf: entry.long.unicodeScalars)
                index += entry.short.count
                continue scan
            }
            text.append(scalars[index])
            index += 1
        }
        return String(text)
    }
}
