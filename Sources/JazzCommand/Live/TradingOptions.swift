import ArgumentParser
import Commands
import Live
import Repertoire
import Sound

/// A person who plays in turns with the lead.
struct TradingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Trade with a person who plays here: a raw MIDI device, a named pipe or a file of MIDI bytes; seq is a "
                + "port of the ALSA sequencer to which a keyboard is connected (aconnect), seq:CLIENT:PORT connects one.",
            valueName: "source"))
    var listen: String?

    @Option(
        name: .customLong("trade"),
        help: ArgumentHelp(
            "How long a turn is with --listen, the person's first: 4 or 8 bars, or chorus. Default: 4.",
            valueName: "turn"))
    var turn: String?

    @Option(
        help: ArgumentHelp(
            "Have the band follow the person of --listen, bar by bar: loudness (as hard and as densely as they play), chords "
                + "(where they play outside, the piano lays out and the bass keeps to the roots), or both.",
            valueName: "what"))
    var follow: String?

    @Flag(
        inversion: .prefixedNo,
        help:
            "Sound the person of --listen as well, as a piano or what their program changes say; --no-thru where the instrument sounds by itself."
    )
    var thru = true

    /// How long a turn is.
    var trade: Trader.Length {
        switch turn {
        case "8": .bars(8)
        case "chorus": .chorus
        default: .bars(4)
        }
    }

    func validate() throws {
        if let turn {
            guard listen != nil else { throw ValidationError("--trade needs a person; say where with --listen") }
            guard ["4", "8", "chorus"].contains(turn) else {
                throw ValidationError("--trade \(turn) is not possible; choose 4, 8 or chorus")
            }
        }
        if let follow {
            guard listen != nil else { throw ValidationError("--follow needs a person; say where with --listen") }
            guard Follower.What(rawValue: follow) != nil else {
                throw ValidationError("--follow \(follow) is not possible; choose loudness, chords or both")
            }
        }
        if !thru, listen == nil { throw ValidationError("--no-thru is about a person; say where with --listen") }
    }

    /// What of the band follows the person; nil for nothing.
    var followed: Follower.What? { follow.flatMap(Follower.What.init(rawValue:)) }

    /// Who is listened to; nil for nobody.
    func listener() throws -> Listener? {
        guard let listen else { return nil }
        do throws(SoundError) { return try Listener(listen) } catch { throw Failure(error) }
    }
}
