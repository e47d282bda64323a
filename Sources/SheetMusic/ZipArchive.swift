import Files

/// Reads files from a zip archive in memory.
///
/// APPNOTE.TXT, the ZIP file format specification, version 6.3.10: sections 4.3.7 and 4.3.12. Only what is stored or
/// deflated is read, and never more than a limit, whatever the archive claims.
struct ZipArchive {
    private struct Entry {
        var name: String
        var method: Int
        var packed: Int
        var size: Int
        var header: Int
    }

    private let bytes: [UInt8]
    private var entries: [Entry] = []
    private static let mostEntries = 10_000

    /// - Throws: ``SheetMusicError/archive(_:)``.
    init(_ bytes: [UInt8]) throws(SheetMusicError) {
        self.bytes = bytes
        // The directory's end is in the last 64 KiB.
        let lowest = max(0, bytes.count - 65_557)
        var end: Int?
        for offset in stride(from: bytes.count - 22, through: lowest, by: -1) where offset >= 0 {
            if number(offset, 4) == 0x0605_4B50 {
                end = offset
                break
            }
        }
        guard let end, let count = number(end + 10, 2), var offset = number(end + 16, 4) else {
            throw .archive("has no directory; is the file whole?")
        }
        guard count <= Self.mostEntries else { throw .archive("holds \(count) files, which is no sheet") }
        for _ in 0..<count {
            guard number(offset, 4) == 0x0201_4B50, let method = number(offset + 10, 2),
                let packed = number(offset + 20, 4), let size = number(offset + 24, 4),
                let nameLength = number(offset + 28, 2), let extra = number(offset + 30, 2),
                let comment = number(offset + 32, 2), let header = number(offset + 42, 4),
                offset + 46 + nameLength <= bytes.count
            else { throw .archive("is damaged in its directory") }
            let name = String(decoding: bytes[offset + 46..<offset + 46 + nameLength], as: UTF8.self)
            entries.append(Entry(name: name, method: method, packed: packed, size: size, header: header))
            offset += 46 + nameLength + extra + comment
        }
    }

    /// The names of the files.
    var names: [String] { entries.map(\.name) }

    /// A file unpacked.
    ///
    /// - Throws: ``SheetMusicError/archive(_:)`` where it is damaged or longer than `limit` bytes.
    func file(_ name: String, limit: Int) throws(SheetMusicError) -> [UInt8] {
        guard let entry = entries.first(where: { $0.name == name }) else {
            throw .archive("does not hold the sheet that it names")
        }
        guard number(entry.header, 4) == 0x0403_4B50, let flags = number(entry.header + 6, 2),
            let nameLength = number(entry.header + 26, 2), let extra = number(entry.header + 28, 2)
        else { throw .archive("is damaged: a file does not begin where its directory says") }
        guard flags & 1 == 0 else { throw .archive("is encrypted; save it without a password") }
        let start = entry.header + 30 + nameLength + extra
        guard entry.packed <= bytes.count, start + entry.packed <= bytes.count else {
            throw .archive("is cut short; is the file whole?")
        }
        guard entry.size <= limit else {
            throw .archive("unpacks to more than \(limit >> 20) MiB, too much for a sheet")
        }
        let packed = bytes[start..<start + entry.packed]
        switch entry.method {
        case 0: return Array(packed)
        case 8: return try Self.unpacked(packed, limit: entry.size)
        default: throw .archive("is packed with a method that is not read (\(entry.method)); save it as .musicxml")
        }
    }

    /// Unpacks deflated bytes.
    ///
    /// - Throws: ``SheetMusicError/archive(_:)`` where they are damaged or come to more than `limit`.
    static func unpacked(_ bytes: ArraySlice<UInt8>, limit: Int) throws(SheetMusicError) -> [UInt8] {
        var unpacked: [UInt8] = []
        do {
            try Gunzip.inflate(Array(bytes)) { (piece) throws(SheetMusicError) in
                guard piece.count <= limit - unpacked.count else {
                    throw .archive("is damaged: it unpacks to more than it says")
                }
                unpacked += piece
            }
        } catch let error as SheetMusicError {
            throw error
        } catch Gunzip.Flaw.cut {
            throw .archive("is cut short; is the file whole?")
        } catch {
            throw .archive("is damaged: its packed bytes make no sense")
        }
        return unpacked
    }

    private func number(_ offset: Int, _ count: Int) -> Int? {
        guard offset >= 0, offset + count <= bytes.count else { return nil }
        return (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
}
