import Jazz
import ModelFile

/// Charts and bars as the page has them.
enum ChartJSON {
    static func write(_ chart: Chart, notes: [String], to writer: inout JSONWriter) {
        writer.member("title", chart.title)
        writer.member("key", chart.key?.description)
        writer.member("impliedKey", chart.impliedKey.description)
        writer.member("meter", chart.meter.description)
        writer.member("tempo", chart.tempo)
        writer.member("style", chart.style?.name)
        write(chart.bars, meter: chart.meter, to: &writer)
        writer.list("sections", chart.sections) { writer, section in
            writer.member("label", section.label)
            writer.member("first", section.bars.lowerBound + 1)
            writer.member("last", section.bars.upperBound)
        }
        writer.member("text", chart.text)
        writer.member("ireal", try? chart.iRealLink())
        writer.member("notes", notes)
    }

    static func write(_ bars: [ChartBar], meter: Meter, to writer: inout JSONWriter) {
        let lines = BarLines(bars, meter: meter)
        writer.list("bars", bars.indices) { writer, index in
            let bar = bars[index]
            let own = lines.meters[index]
            writer.member("number", index + 1)
            writer.member("section", bar.section)
            writer.member("startsForm", bar.startsForm)
            writer.member("meter", own.description)
            writer.member("beats", own.beats)
            writer.member("start", lines.starts[index])
            writer.member("ticks", own.barTicks)
            writer.member("style", bar.style?.name)
            writer.list("chords", bar.chords) { writer, place in
                writer.member("beat", place.beat)
                writer.member("symbol", place.chord.isNoChord ? "N.C." : place.chord.symbol)
                let root = place.chord.root
                let tones = place.chord.isNoChord ? [] : place.chord.intervals.map { ($0 + root) % 12 }
                writer.key("tones")
                writer.array { for tone in tones { $0.integer(tone) } }
                writer.key("scale")
                writer.array { if !tones.isEmpty { for tone in place.chord.scale.members { $0.integer(tone) } } }
            }
        }
    }
}
