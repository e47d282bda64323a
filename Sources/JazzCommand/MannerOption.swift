import Commands
import Jazz
import Repertoire

/// What `--manner` says.
enum MannerOption {
    case wish(MannerWish)
    /// The manner of the lead of a MIDI file.
    case likeFile(String)

    /// The wish, the file having been read.
    func wish() throws -> MannerWish {
        switch self {
        case .wish(let wish): return wish
        case .likeFile(let path):
            let file = try readMIDI(path)
            let solos: [Solo]
            do { solos = try SoloReader.solos(in: file, name: path).solos } catch {
                throw Failure(.data, "\(path): \(error)")
            }
            guard let window = solos.max(by: { $0.notes.count < $1.notes.count })?.meanWindow else {
                throw Failure(.data, "\(path): its lead has too few notes to tell a manner")
            }
            return .like(window)
        }
    }
}
