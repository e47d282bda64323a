import Music
import Testing

@Suite struct PartTests {
    @Test func tidyingOrdersCutsAndSeparates() {
        let notes = [
            PartNote(start: 900, duration: 500, pitch: 60, velocity: 80),
            PartNote(start: 0, duration: 1000, pitch: 60, velocity: 70),
            PartNote(start: 0, duration: 10, pitch: 60, velocity: 60),
            PartNote(start: 0, duration: 10, pitch: 55, velocity: 60),
            PartNote(start: -1, duration: 10, pitch: 55, velocity: 60),
            PartNote(start: 1000, duration: 10, pitch: 55, velocity: 60),
        ]
        let part = Part(role: .lead, notes: notes).tidied(limit: 1000)
        #expect(
            part.notes == [
                PartNote(start: 0, duration: 10, pitch: 55, velocity: 60),
                PartNote(start: 0, duration: 900, pitch: 60, velocity: 70),
                PartNote(start: 900, duration: 100, pitch: 60, velocity: 80),
            ])
        #expect(part.name == "lead" && part.channel == 0)
    }

    @Test func rolesHaveTheirChannelsAndPrograms() {
        #expect(PartRole.allCases.map(\.channel) == [0, 1, 2, 9])
        #expect(PartRole.allCases.map(\.rawValue) == ["lead", "chords", "bass", "drums"])
        #expect(PartRole.allCases.allSatisfy { (0...127).contains($0.program) })
    }
}
