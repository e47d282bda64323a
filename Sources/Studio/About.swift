import Jazz
import ModelFile
import Repertoire
import Web

/// What the studio can do, for a page to draw its controls from.
enum About {
    static func response(_ sounds: SoundShelf) -> HTTPResponse {
        HTTPResponse { writer in
            writer.member("version", JazzVersion.current)
            writer.list("styles", Style.allCases) { writer, style in
                writer.member("name", style.name)
                writer.member("label", label(style.name))
                let words = style.text.split(separator: "\n").first { $0.hasPrefix("#") }?.dropFirst(2) ?? ""
                writer.member("help", String(words))
                writer.member("tempo", style.usualTempo)
            }
            writer.member("keys", keys)
            writer.member(
                "meters", ["4/4", "3/4", "5/4", "6/4", "7/4", "6/8", "7/8", "9/8", "12/8"].filter { Meter($0) != nil })
            writer.list("instruments", Instrument.all) { writer, instrument in
                writer.member("name", instrument.name)
                writer.member("program", instrument.program)
                writer.member("lowest", instrument.range.lowerBound)
                writer.member("highest", instrument.range.upperBound)
                writer.member("family", families[instrument.program / 8])
            }
            writer.member("drumSets", Instrument.drumSetNames)
            let manners =
                [("average", "the mean of players")]
                + Manner.School.allCases.map { ($0.rawValue, "a player of \(label($0.rawValue).lowercased())") }
            writer.list("manners", manners) { writer, manner in
                writer.member("value", manner.0)
                writer.member("label", manner.1)
            }
            writer.list("traits", Manner.Trait.allCases) { writer, trait in
                writer.member("name", trait.rawValue)
                writer.member("help", words(trait))
            }
            let library = Shipped.charts
            writer.list("charts", library.names) { writer, name in
                let chart = try? library.chart(named: name)
                writer.member("name", name)
                writer.member("title", chart?.title ?? name)
                writer.member("bars", chart?.bars.count ?? 0)
                writer.member("style", chart?.style?.name)
                writer.member("key", chart?.key?.description)
            }
            let forms = Forms.names
            writer.list("forms", forms + InventedForm.allCases.map(\.rawValue).filter { !forms.contains($0) }) {
                writer, name in
                let invented = InventedForm(rawValue: name)
                writer.member("name", name)
                writer.member("label", invented.map { "\(label(name)): \($0.summary)" } ?? label(name))
                writer.member("invented", invented != nil)
            }
            writer.list("options", OptionList.music) { $1.write(to: &$0) }
            writer.list("textOptions", OptionList.text) { $1.write(to: &$0) }
            writer.member("sound") { writer in
                do throws(APIError) {
                    _ = try sounds.font()
                    writer.member("available", true)
                    writer.member("reason", nil as String?)
                } catch {
                    writer.member("available", false)
                    writer.member("reason", error.message)
                }
            }
            writer.member("limits") { writer in
                writer.member("bars", PieceLimits.mostBars)
                writer.member("uploadBytes", 4 << 20)
                writer.member("corpusBytes", StudioService.mostBytes)
                writer.member("takes", PieceDesk.mostTakes)
                writer.member("bestOf", 32)
                writer.member("projectBytes", 4 << 20)
                writer.member("queue", 1_024)
            }
        }
    }

    private static let keys = ["C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"].flatMap {
        [$0, $0 + "m"]
    }
    /// General MIDI's, of eight programs each.
    private static let families = [
        "piano", "chromatic percussion", "organ", "guitar", "bass", "strings", "ensemble", "brass", "reed", "pipe",
        "synth lead", "synth pad", "synth effects", "ethnic", "percussive", "sound effects",
    ]

    static func label(_ name: String) -> String {
        let words = name.replacing("-", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private static func words(_ trait: Manner.Trait) -> String {
        switch trait {
        case .density: "How many notes."
        case .leaps: "Wide intervals rather than steps."
        case .chromaticism: "Notes outside the chord's scale."
        case .space: "Rests, and long notes."
        case .repetition: "Notes struck again, and motifs taken up."
        case .variety: "Rhythms of many kinds rather than even runs."
        case .runs: "Notes faster than eighths."
        case .compass: "From how low to how high."
        case .syncopation: "Notes off the beat."
        case .regularity: "Onsets in the same places bar after bar."
        case .swing: "How long the first of two swung eighths is."
        case .lag: "How far behind the beat."
        case .scatter: "How far onsets stray."
        }
    }
}
