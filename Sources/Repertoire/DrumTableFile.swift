import Commands
import Files
package import Jazz

/// The files of drummers' tables: the one that comes with the program, and those of `jazz train-drums`.
package enum DrumTableFile {
    /// What the table that comes with the program is called.
    package static let shippedName = "the shipped drum table"
    /// What a card says of the kind.
    package static let kind = "jazz-drums"
    /// A longer file is no table.
    private static let longest = 4 << 20

    /// Reads the table at `path`, or the one that comes with the program for nil.
    package static func read(_ path: String?) throws -> DrumTable {
        guard let path else { return try table(Shipped.drumTable, name: shippedName) }
        let bytes: [UInt8]
        do throws(FileReadError) {
            bytes = try FileSystem.contents(of: path, limit: longest, onlyFiles: false)
        } catch {
            if case .missing = error {
                throw Failure(.missingInput, "\(path): no such file; make a table with jazz train-drums")
            }
            throw Failure(.missingInput, "\(path): cannot be read as a drum table; is it a file, and readable?")
        }
        return try table(bytes, name: path)
    }

    /// The table in a file; nil where something else is in it.
    package static func tableIfAny(_ path: String) throws -> DrumTable? {
        guard
            let bytes = try? FileSystem.contents(of: path, limit: longest, onlyFiles: true),
            bytes.starts(with: DrumTable.header.utf8)
        else { return nil }
        return try table(bytes, name: path)
    }

    private static func table(_ bytes: [UInt8], name: String) throws -> DrumTable {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.data, "\(name): \(DrumTableError.header)")
        }
        do throws(DrumTableError) {
            return try DrumTable(text: text)
        } catch {
            throw Failure(.data, "\(name): \(error)")
        }
    }
}
