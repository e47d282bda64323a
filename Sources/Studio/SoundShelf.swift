internal import Files
import Jazz
import MIDI
package import Sound
internal import Synchronization
import Web

/// Pieces as sound: rendered once, kept for a while, sent while they are rendered.
package final class SoundShelf: Sendable {
    private struct State {
        var sounds: [String: ByteStream] = [:]
        /// The oldest first.
        var order: [String] = []
        var number = 0
        var font: Result<SoundFont, APIError>?
    }

    private let state = Mutex(State())
    /// A process has one synthesizer at a time.
    private let synthesizer = Mutex(())
    private let scratch: String
    private let findFont: @Sendable () throws -> SoundFont
    /// Bytes of sound that are kept.
    private static let most = 40 << 20

    package init(scratch: String, soundFont: @escaping @Sendable () throws -> SoundFont) {
        self.scratch = scratch
        findFont = soundFont
    }

    func font() throws(APIError) -> SoundFont {
        try state.withLock { state in
            if state.font == nil {
                do { state.font = .success(try findFont()) } catch {
                    var error = APIError(error, at: "sound")
                    error.status = 503
                    state.font = .failure(error)
                }
            }
            return state.font!
        }.get()
    }

    /// The sound of a piece; where it is not there yet, `piece` is rendered, and the beginning can be sent before the end is done.
    func sound(_ key: String, _ kind: SoundFileKind, of piece: Piece) throws -> ByteStream {
        if let stream = state.withLock({ $0.sounds[key] }) { return stream }
        let stream = ByteStream(try encoded(piece, kind, Renderer(soundFont: try font())))
        keep(key, stream)
        return stream
    }

    /// The sound as a WAV whose beginning can be sent before its end is done, and what makes the rest of it; nil where
    /// that is done or somebody is at it.
    func wave(_ key: String, of piece: Piece) throws -> (stream: ByteStream, work: (@Sendable () -> Void)?) {
        let renderer = Renderer(soundFont: try font())
        let frames = Self.frames(piece, rate: renderer.rate)
        let header = WAVHeader(rate: renderer.rate).bytes(frames: frames)
        let new = ByteStream(length: header.count + frames * 4)
        if let stream = state.withLock({ $0.sounds[key] }) { return (stream, nil) }
        keep(key, new)
        new.append(header)
        return (
            new,
            {
                let isWhole = self.synthesizer.withLock { _ in
                    // Who asked may be gone by now, to another piece.
                    if new.isDeserted { return false }
                    return (try? renderer.stream(piece.midiFile(), frames: frames) { new.append($0) }) != nil
                }
                if !isWhole { self.drop(key) }
                new.finish()
            }
        )
    }

    private func drop(_ key: String) {
        state.withLock { state in
            state.sounds[key] = nil
            state.order.removeAll { $0 == key }
        }
    }

    private func keep(_ key: String, _ stream: ByteStream) {
        state.withLock { state in
            guard state.sounds.updateValue(stream, forKey: key) == nil else { return }
            state.order.append(key)
            var total = state.order.reduce(0) { $0 + (state.sounds[$1]!.length ?? 0) }
            while total > Self.most, state.order.count > 1 {
                total -= state.sounds.removeValue(forKey: state.order.removeFirst())?.length ?? 0
            }
        }
    }

    /// Each part as a WAV of its own, all of one length; added together they are the sound of the piece.
    func stems(of piece: Piece) throws -> [(role: PartRole, wav: [UInt8])] {
        let renderer = Renderer(soundFont: try font())
        let name = scratchName()
        let parts = piece.parts.filter { !$0.notes.isEmpty }
        func path(_ channel: Int) -> String { "\(name)-\(channel).wav" }
        defer { for part in parts { _ = FileSystem.remove(path(part.channel)) } }
        _ = try synthesizer.withLock { _ in
            try renderer.renderStems(
                piece.midiFile(), frames: Self.frames(piece, rate: renderer.rate), gain: 0, as: .wav, path: path)
        }
        return try parts.map {
            ($0.role, try FileSystem.contents(of: path($0.channel), limit: 1 << 28, onlyFiles: true))
        }
    }

    /// A path in the scratch folder that nobody else has.
    private func scratchName() -> String {
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        return "\(scratch)/sound-\(number)"
    }

    /// The file in another format than WAV, whose length is known at its end only.
    private func encoded(_ piece: Piece, _ kind: SoundFileKind, _ renderer: Renderer) throws -> [UInt8] {
        let path = "\(scratchName()).\(kind.rawValue)"
        defer { _ = FileSystem.remove(path) }
        _ = try synthesizer.withLock { _ in try renderer.render(piece.midiFile(), to: path, as: kind) }
        return try FileSystem.contents(of: path, limit: 1 << 28, onlyFiles: true)
    }

    // MARK: WAV

    /// Seconds that a piece may ring on.
    private static let tail = 2.5

    /// The longest sound of one request, in seconds: it is kept in memory while it is sent.
    static let longest = 600.0

    /// Refuses what would take too much memory.
    static func check(_ piece: Piece, most: Double = longest) throws(APIError) {
        let seconds = Double(piece.ticks) / Double(Meter.ticksPerQuarter) * 60 / piece.tempo
        guard seconds <= most else {
            throw APIError(
                422, "the sound would last \(Int(seconds)) seconds, at most \(Int(most)) are made at once", at: "id",
                hint: "ask for some bars, as in ?bars=1-64, or render the MIDI file with jazz render")
        }
    }

    /// How many frames a piece has with what rings on.
    static func frames(_ piece: Piece, rate: Int) -> Int {
        let seconds = Double(piece.ticks) / Double(Meter.ticksPerQuarter) * 60 / piece.tempo
        return Int((seconds + tail) * Double(rate))
    }
}
