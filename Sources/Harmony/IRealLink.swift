/// Reads `irealbook://` and `irealb://` links, and files that hold some, such as the HTML pages that iReal Pro exports.
///
///     irealbook://Title=Composer=Style=Key=n=Music[=Title=…]
///     irealb://Title=Composer==Style=Key=Transpose=Music=Groove=Tempo=Repeats[===Title=…][===Playlist]
///
/// The first form is that of the published custom chart protocol (irealpro.com, "iReal Pro file format"), its music
/// plain; the second is what the app shares, its music scrambled (``IRealScramble``).
public enum IRealLink {
    /// The most songs that are read.
    public static let maximumSongs = 10_000

    private static let schemes = ["irealb://", "irealbook://"]

    /// Whether a text holds a link.
    public static func isPresent(in text: String) -> Bool {
        let bytes = Array(text.utf8)
        let marks = schemes.map { Array($0.utf8) }
        return bytes.indices.contains { start in
            // Setting bit 5 lowers a letter.
            guard bytes[start] | 0x20 == UInt8(ascii: "i") else { return false }
            return marks.contains { mark in
                start + mark.count <= bytes.count
                    && mark.indices.allSatisfy { mark[$0] == bytes[start + $0] | (mark[$0] >= 0x60 ? 0x20 : 0) }
            }
        }
    }

    /// The songs of all links of a text, in order.
    ///
    /// - Throws: `HarmonyError.link` where a link is cut, empty or damaged.
    public static func songs(in text: String) throws(HarmonyError) -> [IRealSong] {
        var songs: [IRealSong] = []
        do throws(IRealFault) {
            for link in links(in: text) {
                songs += try Self.songs(of: link)
                guard songs.count <= maximumSongs else { throw .tooLong }
            }
            guard !songs.isEmpty else { throw .empty }
        } catch {
            throw .link(error, song: nil)
        }
        return songs
    }

    /// What stands behind the scheme of each link. A link in quotation marks ends with them, any other with its line.
    private static func links(in text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        var links: [String] = []
        var index = 0
        let marks = schemes.map { Array($0.unicodeScalars) }
        func hasMark(_ mark: [Unicode.Scalar], at start: Int) -> Bool {
            guard start + mark.count <= scalars.count else { return false }
            return mark.indices.allSatisfy { lowered(scalars[start + $0]) == mark[$0] }
        }
        while index < scalars.count {
            guard lowered(scalars[index]) == "i", let mark = marks.first(where: { hasMark($0, at: index) }) else {
                index += 1
                continue
            }
            let quote = index > 0 ? scalars[index - 1] : " "
            let isQuoted = quote == "\"" || quote == "'"
            let start = index + mark.count
            var end = start
            while end < scalars.count, isQuoted ? scalars[end] != quote : !isLineEnd(scalars[end]) { end += 1 }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[start..<end])
            let link = String(view)
            links.append(isQuoted ? withoutEntities(link) : link)
            index = end
        }
        return links
    }

    private static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
    }

    private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

    private static let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]

    private static func withoutEntities(_ text: String) -> String {
        guard text.contains("&") else { return text }
        var result = ""
        var rest = text[...]
        scan: while let first = rest.first {
            if first == "&" {
                for (entity, character) in entities where rest.hasPrefix(entity) {
                    result += character
                    rest = rest.dropFirst(entity.count)
                    continue scan
                }
            }
            result.append(first)
            rest.removeFirst()
        }
        return result
    }

    private static func songs(of link: String) throws(IRealFault) -> [IRealSong] {
        let text = try decoded(link)
        guard text.contains(where: { $0 != "=" && !$0.isWhitespace }) else { throw .empty }
        let fields = text.split(separator: "=", omittingEmptySubsequences: false)
        let scrambled = fields.indices.filter { fields[$0].hasPrefix(IRealScramble.mark) }
        if scrambled.isEmpty { return try plainSongs(fields) }
        var songs: [IRealSong] = []
        for (number, index) in scrambled.enumerated() {
            // The title stands six fields before the music, and groove, tempo and repeats behind it.
            let first = number == 0 ? 0 : scrambled[number - 1] + 4
            guard index - 6 >= first, index + 3 < fields.count else { throw .cut }
            songs.append(
                IRealSong(
                    title: trimmed(fields[index - 6]), composer: trimmed(fields[index - 5]),
                    style: trimmed(fields[index - 3]), key: trimmed(fields[index - 2]),
                    tempo: tempo(fields[index + 2]),
                    music: IRealScramble.plain(fields[index].dropFirst(IRealScramble.mark.count))))
        }
        // What is left may be the playlist's name; more than that was a song.
        let rest = fields[(scrambled[scrambled.count - 1] + 4)...].count { !trimmed($0).isEmpty }
        guard rest <= 1 else { throw .cut }
        return songs
    }

    private static func plainSongs(_ fields: [Substring]) throws(IRealFault) -> [IRealSong] {
        var songs: [IRealSong] = []
        var index = 0
        while index < fields.count {
            if trimmed(fields[index]).isEmpty {
                index += 1
                continue
            }
            let left = fields.count - index
            guard left >= 6 else {
                if left == 1, !songs.isEmpty { break }
                throw .cut
            }
            // Some links have the key and the "n" behind it the other way round.
            let isSwapped = trimmed(fields[index + 3]) == "n"
            guard !trimmed(fields[index + 5]).isEmpty else { throw .noMusic }
            songs.append(
                IRealSong(
                    title: trimmed(fields[index]), composer: trimmed(fields[index + 1]),
                    style: trimmed(fields[index + 2]), key: trimmed(fields[index + (isSwapped ? 4 : 3)]), tempo: nil,
                    music: String(fields[index + 5])))
            index += 6
        }
        return songs
    }

    private static func tempo(_ field: Substring) -> Double? {
        Double(trimmed(field)).flatMap { (20...400).contains($0) ? $0 : nil }
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    /// The text of a percent-encoded one (RFC 3986, section 2.1); what is not encoded stays as it is.
    private static func decoded(_ link: String) throws(IRealFault) -> String {
        let bytes = Array(link.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "%") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            guard index + 2 < bytes.count, let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2]) else {
                throw index + 2 < bytes.count ? .encoding(offset: index) : .cut
            }
            result.append(high << 4 | low)
            index += 3
        }
        guard let text = String(validating: result, as: UTF8.self) else {
            let valid = validPrefix(result)
            throw .encoding(offset: valid)
        }
        return text
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func validPrefix(_ bytes: [UInt8]) -> Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var count = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { count += String(scalar).utf8.count }
        return count
    }
}
