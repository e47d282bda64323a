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
            return try MannerWish(like: readMIDI(path), name: path)
        }
    }
}
