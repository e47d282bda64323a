import Jazz
import Live
import Sound
import Terminal
import Testing

@Suite struct StageKeysTests {
    @Test func whatIsMutedIsMutedForTheCard() {
        let settings = LiveSettings(.init(tempo: 120, temperature: 1, density: 1, style: .swing))
        let controls = PlaybackControls()
        var keys = StageKeys(settings, controls, roles: PartRole.allCases, styles: [.swing, .bossa])
        func press(_ text: String) { for character in text { _ = keys.press(.character(character)) } }
        press("ml")
        #expect(controls.mutedChannels == 1)
        press("md")
        #expect(controls.mutedChannels == 1 | 1 << 9 && keys.muted == [.lead, .drums])
        press("Sb")
        #expect(controls.mutedChannels == 1 | 1 << 1 | 1 << 9)
        press("Sb")
        #expect(controls.mutedChannels == 0)
        press("mx")
        #expect(controls.mutedChannels == 0 && keys.message.contains("no part"))
    }

    @Test func valuesStayWithinTheirLimits() {
        let settings = LiveSettings(.init(tempo: 131.7, temperature: 0.93, density: 1, style: .swing))
        var keys = StageKeys(settings, PlaybackControls(), roles: PartRole.allCases, styles: [.swing, .bossa])
        _ = keys.press(.up)
        #expect(settings.values.tempo == 135)
        for _ in 0..<100 {
            for key in [KeyStroke.up, .right, .character("D"), .character("k")] { _ = keys.press(key) }
        }
        #expect(settings.values.tempo == 320 && settings.values.temperature == 2 && settings.values.density == 3)
        #expect(abs(settings.values.transposition) <= 12)
        for _ in 0..<200 { for key in [KeyStroke.down, .left, .character("d")] { _ = keys.press(key) } }
        #expect(settings.values.tempo == 40 && settings.values.temperature == 0 && settings.values.density == 0.25)
        _ = keys.press(.character("s"))
        #expect(settings.values.style == .bossa)
    }

    @Test func qEndsAndASecondOneStops() {
        let settings = LiveSettings(.init(tempo: 120, temperature: 1, density: 1, style: .swing))
        var keys = StageKeys(settings, PlaybackControls(), roles: PartRole.allCases, styles: [.swing])
        #expect(keys.press(.character("q")) == nil && settings.wantsEnding)
        #expect(keys.press(.character("q")) == .quit)
    }

    @Test func keysAreReadWhateverPiecesTheyComeIn() {
        var reader = KeyReader()
        #expect(
            reader.keys(Array("a\u{1B}[A\u{1B}OBé\u{1B}[1;5C".utf8)) == [
                .character("a"), .up, .down, .character("é"), .right,
            ])
        #expect(reader.keys([0x1B], isAll: false) == [] && reader.keys(Array("[D".utf8)) == [.left])
        #expect(reader.keys([0x1B]) == [.escape])
        #expect(reader.keys([0xC3]) == [] && reader.keys([0xA9]) == [.character("é")])
        #expect(reader.keys([0xFF, 0xFE, 0x01, 0x41]).count <= 2)
    }
}
