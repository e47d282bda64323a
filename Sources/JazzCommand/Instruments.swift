import ArgumentParser
import Commands
import Jazz

/// `jazz instruments`: what --instrument understands.
struct Instruments: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the instruments and their ranges.",
        discussion: """
            Any of the names, or the number, can be given to --instrument, as in lead=alto-sax. The lead keeps to its \
            instrument's range, where that is wide to what lies between C3 and C6. Drum sets are for drums=NAME; which of \
            them sound different depends on the sound font.
            """)

    @Argument(help: ArgumentHelp("Only those with this in their names.", valueName: "text"))
    var search: String?

    func run() throws {
        let wanted = search?.lowercased() ?? ""
        var lines: [String] = []
        for instrument in Instrument.all {
            let names = [instrument.name] + instrument.aliases
            guard wanted.isEmpty || names.contains(where: { $0.contains(wanted) }) else { continue }
            let range = "\(pitchName(instrument.range.lowerBound))–\(pitchName(instrument.range.upperBound))"
            let others = instrument.aliases.isEmpty ? "" : "or \(instrument.aliases.joined(separator: ", "))"
            let number = "\(instrument.program + 1)"
            let row =
                padded(String(repeating: " ", count: 3 - number.count) + number, 5)
                + padded(instrument.name, 24) + padded(range, 9) + others
            lines.append(String(row.reversed().drop { $0 == " " }.reversed()))
        }
        for name in Instrument.drumSetNames where wanted.isEmpty || name.contains(wanted) {
            lines.append(padded("drums", 7) + name)
        }
        guard !lines.isEmpty else {
            throw Failure(
                .usage, "no instrument has \"\(search ?? "")\" in its names; jazz instruments lists all of them")
        }
        for line in lines { try Output.line(line) }
    }

    private func pitchName(_ pitch: Int) -> String { PitchName.text(pitch) }
}
