extension Chart {
    /// The chart as a link that iReal Pro opens.
    ///
    /// Bars are written out as they are played. A chord that the app has no symbol for stands between two stars, as the app
    /// writes qualities of the user's own; of sections the app knows letters only, others stand as a text over their bars.
    ///
    /// - Throws: `HarmonyError.link` where the app has no such metre.
    public func iRealLink() throws(HarmonyError) -> String {
        guard frame == ChartFrame() else { return try whole.iRealLink() }
        let parts = framed(Set(ChartFrame.Part.allCases)).frame
        let coda = parts.coda.isEmpty ? bars.count : bars.count - parts.coda.count
        // Behind the last bar of the chorus the sign stands in it.
        let leaves = parts.coda.isEmpty ? nil : barsToCoda
        var music = ""
        var last: Meter?
        for (index, bar) in bars.enumerated() {
            let own = bar.meter ?? meter
            guard let metre = Self.iRealMeters[own.signature] else {
                throw .link(.noMeter("\(own.signature)", bar: index + 1), song: title.isEmpty ? nil : title)
            }
            if index == 0 { music += "[" } else { music += bar.section == nil ? "|" : "][" }
            if index == coda || index == leaves { music += "Q" }
            if let section = bar.section, index != coda { music += Self.iRealLabel(section) }
            if own != last { music += "T\(metre)" }
            last = own
            music += cells(of: bar, own)
            if index == coda - 1, coda < bars.count, leaves == nil { music += "Q" }
        }
        music += "Z"
        let scrambled = String(String.UnicodeScalarView(IRealScramble.mirrored(Array(music.unicodeScalars))))
        let key = impliedKey
        let fields = [
            Self.field(title.isEmpty ? "Untitled" : title), "Unknown", "",
            style.map(\.table.iRealName) ?? "Medium Swing",
            "\(key.tonic)\(key.isMinor ? "-" : "")", "", IRealScramble.mark + scrambled, "",
            tempo.map { String(Int($0.rounded())) } ?? "0", "0",
        ]
        return "irealb://" + Self.encoded(fields.joined(separator: "="))
    }

    private static let iRealMeters = [
        "2/4": "24", "3/4": "34", "4/4": "44", "5/4": "54", "6/4": "64", "7/4": "74", "2/2": "22", "3/2": "32",
        "3/8": "38", "5/8": "58", "6/8": "68", "7/8": "78", "9/8": "98", "12/8": "12",
    ]

    private static func iRealLabel(_ section: String) -> String {
        if section == "Intro" { return "*i" }
        if section == "Verse" { return "*v" }
        if section.count == 1, let letter = section.first, letter.isASCII, letter.isUppercase { return "*\(letter)" }
        return "<\(section.filter { $0 != "<" && $0 != ">" })>"
    }

    /// A beat to a cell; what is empty holds the chord before.
    private func cells(of bar: ChartBar, _ meter: Meter) -> String {
        var text = ""
        var beat = 0
        for entry in bar.chords where entry.beat < meter.beats {
            // A comma parts chords without an empty cell.
            if beat > 0, entry.beat == beat { text += "," }
            text += String(repeating: " ", count: entry.beat - beat) + entry.chord.iRealSymbol
            beat = entry.beat + 1
        }
        return text + String(repeating: " ", count: max(0, meter.beats - beat))
    }

    private static func field(_ text: String) -> String { String(text.map { $0 == "=" ? "-" : $0 }) }

    private static func encoded(_ text: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~=".utf8)
        let digits = Array("0123456789ABCDEF")
        return text.utf8.map { byte in
            plain.contains(byte)
                ? String(UnicodeScalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
    }
}

extension Chord {
    /// The qualities that the app has, by the way this program writes them.
    private static let iRealQualities: [String: String] = {
        let rows = [
            "=", "m=-", "6=6", "m6=-6", "6/9=69", "m6/9=-69", "maj7=^7", "maj9=^9", "maj13=^13", "maj7#11=^7#11",
            "maj9#11=^9#11", "maj7#5=^7#5", "m7=-7", "m9=-9", "m11=-11", "mMaj7=-^7", "mMaj9=-^9", "m7b5=h7", "m9b5=h9",
            "dim=o", "dim7=o7", "+=+", "5=5", "sus2=2", "sus4=sus", "add9=add9", "7=7", "9=9", "13=13", "7b9=7b9",
            "7#9=7#9",
            "7#11=7#11", "7b13=7b13", "7b9b13=7b9b13", "7b9#11=7b9#11", "7b9#9=7b9#9", "7#9#11=7#9#11", "9#11=9#11",
            "9b5=9b5", "7b5=7b5", "7#5=7#5", "7alt=7alt", "13b9=13b9", "13#9=13#9", "13#11=13#11", "9#5=9#5",
            "7#5b9=7b9#5",
            "7#5#9=7#9#5", "7b5b9=7b9b5", "7sus4=7sus", "9sus4=9sus", "13sus4=13sus", "7sus4(b9)=7b9sus",
        ]
        return Dictionary(
            uniqueKeysWithValues: rows.map { row in
                let equals = row.firstIndex(of: "=") ?? row.endIndex
                return (String(row[..<equals]), String(row[row.index(after: equals)...]))
            })
    }()

    fileprivate var iRealSymbol: String {
        if isNoChord { return "n" }
        var plain = self
        plain.bassName = nil
        let quality = String(plain.symbol.dropFirst(rootName.description.count))
        let written = Self.iRealQualities[quality] ?? "*\(quality)*"
        return "\(rootName)\(written)" + (bassName.map { "/\($0)" } ?? "")
    }
}
