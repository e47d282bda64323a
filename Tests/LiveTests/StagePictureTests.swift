import Jazz
import Live
import Sound
import Terminal
import Testing

@Suite struct StagePictureTests {
    private func picture() throws -> (StagePicture, Rehearsal) {
        var rehearsal = try Rehearsal()
        for _ in 0..<6 { _ = try rehearsal.play() }
        var picture = StagePicture(values: rehearsal.settings.values)
        picture.title = "A Tune \u{1B}[2J with a name that goes on and on, far beyond what any terminal has room for"
        picture.heard = rehearsal.queue.heard
        picture.upcoming = rehearsal.queue.upcoming(8)
        picture.time = 9.1
        picture.bufferFill = 80
        return (picture, rehearsal)
    }

    /// From the least size on, and below it a word.
    @Test func itFitsAnyTerminal() throws {
        var (picture, _) = try picture()
        for help in [false, true] {
            picture.showsHelp = help
            for (columns, rows) in [(1, 1), (20, 5), (59, 40), (60, 15), (60, 16), (61, 17), (80, 24), (300, 90)] {
                var screen = Screen(columns: columns, rows: rows)
                picture.draw(on: &screen)
                #expect(screen.lines.count == rows && screen.lines.allSatisfy { $0.count == columns })
                let text = screen.lines.joined(separator: "\n")
                #expect(!text.contains("\u{1B}"))
                let fits = columns >= 60 && rows >= 16
                #expect(text.contains("A Tune") == fits)
                if fits, help { #expect(text.contains("loop four bars") && text.contains("this help")) }
            }
        }
    }

    @Test func theBarThatSoundsIsLit() throws {
        let (picture, _) = try picture()
        var screen = Screen(columns: 80, rows: 24)
        // Four seconds and a half of bars of two seconds: the fifth, the first of the second row.
        picture.draw(on: &screen)
        #expect(screen.lines[4].contains("Dm7") && screen.isLit(row: 4, column: 3))
        #expect(!screen.isLit(row: 3, column: 3) && !screen.isLit(row: 4, column: 25))
        #expect(screen.lines[0].contains("bar 5.3"))
    }

    @Test func whoIsMutedIsNotDrawn() throws {
        var (picture, _) = try picture()
        var screen = Screen(columns: 80, rows: 24)
        picture.draw(on: &screen)
        let bass = screen.lines[6..<20].joined().count { $0 == "▄" }
        #expect(bass > 3)
        picture.muted = [.bass]
        picture.draw(on: &screen)
        #expect(!screen.lines[6..<20].joined().contains("▄") && screen.lines[21].contains("× bass"))
    }

    @Test func onlyWhatHasChangedIsSent() throws {
        var (picture, _) = try picture()
        var screen = Screen(columns: 80, rows: 24)
        picture.draw(on: &screen)
        #expect(screen.changes(colour: true).utf8.count > 1000)
        picture.draw(on: &screen)
        #expect(screen.changes(colour: true) == "")
        picture.message = "something"
        picture.draw(on: &screen)
        let change = screen.changes(colour: false)
        #expect(change.contains("something") && change.utf8.count < 60 && !change.contains("38;5"))
    }
}
