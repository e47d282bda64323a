import Commands
import Jazz
import ModelFile

extension ScoreReport {
    /// The report for programs; the measures go by their ``Measure/rawValue``.
    func json(refusals: [(path: String, failure: Failure)]) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("files")
            writer.array { writer in
                for (path, score) in files { Self.write(score, path, to: &writer) }
            }
            writer.key("refused")
            writer.array { writer in
                for (path, failure) in refusals {
                    writer.object { writer in
                        writer.member("path", path)
                        writer.member("reason", failure.message)
                    }
                }
            }
            writer.key("set")
            writeSet(to: &writer)
        }
        return writer.text
    }

    private func writeSet(to writer: inout JSONWriter) {
        let measures = files.flatMap { $0.score.windows.map(\.measures) }
        let bands = setBands
        let distance = bands.distance(of: measures)
        writer.object { writer in
            writer.member("D", distance.mean)
            writer.member("spread", bands.spread(of: measures))
            writer.member("windows", measures.count)
            writer.member("band_bars", bands.windowBars)
            writer.member("told_from_players", Self.toldFromPlayers(files.map(\.score)))
            writer.key("distances")
            writer.object { writer in
                for part in distance.parts { writer.member(part.measure.rawValue, part.distance) }
            }
            writer.key("medians")
            writer.object { writer in
                for part in distance.parts { writer.member(part.measure.rawValue, part.value) }
            }
            Self.write(Self.bits(files.map(\.score)), to: &writer)
        }
    }

    private static func write(_ score: FileScore, _ path: String, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("path", path)
            writer.member("band_bars", score.bands.windowBars)
            writer.member("told_from_players", toldFromPlayers([score]))
            write(bits([score]), to: &writer)
            writer.key("windows")
            writer.array { writer in
                for window in score.windows { write(window, of: score, path, to: &writer) }
            }
        }
    }

    private static func write(
        _ window: FileScore.Window, of score: FileScore, _ path: String, to writer: inout JSONWriter
    ) {
        let measures = window.measures
        writer.object { writer in
            writer.member("file", "\(fileName(path))@\(window.bar)")
            writer.member("meter", score.lead.metre)
            writer.member("chord_source", score.lead.chords.rawValue)
            writer.member("notes", measures.notes)
            writer.member("bars", measures.bars)
            for measure in Measure.allCases { writer.member(measure.rawValue, measures[measure]) }
            if let novelty = window.novelty {
                writer.member("copy8_pitch", novelty.copiedIntervals)
                writer.member("copy8_pitch_rhythm", novelty.copiedWithRhythm)
                writer.member("longest_copy_notes", novelty.longestCopy)
                writer.member("longest_copy_source", novelty.source)
                writer.member("longest_copy_notes_rhythm", novelty.longestCopyWithRhythm)
            }
            writer.member("distance", score.bands.distance(of: measures).mean)
            writer.key("out_of_band")
            writer.array { writer in
                for measure in Measure.allCases {
                    guard let value = measures[measure], score.bands[measure].position(of: value) != .within else {
                        continue
                    }
                    writer.string(measure.rawValue)
                }
            }
        }
    }

    private static func write(
        _ bits: (rhythm: Double, pitch: Double, articulation: Double, notes: Int)?, to writer: inout JSONWriter
    ) {
        writer.key("bits_per_note")
        guard let bits else {
            writer.null()
            return
        }
        writer.object { writer in
            writer.member("rhythm", bits.rhythm)
            writer.member("pitch", bits.pitch)
            writer.member("articulation", bits.articulation)
            writer.member("notes", bits.notes)
        }
    }
}

extension JSONWriter {
    mutating func member(_ key: String, _ value: String?) {
        self.key(key)
        if let value { string(value) } else { null() }
    }

    mutating func member(_ key: String, _ value: Double?) {
        self.key(key)
        if let value { number(value) } else { null() }
    }

    mutating func member(_ key: String, _ value: Int) {
        self.key(key)
        integer(value)
    }
}
