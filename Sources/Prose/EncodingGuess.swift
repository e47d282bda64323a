/// What encoding a text that is not UTF-8 is in, where decoding it leaves no doubt.
///
/// A wrong name is worse than none: almost any bytes can be read as almost anything, and what comes of it would be learned.
/// So the bytes must be well-formed in the encoding throughout, and what they say must look like one language that is
/// written in it.
enum EncodingGuess {
    /// The encoding's name for `iconv`; nil where none fits, or more than one does.
    ///
    /// - Parameter bytes: The text, or its beginning: the last character may be cut.
    static func name(_ bytes: [UInt8]) -> String? {
        let high = bytes.count { $0 >= 0x80 }
        guard high > 0, !bytes.contains(where: { $0 < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D].contains($0) }) else {
            return nil
        }
        let fitting = [
            shiftJIS(bytes) ? "SHIFT_JIS" : nil, pairs(bytes, isEUCJP) ? "EUC-JP" : nil,
            pairs(bytes, isEUCKR) ? "EUC-KR" : nil, pairs(bytes, isGB) ? "GB18030" : nil, big5(bytes) ? "BIG5" : nil,
            cyrillic(bytes, high, lower: 0xE0...0xFF, frequent: windowsVowels) ? "WINDOWS-1251" : nil,
            cyrillic(bytes, high, lower: 0xC0...0xDF, frequent: koiVowels) ? "KOI8-R" : nil,
            western(bytes, high) ? "WINDOWS-1252" : nil,
        ].compactMap { $0 }
        return fitting.count == 1 ? fitting[0] : nil
    }

    /// JIS X 0208 shifted, with the half of its characters in hiragana and katakana that Japanese has.
    private static func shiftJIS(_ bytes: [UInt8]) -> Bool {
        var (characters, kana, index) = (0, 0, 0)
        while index < bytes.count {
            let lead = bytes[index]
            index += 1
            if lead < 0x80 { continue }
            characters += 1
            // Katakana of half width are one byte; a text of nothing else would be read into many others.
            if 0xA1...0xDF ~= lead { continue }
            guard 0x81...0x9F ~= lead || 0xE0...0xFC ~= lead else { return false }
            guard index < bytes.count else { break }
            let trail = bytes[index]
            index += 1
            guard 0x40...0xFC ~= trail, trail != 0x7F else { return false }
            if lead == 0x82 && 0x9F...0xF1 ~= trail || lead == 0x83 && 0x40...0x96 ~= trail { kana += 1 }
        }
        return characters >= 4 && 10 * kana >= 3 * characters
    }

    /// Encodings whose high bytes come in pairs of A1…FE; `fits` judges by the number of pairs of each lead byte.
    private static func pairs(_ bytes: [UInt8], _ fits: (_ leads: [Int], _ comma: Bool, _ count: Int) -> Bool) -> Bool {
        var leads = [Int](repeating: 0, count: 256)
        var (count, index, hasComma) = (0, 0, false)
        while index < bytes.count {
            let lead = bytes[index]
            index += 1
            if lead < 0x80 { continue }
            guard 0xA1...0xFE ~= lead else { return false }
            guard index < bytes.count else { break }
            let trail = bytes[index]
            index += 1
            guard 0xA1...0xFE ~= trail else { return false }
            leads[Int(lead)] += 1
            count += 1
            if (lead, trail) == (0xA3, 0xAC) || (lead, trail) == (0xA1, 0xA3) { hasComma = true }
        }
        return count >= 4 && fits(leads, hasComma, count)
    }

    private static func isEUCJP(_ leads: [Int], _ comma: Bool, _ count: Int) -> Bool {
        10 * (leads[0xA4] + leads[0xA5]) >= 3 * count
    }

    private static func isEUCKR(_ leads: [Int], _ comma: Bool, _ count: Int) -> Bool {
        // All syllables of everyday Korean, whose lead bytes other languages spread far wider.
        10 * leads[0xB0...0xC8].reduce(0, +) >= 9 * count && !comma
    }

    private static func isGB(_ leads: [Int], _ comma: Bool, _ count: Int) -> Bool {
        // The commoner half of the characters, and a comma or full stop as Chinese has them.
        comma && 10 * leads[0xB0...0xD7].reduce(0, +) >= 6 * count
            && 10 * leads[0xC9...0xD7].reduce(0, +) >= count && 10 * (leads[0xA4] + leads[0xA5]) < count
    }

    private static func big5(_ bytes: [UInt8]) -> Bool {
        var (characters, common, index, hasLowTrail, hasComma) = (0, 0, 0, false, false)
        while index < bytes.count {
            let lead = bytes[index]
            index += 1
            if lead < 0x80 { continue }
            guard 0xA1...0xF9 ~= lead else { return false }
            guard index < bytes.count else { break }
            let trail = bytes[index]
            index += 1
            guard 0x40...0x7E ~= trail || 0xA1...0xFE ~= trail else { return false }
            characters += 1
            if trail < 0x80 { hasLowTrail = true }
            if 0xA4...0xC6 ~= lead { common += 1 }
            if lead == 0xA1, trail == 0x41 || trail == 0x43 { hasComma = true }
        }
        return characters >= 4 && hasLowTrail && hasComma && 10 * common >= 6 * characters
    }

    // о е а и н т in each of the two.
    private static let windowsVowels: Set<UInt8> = [0xEE, 0xE5, 0xE0, 0xE8, 0xED, 0xF2]
    private static let koiVowels: Set<UInt8> = [0xCF, 0xC5, 0xC1, 0xC9, 0xCE, 0xD4]

    /// Russian and its neighbours: nearly all letters high, nearly all small, and the six most frequent as frequent as they
    /// are (47 % of Russian).
    private static func cyrillic(
        _ bytes: [UInt8], _ high: Int, lower: ClosedRange<UInt8>, frequent: Set<UInt8>
    ) -> Bool {
        let small = bytes.count { lower.contains($0) }
        let common = bytes.count { frequent.contains($0) }
        return high >= 20 && 10 * small >= 8 * high && 100 * common >= 38 * small
    }

    /// What is high in the text of one language of western Europe, in Windows-1252 (ISO 8859-1 is a part of it).
    private static let westernLetters: [Set<Unicode.Scalar>] = [
        Set("áéíóúüñÁÉÍÓÚÜÑ¿¡ºª".unicodeScalars), Set("àâæçéèêëîïôœùûüÀÂÆÇÉÈÊËÎÏÔŒÙÛÜ".unicodeScalars),
        Set("äöüßÄÖÜ".unicodeScalars), Set("áâãàçéêíóôõúÁÂÃÀÇÉÊÍÓÔÕÚºª".unicodeScalars),
        Set("àèéìòùÀÈÉÌÒÙ".unicodeScalars), Set("åäöéÅÄÖÉ".unicodeScalars), Set("åæøéÅÆØÉ".unicodeScalars),
    ]
    private static let westernSigns = Set("‘’“”–—…«»£§©°·•€\u{A0}".unicodeScalars)
    /// 0x80…0x9F of Windows-1252; nothing where it has no character.
    private static let windowsSigns: [Unicode.Scalar?] = [
        "€", nil, "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", nil, "Ž", nil, nil, "‘", "’", "“", "”", "•",
        "–",
        "—", "˜", "™", "š", "›", "œ", nil, "ž", "Ÿ",
    ]

    private static func western(_ bytes: [UInt8], _ high: Int) -> Bool {
        let letters = bytes.count { 0x61...0x7A ~= $0 | 0x20 }
        // Of an alphabet that is all high, or of the pairs of an Asian one, the fraction is far larger.
        guard letters >= 20, 4 * high <= letters else { return false }
        var found: Set<Unicode.Scalar> = []
        for byte in Set(bytes) where byte >= 0x80 {
            guard let scalar = byte < 0xA0 ? windowsSigns[Int(byte) - 0x80] : Unicode.Scalar(byte) else { return false }
            if !westernSigns.contains(scalar) { found.insert(scalar) }
        }
        guard westernLetters.contains(where: { $0.isSuperset(of: found) }) else { return false }
        // A letter stands in a word: most have a plain one beside them.
        let isLetter = { (byte: UInt8) in 0x61...0x7A ~= byte | 0x20 }
        var (inWords, all) = (0, 0)
        for (index, byte) in bytes.enumerated() where byte >= 0xC0 {
            all += 1
            if index > 0 && isLetter(bytes[index - 1]) || index + 1 < bytes.count && isLetter(bytes[index + 1]) {
                inWords += 1
            }
        }
        return all > 0 && 10 * inWords >= 6 * all
    }
}
