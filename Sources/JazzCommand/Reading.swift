import Commands
import MIDI
import Repertoire
import Sound

/// Reads a MIDI file named on the command line, or found in a folder that was, and says on standard error what was wrong
/// with it where it can be read nevertheless. `-` is standard input.
func readMIDI(
    _ path: String, mostNotes: Int = MIDIFile.mostNotes, isFound: Bool = false
) throws -> MIDIFile {
    do throws(MIDIError) {
        let file = try MIDIFile.read(path == "-" ? "/dev/stdin" : path, mostNotes: mostNotes, isFound: isFound)
        if let warning = file.repairs.warning(path) {
            var console = Console("jazz", isQuiet: false)
            console.note(warning, always: true)
        }
        return file
    } catch {
        throw Failure(error, path)
    }
}
