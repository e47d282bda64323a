import Commands
import FoundationEssentials
import Jazz

/// The files of drummers' tables: the one that comes with the program, and those of `jazz train-drums`.
enum DrumTableFile {
    /// What the table that comes with the program is called.
    static let shippedName = "the shipped drum table"
    /// What a card says of the kind.
    static let kind = "jazz-drums"
    /// A longer file is no table.
    private static let longest = 4 << 20

    /// Reads the table at `path`, or the one that comes with the program for nil.
    static func read(_ path: String?) throws -> DrumTable {
        guard let path else { return try table(Shipped.drumTable, name: shippedName) }
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw Failure(.missingInput, "\(path): no such file; make one with jazz train-drums")
        }
        guard !isDirectory, let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.missingInput, "\(path): cannot be read; is it a file, and readable?")
        }
        return try table([UInt8](data), name: path)
    }

    /// The table at `path`; nil where something else is there.
    static func tableIfAny(_ path: String) throws -> DrumTable? {
        guard let data = FileManager.default.contents(atPath: path), data.starts(with: DrumTable.header.utf8) else {
            return nil
        }
        return try table([UInt8](data), name: path)
    }

    private static func table(_ bytes: [UInt8], name: String) throws -> DrumTable {
        guard bytes.count <= longest, let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.data, "\(name): \(DrumTableError.header)")
        }
        do throws(DrumTableError) {
            return try DrumTable(text: text)
        } catch {
            throw Failure(.data, "\(name): \(error)")
        }
    }
}
