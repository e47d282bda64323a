import Files

/// A ZIP archive whose files are stored as they are (PKWARE's APPNOTE 6.3, sections 4.3 and 4.4).
struct ZipWriter {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// Adds a file; its name is ASCII, and it has less than 4 GiB.
    mutating func add(_ name: String, _ content: [UInt8]) {
        let offset = bytes.count
        let checksum = Gunzip.checksum(content)
        var common: [UInt8] = []
        // Version 2.0, names in UTF-8, stored, 1 January 1980: the same piece gives the same archive.
        Self.append([20, 0x0800, 0, 0, 0x21], bytes: 2, to: &common)
        Self.append([Int(checksum), content.count, content.count], bytes: 4, to: &common)
        Self.append([name.utf8.count, 0], bytes: 2, to: &common)
        bytes += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + content
        directory += [0x50, 0x4B, 1, 2, 20, 0] + common
        Self.append([0, 0, 0], bytes: 2, to: &directory)
        Self.append([0, offset], bytes: 4, to: &directory)
        directory += Array(name.utf8)
        count += 1
    }

    /// The archive.
    func finished() -> [UInt8] {
        var end: [UInt8] = [0x50, 0x4B, 5, 6]
        Self.append([0, 0, count, count], bytes: 2, to: &end)
        Self.append([directory.count, bytes.count], bytes: 4, to: &end)
        Self.append([0], bytes: 2, to: &end)
        return bytes + directory + end
    }

    private static func append(_ values: [Int], bytes count: Int, to bytes: inout [UInt8]) {
        for value in values {
            for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
        }
    }
}
