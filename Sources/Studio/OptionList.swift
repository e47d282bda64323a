import Jazz
import ModelFile
import Repertoire

/// An option as a control of the page.
struct OptionList: Sendable {
    enum Kind: String { case number, integer, boolean, choice, text }

    var name: String
    var label: String
    var help: String
    var group: String
    var kind: Kind
    var range: ClosedRange<Double>?
    var step: Double?
    var usual: JSONValue = .null
    var unit: String?
    var choices: [(value: String, label: String)] = []
    /// Where a MIDI file can be sent for its value.
    var fromFile: String?

    func write(to writer: inout JSONWriter) {
        writer.member("name", name)
        writer.member("label", label)
        writer.member("help", help)
        writer.member("group", group)
        writer.member("type", kind.rawValue)
        writer.member("minimum", range?.lowerBound)
        writer.member("maximum", range?.upperBound)
        writer.member("step", step)
        writer.key("default")
        usual.write(to: &writer)
        writer.member("unit", unit)
        writer.list("choices", choices) { writer, choice in
            writer.member("value", choice.value)
            writer.member("label", choice.label)
        }
        writer.member("fromFile", fromFile)
    }

    private static func number(
        _ name: String, _ label: String, _ help: String, _ group: String, _ range: ClosedRange<Double>, step: Double,
        usual: Double? = nil, unit: String? = nil
    ) -> OptionList {
        OptionList(
            name: name, label: label, help: help, group: group, kind: .number, range: range, step: step,
            usual: usual.map(JSONValue.number) ?? .null, unit: unit)
    }

    private static func integer(
        _ name: String, _ label: String, _ help: String, _ group: String, _ range: ClosedRange<Int>, usual: Int? = nil,
        unit: String? = nil
    ) -> OptionList {
        OptionList(
            name: name, label: label, help: help, group: group, kind: .integer,
            range: Double(range.lowerBound)...Double(range.upperBound), step: 1,
            usual: usual.map(JSONValue.integer) ?? .null, unit: unit)
    }

    /// The fields of a piece, in the order of a page.
    static let music: [OptionList] = [
        OptionList(
            name: "style", label: "Style", help: "How the band plays; left open, as the chart says.", group: "Song",
            kind: .choice, choices: Style.allCases.map { ($0.name, About.label($0.name)) }),
        number(
            "tempo", "Tempo", "Quarter notes a minute; left open, the chart's.", "Song", Ensemble.tempos, step: 1,
            unit: "bpm"),
        OptionList(
            name: "key", label: "Key", help: "Play in another key, such as F or Bbm.", group: "Song", kind: .text),
        OptionList(
            name: "meter", label: "Metre", help: "Play in another metre, bar for bar.", group: "Song", kind: .text),
        integer("choruses", "Choruses", "How often the form is played.", "Song", 1...64),
        integer("bars", "Bars", "The length, in place of choruses.", "Song", 1...PieceLimits.mostBars),
        integer(
            "intro", "Introduction", "Bars of the band alone before the lead.", "Song", 0...Ensemble.mostIntroBars,
            usual: 0, unit: "bars"),
        OptionList(
            name: "introduction", label: "The chart's introduction",
            help: "Begin with the section [Intro] of the chart.",
            group: "Song", kind: .boolean, usual: .boolean(false)),
        OptionList(
            name: "verse", label: "Verse", help: "Play the section [Verse] of the chart before the first chorus.",
            group: "Song", kind: .boolean, usual: .boolean(false)),
        OptionList(
            name: "coda", label: "Coda", help: "End the last chorus with the section [Coda] of the chart.",
            group: "Song", kind: .boolean, usual: .boolean(false)),
        OptionList(
            name: "finalBar", label: "Final bar", help: "End with a bar on the tonic.", group: "Song", kind: .boolean,
            usual: .boolean(false)),
        OptionList(
            name: "doubleTime", label: "Double time", help: "Twice the tempo, each bar as two.", group: "Song",
            kind: .boolean, usual: .boolean(false)),
        integer(
            "countIn", "Count-in", "Bars of clicks before everything.", "Song", 0...CountIn.bars.upperBound, usual: 0,
            unit: "bars"),
        OptionList(
            name: "arc", label: "Arc", help: "The lead's course in density and register.", group: "Lead", kind: .choice,
            usual: .string(LeadArc.arch.rawValue),
            choices: LeadArc.allCases.map { ($0.rawValue, About.label($0.rawValue)) }),
        number(
            "density", "Density", "How many notes: 1 as players do at the tempo.", "Lead", PieceLimits.densities,
            step: 0.05, usual: 1),
        OptionList(
            name: "manner", label: "Manner",
            help: "What player the lead is: of a school, a number, or traits such as leaps=1.5.",
            group: "Lead", kind: .text, fromFile: "/api/manner"),
        number(
            "temperature", "Temperature", "Of the pitches: lower is safer, higher bolder.", "Lead", 0...2, step: 0.05,
            usual: LeadOptions.usualTemperature),
        number(
            "rhythmTemperature", "Rhythm temperature", "Of the rhythm.", "Lead", 0...2, step: 0.05,
            usual: LeadOptions.usualRhythmTemperature),
        number(
            "topP", "Top p", "Draw pitches from the likeliest that make up this probability.", "Lead",
            PieceOrder.topPs, step: 0.01, usual: LeadOptions.usualTopP),
        integer("topK", "Top k", "Draw pitches from the k likeliest; 0 for all.", "Lead", 0...60, usual: 0),
        number(
            "motif", "Motif", "How often a phrase takes up the motif.", "Lead", PieceLimits.fractions, step: 0.05,
            usual: LeadOptions.usualMotifFraction),
        number(
            "memory", "Memory", "How much the lead is led by what followed at like moments before.", "Lead",
            PieceLimits.fractions, step: 0.05, usual: LeadOptions.usualMemory),
        integer(
            "maxCopy", "Copies", "The most notes in a row that may be those of a solo; 0 for any number.", "Lead",
            0...64, usual: LeadOptions.usualMostCopied, unit: "notes"),
        number(
            "swing", "Swing", "The long eighth to the short one: 1 even, 2 triplets; left open, as players do.", "Feel",
            Swing.ratios, step: 0.05),
        number(
            "humanize", "Timing", "How far the lead strays from the grid: 1 as players do.", "Feel",
            PieceLimits.fractions,
            step: 0.05, usual: 1),
        OptionList(
            name: "pedal", label: "Pedal", help: "The piano holds its pedal through each chord, as in ballads.",
            group: "Feel", kind: .boolean, usual: .boolean(false)),
        integer(
            "bestOf", "Best of", "Make so many leads and keep the one nearest to real solos.", "Making",
            PieceOrder.takes, usual: 1, unit: "takes"),
        OptionList(
            name: "seed", label: "Seed", help: "The same seed and settings give the same piece.", group: "Making",
            kind: .text),
    ]

    /// The fields of a text.
    static let text: [OptionList] = [
        integer("length", "Length", "How many characters.", "Text", 1...20_000, usual: 600, unit: "characters"),
        number("temperature", "Temperature", "Lower is safer, higher bolder.", "Text", 0...2, step: 0.05, usual: 0.8),
        number(
            "topP", "Top p", "Draw from the likeliest that make up this probability.", "Text", 0...1, step: 0.01,
            usual: 1),
        integer("topK", "Top k", "Draw from the k likeliest; 0 for all.", "Text", 0...200, usual: 0),
        number(
            "minP", "Min p", "Leave out what is less likely than this part of the likeliest.", "Text", 0...1,
            step: 0.01, usual: 0),
        number(
            "repetitionPenalty", "Repetition penalty", "Make what was written less likely.", "Text", 1...3, step: 0.05,
            usual: 1),
    ]
}
