import Jazz
import ModelFile
import Repertoire
import Web

/// How a lead measures beside real solos, as the page draws it.
enum ScoreJSON {
    static func response(_ score: FileScore) -> HTTPResponse {
        let bands = score.bands
        let measures = score.windows.map(\.measures)
        let distance = bands.distance(of: measures)
        return HTTPResponse { writer in
            writer.member("distance", measures.count == 1 ? bands.distance(of: measures[0]).mean : distance.mean)
            writer.member("bandBars", bands.windowBars)
            writer.member("notes", measures.reduce(0) { $0 + $1.notes })
            writer.member("bars", measures.reduce(0) { $0 + $1.bars })
            writer.member("meter", score.lead.metre)
            writer.member("chords", score.lead.chords.rawValue)
            let all = MeasureWords.sections.flatMap { section in section.measures.map { (section.heading, $0) } }
            writer.list("measures", all) { writer, entry in
                let (section, measure) = entry
                let (band, value) = (bands[measure], score[measure])
                writer.member("id", measure.rawValue)
                writer.member("name", MeasureWords.name(measure))
                writer.member("section", section)
                writer.member("value", value)
                writer.member("p10", band.p10)
                writer.member("p25", band.p25)
                writer.member("median", band.median)
                writer.member("p75", band.p75)
                writer.member("p90", band.p90)
                writer.member("position", value.map { band.position(of: $0).rawValue } ?? "unknown")
                writer.member("unit", "number")
            }
            writer.key("bits")
            if let bits = score.bits {
                writer.object { writer in
                    writer.member("rhythm", bits.rhythm)
                    writer.member("pitch", bits.pitch)
                    writer.member("articulation", bits.articulation)
                }
            } else {
                writer.null()
            }
        }
    }
}
