import ArgumentParser
import Commands
import Jazz
import Repertoire
import Terminal

/// `jazz charts`: the sample charts that come with the program.
struct Charts: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the sample charts, or print one.",
        discussion: "A chart printed to a file is a start for your own: jazz charts blues > mine.chart")

    @Argument(help: ArgumentHelp("Print this chart.", valueName: "name"))
    var name: String?

    func run() throws {
        do {
            if let name {
                try Output.data(try Shipped.charts.text(named: name))
                return
            }
            for name in Shipped.charts.names {
                let chart = try Shipped.charts.chart(named: name)
                let style = chart.style.map { ", \($0.name)" } ?? ""
                let key = chart.key.map { " in \($0)" } ?? ""
                try Output.line(
                    padded(name, 16)
                        + "\(counted(chart.bars.count, "bar")), \(chart.meter)\(key)\(style): \(chart.title)")
            }
        } catch let error as HarmonyError {
            throw Failure(.usage, error.description)
        }
    }
}
