import ArgumentParser
import Commands
import Files
import Jazz
import MIDI
import Repertoire
import Sound

/// What a piece is written as: the ending of the file's name says so.
enum PieceFormat: CaseIterable {
    case midi, sound, musicXML, abc

    /// The endings of names that mean it, in small letters.
    var endings: [String] {
        switch self {
        case .midi: [".mid", ".midi"]
        case .sound: Render.endings
        case .musicXML: [".musicxml", ".xml"]
        case .abc: [".abc"]
        }
    }

    /// Whether it is read from paper.
    var isPaper: Bool { self == .musicXML || self == .abc }

    /// All endings that can be asked for.
    static var allEndings: [String] { allCases.flatMap(\.endings) }

    /// The format that a name asks for; a name that promises nothing is MIDI.
    ///
    /// - Throws: `ValidationError` for an ending that is none of these.
    init(_ path: String) throws {
        try OutputName.check(path, endings: Self.allEndings, "a piece is written as MIDI, as sound or as notation")
        let ending = OutputName.ending(of: path)
        self = Self.allCases.first { $0.endings.contains(ending) } ?? .midi
    }
}

/// How a piece is put on paper: shared by the commands that write notation.
struct SheetOptions: ParsableArguments {
    @Flag(help: "On paper, write the lead alone with its chord symbols.")
    var leadSheet = false

    @Option(
        help: ArgumentHelp(
            "On paper, write the lead for instruments in Bb (trumpet, tenor saxophone) or Eb (alto saxophone). Default: as "
                + "it sounds, C.", valueName: "Bb|Eb|C"),
        transform: pitch)
    var transposed: InstrumentPitch = .concert

    private static func pitch(_ text: String) throws -> InstrumentPitch {
        guard let pitch = InstrumentPitch.allCases.first(where: { $0.rawValue.lowercased() == text.lowercased() })
        else {
            throw ValidationError("--transposed \(text) is not known; choose one of Bb, Eb and C")
        }
        return pitch
    }

    var options: ScoreOptions { ScoreOptions(isLeadSheet: leadSheet, instruments: transposed) }

    /// Refuses options that a format has no use for.
    func check(_ format: PieceFormat) throws {
        guard !format.isPaper else { return }
        let endings = PieceFormat.allCases.filter(\.isPaper).map { $0.endings[0] }.joined(separator: " or ")
        for (option, isGiven) in [("--lead-sheet", leadSheet), ("--transposed", transposed != .concert)] where isGiven {
            throw ValidationError("\(option) is for notation; name a file that ends in \(endings)")
        }
    }
}

/// Writes pieces in the format that their names ask for.
struct PieceWriter {
    let format: PieceFormat
    var renderer: Renderer?
    var sheet = ScoreOptions()

    /// The ending of a file for a single part.
    var partEnding: String { format == .sound ? PieceFormat.midi.endings[0] : format.endings[0] }

    /// Writes a piece.
    ///
    /// - Parameter style: How it is played; nil where that is not known.
    func write(_ piece: Piece, style: Style?, swing: Double? = nil, to path: String, _ console: inout Console) throws {
        switch format {
        case .sound:
            guard let renderer else { return }
            try renderer.render(piece.midiFile(), to: path, as: SoundFileKind(name: path) ?? .wav, &console)
        case .midi: try write(try bytes(piece.midiFile()), to: path)
        case .musicXML:
            try write(Array(piece.musicXML(style: style, swing: swing, sheet).utf8), to: path)
        case .abc: try write(Array(piece.abc(style: style, swing: swing, sheet).utf8), to: path)
        }
    }

    /// Writes one part: sound as MIDI, for it is rendered whole.
    func write(part piece: Piece, style: Style, swing: Double? = nil, to path: String, _ console: inout Console) throws
    {
        var writer = self
        if format == .sound { writer = PieceWriter(format: .midi) }
        writer.sheet.isLeadSheet = false
        try writer.write(piece, style: style, swing: swing, to: path, &console)
    }

    private func bytes(_ file: MIDIFile) throws -> [UInt8] {
        do { return try file.encoded() } catch { throw Failure(.software, "the piece cannot be encoded: \(error)") }
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        guard path != "-" else {
            try Output.data(bytes)
            return
        }
        do { try AtomicFile.write(bytes, to: path) } catch { throw Failure(error) }
    }
}
