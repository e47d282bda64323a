import Terminal
import Testing

@Suite struct ShownTextTests {
    @Test(arguments: [
        ("plain, é, 漢, 🎷", "plain, é, 漢, 🎷"),
        ("\u{1B}[2J", "\\u{1B}[2J"),
        ("a\nhash 1234\r\tb", "a\\nhash 1234\\r\\tb"),
        ("\r\n", "\\r\\n"),
        ("\u{0}\u{7}\u{7F}\u{9B}31m", "\\u{0}\\u{7}\\u{7F}\\u{9B}31m"),
        ("a\u{202E}gnp.exe\u{2069}", "a\\u{202E}gnp.exe\\u{2069}"),
        ("a\u{2028}b\u{2029}", "a\\u{2028}b\\u{2029}"),
    ]) func aFieldStaysOnItsLine(_ text: String, _ shown: String) {
        #expect(text.shownInLine == shown)
    }

    @Test(arguments: [
        ("one\ntwo\tthree\n", "one\ntwo\tthree\n"),
        ("one\r\ntwo\rthree\r", "one\r\ntwo\\rthree\\r"),
        ("\u{1B}]0;title\u{7}\n\u{85}", "\\u{1B}]0;title\\u{7}\n\\u{85}"),
    ]) func linesStayLines(_ text: String, _ shown: String) {
        #expect(text.shownInLines == shown)
    }

    /// No scalar below U+3000 that a terminal might obey gets through.
    @Test func nothingIsObeyed() {
        for value in 0..<0x3000 as Range<UInt32> {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isControl = scalar.properties.generalCategory == .control
            let shown = String(scalar).shownInLine
            #expect(shown.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
            #expect(
                (shown != String(scalar))
                    == (isControl || scalar.properties.isBidiControl && value > 0x2027
                        || [0x2028, 0x2029].contains(value)))
        }
    }

    @Test func aLongTextKeepsBothEnds() {
        let long = "start " + String(repeating: "x", count: 100_000) + " end"
        let short = long.abridged(to: 200)
        #expect(short.count == 200)
        #expect(short.hasPrefix("start xxx") && short.hasSuffix("xxx end") && short.contains("x … x"))
        #expect("short".abridged(to: 5) == "short")
    }
}
