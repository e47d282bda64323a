import ArgumentParser
import Commands
import Jazz
import JazzCorpus

/// What is asked for of the lead's manner.
enum MannerWish {
    /// That of a player drawn with the seed, of a school or of any.
    case drawn(in: Manner.School?)
    /// That of the player whom a number picks.
    case number(UInt64)
    case fixed(Manner)
    /// That of a line, which measures so much.
    case like(MannerDistribution.Window)
    /// That of the lead of a MIDI file that has not been read yet.
    case likeFile(String)

    /// The wish once a file that it names has been read.
    func read() throws -> MannerWish {
        guard case .likeFile(let path) = self else { return self }
        let file = try readMIDI(path)
        let solos: [Solo]
        do { solos = try SoloReader.solos(in: file, name: path).solos } catch {
            throw Failure(.data, "\(path): \(error)")
        }
        guard let window = solos.max(by: { $0.notes.count < $1.notes.count })?.wholeWindow else {
            throw Failure(.data, "\(path): its lead has too few notes to tell a manner")
        }
        return .like(window)
    }
}
