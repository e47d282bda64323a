import Jazz
import Recurrent
import TestSupport
import Testing

/// What the band does beside the lead, in pieces of the networks that come with the program.
@Suite struct BandBesideLeadTests {
    private static let charts = ["jazz-blues", "minor-song", "modal"]

    private static func pieces(style: Style, tempo: Double) throws -> [Piece] {
        let networks = BandNetworks(
            lead: StepEngine(try LeadFixture.shipped()), bass: try BassFixture.shipped(),
            drums: try DrumFixture.table())
        return try charts.flatMap { name in
            let text = try #require(PackageFiles.text(PackageFiles.path("samples/\(name).chart")))
            let band = Ensemble(chart: try ChartParser.parse(text), tempo: tempo, style: style)
            return try (UInt64(1)...2).map { try band.piece(bars: 16, networks: networks, seed: $0) }
        }
    }

    private static func notes(_ role: PartRole, of piece: Piece) throws -> [PartNote] {
        try #require(piece.parts.first { $0.role == role }).notes
    }

    /// A piano player keeps below the soloist; 31 to 37 % of the lead's notes were not above the top voice once.
    @Test("At most a tenth of the lead's notes are at or under the piano's top voice", arguments: Style.allCases)
    func pianoKeepsBelow(style: Style) throws {
        var (all, under) = (0, 0)
        for piece in try Self.pieces(style: style, tempo: style == .ballad ? 66 : 150) {
            let chords = try Self.notes(.chords, of: piece)
            for note in try Self.notes(.lead, of: piece) {
                all += 1
                let sounding = chords.filter { $0.start <= note.start && $0.start + $0.duration > note.start }
                if let top = sounding.map(\.pitch).max(), note.pitch <= top { under += 1 }
            }
        }
        #expect(all > 200 && Double(under) <= 0.1 * Double(all), "\(under) of \(all)")
    }

    /// Real ballads: 7 % of the notes last less than 60 ms, 4 % come as soon after the one before.
    @Test("A ballad's lead does not rush: at most 8 % of its notes are shorter than 60 ms")
    func balladsAreUnhurried() throws {
        var (all, short) = (0, 0)
        for piece in try Self.pieces(style: .ballad, tempo: 66) {
            let notes = try Self.notes(.lead, of: piece)
            all += notes.count
            short += notes.count { Double($0.duration) * 60 / (66 * Double(Meter.ticksPerQuarter)) < 0.06 }
        }
        #expect(all > 200 && Double(short) <= 0.08 * Double(all), "\(short) of \(all)")
    }
}
