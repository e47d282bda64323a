import ArgumentParser
import Commands
import Jazz
import MIDI
import ModelFile

/// `jazz show`: a MIDI file as a piano roll.
struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draw a MIDI file as a piano roll with bar lines and chords (SVG).")

    @Option(help: ArgumentHelp("The drawing to write.", valueName: "out.svg"))
    var svg: String

    @Option(help: ArgumentHelp("Bars in one line of the drawing, 1 to 64.", valueName: "n"))
    var barsPerLine = 8

    @Argument(help: ArgumentHelp("The MIDI file to read.", valueName: "in.mid"))
    var input: String

    func run() throws {
        guard (1...64).contains(barsPerLine) else {
            throw Failure(.usage, "--bars-per-line \(barsPerLine) is not possible; choose 1 to 64")
        }
        let file = try readMIDI(input)
        let roll = PianoRoll(file)
        let title = file.trackNames.first.flatMap { $0 } ?? ""
        let drawing = roll.svg(title: title.isEmpty ? input : title, barsPerLine: barsPerLine)
        try AtomicFile.write(Array(drawing.utf8), to: svg)
        let bars = roll.barLines.count - 1
        print("\(svg): \(bars) \(bars == 1 ? "bar" : "bars"), \(roll.voices.count) tracks")
    }
}
