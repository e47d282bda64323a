import ArgumentParser
import Commands
import Jazz

/// `jazz styles`: what --style understands, and the tables behind it.
struct Styles: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the styles of the band, or print the table of one.",
        discussion: """
            A table printed to a file is a start for your own: jazz styles bossa > mine.style, and then \
            jazz generate --style-file mine.style. Change its name; what the table leaves out is as in the style that \
            it names in "based on:", swing unless it does.
            """)

    @Argument(help: ArgumentHelp("Print the table of this style.", valueName: "name"))
    var name: String?

    func run() throws {
        if let name {
            guard let style = Style.named(name.lowercased()) ?? StyleName(name).flatMap({ $0.isExact ? $0.style : nil })
            else {
                throw Failure(
                    .usage,
                    "there is no style \"\(name)\"; there are \(Style.allCases.map(\.name).joined(separator: ", "))")
            }
            try Output.data(style.text)
            return
        }
        for style in Style.allCases {
            let table = style.table
            let range = "\(decimal(table.tempos[0]))–\(decimal(table.tempos[4]))"
            let about = style.text.split(separator: "\n").first { $0.hasPrefix("#") }?.dropFirst(2) ?? ""
            try Output.line(padded(style.name, 13) + padded(range, 9) + about)
        }
    }
}
