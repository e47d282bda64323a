import Testing

/// MIDI files that no music is like: small on the disk, and large in whatever is made of them without care.
struct HostileFile: Sendable, CustomTestStringConvertible {
    let name: String
    /// The events of each track, for a file of about so many bytes.
    let tracks: @Sendable (Int) -> [[UInt8]]

    var testDescription: String { name }

    /// The bytes of the file.
    func bytes(_ size: Int) -> [UInt8] {
        let tracks = tracks(size)
        var bytes = Array("MThd".utf8) + [0, 0, 0, 6, 0, 1]
        bytes += [UInt8(tracks.count >> 8 & 0xFF), UInt8(tracks.count & 0xFF), 1, 0xE0]
        for track in tracks {
            let body = track + [0, 0xFF, 0x2F, 0]
            bytes += Array("MTrk".utf8) + [24, 16, 8, 0].map { UInt8(body.count >> $0 & 0xFF) } + body
        }
        return bytes
    }

    private static func times(_ count: Int, _ bytes: (Int) -> [UInt8]) -> [UInt8] { (0..<count).flatMap(bytes) }
    private static let note: [UInt8] = [0, 0x90, 60, 64, 96, 60, 0]
    /// A delta time of so many ticks.
    private static func delta(_ ticks: Int) -> [UInt8] {
        [21, 14, 7].map { UInt8(ticks >> $0 & 0x7F) | 0x80 } + [UInt8(ticks & 0x7F)]
    }

    static let all = [
        HostileFile(name: "short notes") { size in
            [[0, 0x90, 60, 0] + times(size / 6) { [1, UInt8(48 + $0 % 40), 64, 1, UInt8(48 + $0 % 40), 0] }]
        },
        HostileFile(name: "notes held for ever") { size in [[0, 0x90, 60, 64] + times(size / 3) { _ in [0, 60, 64] }] },
        HostileFile(name: "every key held through all bars") { size in
            [
                [0, 0x90, 0, 64] + times(size / 6) { [0, UInt8($0 % 128), 64] } + delta(1920 * 512)
                    + times(size / 6) { [UInt8]([0, UInt8($0 % 128), 0]) }
            ]
        },
        HostileFile(name: "many tracks of held keys") { size in
            Array(
                repeating: [0, 0x90, 0, 64] + times(127) { [0, UInt8($0), 64] } + delta(1920 * 512), count: size / 400)
        },
        HostileFile(name: "many tracks") { size in Array(repeating: note, count: min(0xFFFF, size / 20)) },
        HostileFile(name: "empty tracks") { size in Array(repeating: [], count: min(0xFFFF, size / 12)) },
        HostileFile(name: "long deltas") { size in
            [[0, 0x90, 60, 64] + times(size / 14) { _ in delta(1 << 20) + [60, 64] + delta(1 << 20) + [60, 0] }]
        },
        HostileFile(name: "chord markers") { size in
            [times(size / 9) { _ in [1, 0xFF, 6, 5] + Array("Cmaj7".utf8) }, note]
        },
        HostileFile(name: "empty markers") { size in [times(size / 4) { _ in [1, 0xFF, 6, 0] }, note] },
        HostileFile(name: "tempos") { size in [times(size / 7) { _ in [1, 0xFF, 0x51, 3, 7, 0xA1, 0x20] }, note] },
        HostileFile(name: "time signatures") { size in
            [times(size / 8) { _ in [1, 0xFF, 0x58, 4, 4, 2, 24, 8] }, note]
        },
        HostileFile(name: "key signatures") { size in [times(size / 6) { _ in [1, 0xFF, 0x59, 2, 4, 0] }, note] },
        HostileFile(name: "one long text") { size in
            [[0, 0xFF, 3] + delta(size) + [UInt8](repeating: 120, count: size) + times(30) { _ in note }]
        },
        HostileFile(name: "system exclusive") { size in [times(size / 3) { _ in [0, 0xF0, 0] } + note] },
        HostileFile(name: "running status of two bytes") { size in
            [[0, 0xC0, 0] + times(size / 2) { _ in [0, 1] } + note]
        },
        HostileFile(name: "all notes off") { size in
            [[0, 0x90, 60, 64, 0, 0xB0, 123, 0] + times(size / 3) { _ in [1, 123, 0] } + note]
        },
        HostileFile(name: "the same key on and on, then off") { size in
            [[0, 0x90, 60, 64] + times(size / 6) { _ in [0, 60, 64] } + times(size / 6) { _ in [1, 60, 0] }]
        },
    ]
}
