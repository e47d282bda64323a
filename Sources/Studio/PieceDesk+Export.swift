import Jazz
import MIDI
import Repertoire
import Sound
import Web

/// Pieces as files.
extension PieceDesk {
    /// `ID`, or `ID.ENDING`.
    func export(_ call: Router.Call) throws -> HTTPResponse {
        let halves = call.names[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        let piece = try store.piece(halves[0])
        guard halves.count == 2 else { return try response(piece) }
        let query = call.request.query
        var response: HTTPResponse
        switch halves[1] {
        case "mid":
            response = Self.file("audio/midi", try Self.bytes(try cut(piece, query)))
        case "musicxml":
            let options = try sheet(query)
            if !options.isLeadSheet, options.instruments != .concert, piece.lead == nil {
                throw APIError(422, "the piece has no lead", at: "transposed")
            }
            let text = piece.piece.musicXML(style: piece.recipe.style, swing: piece.recipe.swing, options)
            response = Self.file("application/vnd.recordare.musicxml+xml", Array(text.utf8))
        case "abc":
            let text = piece.piece.abc(style: piece.recipe.style, swing: piece.recipe.swing, try sheet(query))
            response = Self.file("text/vnd.abc; charset=utf-8", Array(text.utf8))
        case "wav", "ogg", "flac": response = try sound(piece, halves[1], call)
        case "svg":
            do {
                let text = try PianoRoll(piece.piece.midiFile()).svg(title: piece.piece.title)
                response = Self.file("image/svg+xml", Array(text.utf8))
            } catch {
                throw APIError(422, "\(error)", at: "id")
            }
        case "chart": response = Self.file("text/plain; charset=utf-8", Array(piece.recipe.chart.text.utf8))
        case "ireal":
            do throws(HarmonyError) {
                response = Self.file(
                    "text/plain; charset=utf-8", Array((try piece.recipe.chart.iRealLink() + "\n").utf8))
            } catch {
                throw APIError(422, "iReal Pro cannot have this chart: \(error)", at: "id")
            }
        case "txt": response = Self.file("text/plain; charset=utf-8", Array(piece.text.utf8))
        case "zip": response = Self.file("application/zip", try stems(piece, query))
        default:
            throw APIError(
                404, "a piece is not given in this form", at: "the address",
                hint: "there are mid, musicxml, abc, wav, ogg, flac, zip, svg, chart, ireal and txt")
        }
        if try Self.flag(query, "download") {
            response.headers.append(
                ("Content-Disposition", "attachment; filename=\"\(piece.fileName).\(halves[1])\""))
        }
        return response
    }

    private static func file(_ type: String, _ bytes: [UInt8]) -> HTTPResponse {
        HTTPResponse(200, headers: [("Content-Type", type)], body: .bytes(bytes))
    }

    private static func flag(_ query: [String: String], _ name: String) throws(APIError) -> Bool {
        switch query[name] {
        case nil, "0"?: return false
        case "1"?: return true
        default: throw APIError(400, "\(name) is neither 0 nor 1", at: name)
        }
    }

    private func sheet(_ query: [String: String]) throws(APIError) -> ScoreOptions {
        guard let pitch = InstrumentPitch(rawValue: query["transposed"] ?? "C") else {
            throw APIError(400, "transposed is none of its choices", at: "transposed", hint: "choose C, Bb or Eb")
        }
        return ScoreOptions(isLeadSheet: try Self.flag(query, "leadSheet"), instruments: pitch)
    }

    /// The piece as asked for: some of its parts, in another tempo, some of its bars.
    private func cut(_ piece: StudioPiece, _ query: [String: String]) throws(APIError) -> Piece {
        var result = piece.piece
        if let text = query["parts"] {
            let names = text.split(separator: ",", omittingEmptySubsequences: false)
            let roles = names.compactMap { PartRole(rawValue: String($0)) }
            guard !roles.isEmpty, roles.count == names.count else {
                throw APIError(
                    400, "parts names a part that is none", at: "parts", hint: "choose of lead,chords,bass,drums")
            }
            result.parts = result.parts.filter { roles.contains($0.role) }
            result.remarks = []
        }
        if let text = query["tempo"] {
            guard let tempo = Double(text), Ensemble.tempos.contains(tempo) else {
                throw APIError(400, "tempo is out of reach", at: "tempo", hint: "choose 30 to 400")
            }
            if tempo != result.tempo { result.remarks = [] }
            result.tempo = tempo
        }
        if let text = query["bars"] {
            guard let bars = Self.bars(text), bars.upperBound <= result.bars.count else {
                throw APIError(
                    400, "bars names none of the piece", at: "bars",
                    hint: "it has \(result.bars.count) bars; write 5-8, or 7 for one")
            }
            result = result.showing(bars.lowerBound - 1..<bars.upperBound)
        }
        return result
    }

    private func sound(_ piece: StudioPiece, _ ending: String, _ call: Router.Call) throws -> HTTPResponse {
        let query = call.request.query
        let cut = try cut(piece, query)
        try SoundShelf.check(cut)
        let key = [piece.id, ending, query["parts"] ?? "", query["tempo"] ?? "", query["bars"] ?? ""].joined(
            separator: " ")
        var work: (@Sendable () -> Void)?
        let stream: ByteStream
        switch ending {
        case "wav": (stream, work) = try sounds.wave(key, of: cut)
        case "flac": stream = try sounds.sound(key, .flac, of: cut)
        default: stream = try sounds.sound(key, .ogg, of: cut)
        }
        let length = stream.length ?? 0
        var response = HTTPResponse(
            200,
            headers: [
                ("Content-Type", "audio/\(ending)"), ("Accept-Ranges", "bytes"),
                ("Cache-Control", "private, max-age=600"),
            ],
            body: .stream(stream))
        switch call.request["range"].map({ ByteRange($0, of: length) }) ?? .whole {
        case .whole: break
        case .none: response = HTTPResponse(416, headers: [("Content-Range", "bytes */\(length)")])
        case .part(let range):
            response.status = 206
            response.headers.append(
                ("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(length)"))
            response.body = .stream(stream, start: range.lowerBound, count: range.count)
        }
        response.afterwards = work
        return response
    }

    /// Each part as a WAV of its own, all of the same length, in a ZIP archive.
    private func stems(_ piece: StudioPiece, _ query: [String: String]) throws -> [UInt8] {
        var archive = ZipWriter()
        let cut = try cut(piece, query)
        try SoundShelf.check(cut, most: SoundShelf.longest / 3)
        for (role, bytes) in try sounds.stems(of: cut) {
            archive.add("\(piece.fileName)-\(role.rawValue).wav", bytes)
        }
        return archive.finished()
    }
}

extension Piece {
    /// Some of its bars alone.
    fileprivate func showing(_ range: Range<Int>) -> Piece {
        let lines = barLines
        let (start, end) = (lines.starts[range.lowerBound], lines.starts[range.upperBound])
        var piece = self
        piece.bars = Array(bars[range])
        piece.remarks = []
        piece.parts = parts.map { part in
            var part = part
            part.notes = part.notes.filter { $0.start >= start && $0.start < end }.map {
                PartNote(start: $0.start - start, duration: $0.duration, pitch: $0.pitch, velocity: $0.velocity)
            }
            part.written = nil
            part.pedals = []
            return part
        }
        return piece
    }
}

/// A part of a file that is asked for (RFC 9110, section 14).
enum ByteRange: Equatable {
    /// The whole: what asks for it is no single range.
    case whole
    case part(Range<Int>)
    /// A range that the file does not have.
    case none

    init(_ text: String, of length: Int) {
        self = .whole
        guard text.hasPrefix("bytes="), !text.contains(",") else { return }
        let ends = text.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2 else { return }
        if ends[0].isEmpty {
            guard let count = Int(ends[1]), count >= 0 else { return }
            self = count == 0 ? .none : .part(max(0, length - count)..<length)
            return
        }
        guard let first = Int(ends[0]), first >= 0, let last = ends[1].isEmpty ? length - 1 : Int(ends[1]) else {
            return
        }
        guard first < length else {
            self = .none
            return
        }
        guard last >= first else { return }
        self = .part(first..<min(length, min(last, length - 1) + 1))
    }
}
