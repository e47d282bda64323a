import ArgumentParser
import Commands
import Files
import Jazz
import Live
import MIDI
import Repertoire
import Sound
import Terminal

/// `jazz play`: MIDI files one after the other, or music that is invented while it sounds.
struct Play: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play MIDI files, or invent music for as long as you like.",
        discussion: """
            Without a file the band improvises over the changes, chorus after chorus, each new, until it is told to end: \
            with q or Ctrl-C, or after --choruses. In a terminal the stage shows what is played and obeys keys; ? lists \
            them. Where there is no sound card, jazz render writes a sound file instead.
            """)

    @OptionGroup var font: SoundFontOptions

    @OptionGroup(title: "Output") var output: PlayOutputOptions

    @Flag(help: "A bar of clicks before the band comes in.")
    var countIn = false

    @OptionGroup(title: "Trading") var trading: TradingOptions

    @OptionGroup var piece: PieceOptions

    @OptionGroup(title: "Feel") var feel: FeelArguments

    @Flag(help: "A line of text instead of the stage.")
    var plain = false

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    @Argument(
        help: ArgumentHelp(
            "The MIDI files to play, and folders of such; without any, music is invented.", valueName: "in.mid"))
    var inputs: [String] = []

    func validate() throws {
        guard !inputs.isEmpty else { return }
        let others = ["--soundfont", "--plain", "--quiet"] + PlayOutputOptions.names
        if let option = Self.given(besides: others).first {
            throw ValidationError("\(option) is for music that is invented; leave it or the files out")
        }
    }

    func run() throws {
        if output.listDevices { return try output.list() }
        var console = Console("jazz", isQuiet: quiet)
        let list = try inputs.isEmpty ? nil : SetListFiles(inputs, &console)
        try output.check(reading: list?.paths ?? [], font: font)
        // The files first, then the font: what is likelier to be wrong is said first.
        let soundFont = output.midiOut == nil ? try font.find() : nil
        Interruption.catchSignals()
        let performance = Performance(output, isPlain: plain, isQuiet: quiet)
        if let list {
            try performance.play(list, on: soundFont, &console)
        } else {
            try invent(performance, soundFont, &console)
        }
    }

    /// Plays what is invented meanwhile.
    private func invent(_ performance: Performance, _ font: SoundFont?, _ console: inout Console) throws {
        let seed = piece.seed ?? UInt64.random(in: 0...999_999)
        var notes: [String] = []
        var recipe = try piece.recipe(bars: nil, seed: seed) { notes.append($0) }
        feel.apply(to: &recipe)
        for note in notes { console.note(note) }
        let models = try piece.lead.models()
        try performance.invent(
            Invention(
                band: try recipe.band(models), networks: models.networks, seed: seed,
                choruses: piece.harmony.choruses, arrangement: recipe.arrangement,
                temperature: recipe.temperature, countsIn: countIn, listener: try trading.listener(),
                trade: trading.trade, follow: trading.followed, isPersonSounded: trading.thru), on: font, &console)
    }
}

/// What is played when nothing is given.
struct Invention {
    var band: Ensemble
    var networks: BandNetworks
    var seed: UInt64
    var choruses: Int?
    var arrangement: Arrangement
    var temperature: Double
    var countsIn: Bool
    /// The person who plays along, and how long each has a turn; nil for nobody.
    var listener: Listener?
    var trade = Trader.Length.bars(4)
    /// What of the band follows the person, and whether they are sounded here.
    var follow: Follower.What?
    var isPersonSounded = true
}

/// The files of a set list.
struct SetListFiles {
    let paths: [String]
    /// What can be read once, such as a pipe, by its place.
    let kept: [Int: MIDIFile]

    /// - Parameter inputs: Files, which must be readable, and folders, of which what can be read is taken.
    init(_ inputs: [String], _ console: inout Console) throws {
        var paths: [String] = []
        var kept: [Int: MIDIFile] = [:]
        for input in inputs {
            guard Directories.isDirectory(input) else {
                let file = try readMIDI(input, mostNotes: .max)
                if (try? FileSystem.status(input).kind) != .regular { kept[paths.count] = file }
                paths.append(input)
                continue
            }
            let found: [String]
            do throws(FileReadError) {
                found = try Directories.files(below: input).filter(Self.isMIDI)
            } catch {
                throw Failure(.missingInput, "\(error)")
            }
            let before = paths.count
            for name in found {
                let path = "\(input)/\(name)"
                do {
                    _ = try readMIDI(path, mostNotes: .max, isFound: true)
                    paths.append(path)
                } catch let failure as Failure {
                    console.note("left out: \(failure.message)", always: true)
                }
            }
            if paths.count == before {
                throw Failure(.missingInput, "\(input): no MIDI file to play in this folder; name one that has some")
            }
        }
        self.paths = paths
        self.kept = kept
    }

    private static func isMIDI(_ name: String) -> Bool {
        let lower = name.lowercased()
        return lower.hasSuffix(".mid") || lower.hasSuffix(".midi")
    }
}
