/// A song of an iReal Pro link: its head, and its music in the app's notation.
public struct IRealSong: Hashable, Sendable {
    /// The title.
    public var title: String
    /// The composer, last name first.
    public var composer: String
    /// The style as written, such as "Medium Swing".
    public var style: String
    /// The key as written, such as "Bb" or "G-".
    public var key: String
    /// The tempo; nil where the link leaves it to the player.
    public var tempo: Double?
    /// The music, unscrambled.
    public var music: String

    /// A song from its parts.
    public init(title: String, composer: String, style: String, key: String, tempo: Double?, music: String) {
        self.title = title
        self.composer = composer
        self.style = style
        self.key = key
        self.tempo = tempo
        self.music = music
    }

    /// Whether the song has any music: playlists hold empty ones too.
    public var hasMusic: Bool {
        do throws(IRealFault) {
            return try IRealMusic(music).bars.contains { !$0.isBlank }
        } catch {
            // What is damaged is there.
            return error != .noMusic
        }
    }

    /// The song's changes: one chorus, without introduction, verse and coda.
    ///
    /// - Parameter meter: Plays the bars in this metre; nil keeps the song's.
    /// - Throws: `HarmonyError.link` with the song's title.
    public func chart(in meter: Meter? = nil) throws(HarmonyError) -> Chart {
        try wholeChart(in: meter).framed([])
    }

    /// The song's changes with introduction, verse and coda as sections of their own, see ``Chart/framed(_:)``.
    ///
    /// - Parameter meter: Plays the bars in this metre; nil keeps the song's.
    /// - Throws: `HarmonyError.link` with the song's title.
    public func wholeChart(in meter: Meter? = nil) throws(HarmonyError) -> Chart {
        do throws(IRealFault) {
            guard let key = Key(key.isEmpty ? "C" : key) else { throw .key(key) }
            let music = try IRealMusic(music)
            let order = try IRealForm.order(of: music.bars)
            var bars = try IRealBars.bars(music.bars, order: order.opening + order.chorus, meter: meter)
            var barsToCoda: Int?
            if let leaves = order.barsToCoda {
                let before = order.opening + order.chorus.prefix(leaves)
                let count = try IRealBars.bars(music.bars, order: before, meter: meter).count
                var coda = try IRealBars.bars(music.bars, order: before + order.coda, meter: meter).dropFirst(count)
                if let first = coda.first {
                    coda[coda.startIndex] = first.labelled("Coda")
                    for index in coda.indices.dropFirst() { coda[index].section = nil }
                    bars += coda
                    barsToCoda = count == order.opening.count + order.chorus.count ? nil : count
                }
            }
            let named = StyleName(style) ?? StyleName(pace: style)
            var chart = Chart(
                title: String(title.prefix(200)), key: key, meter: meter ?? music.meter, tempo: tempo ?? named?.tempo,
                style: named?.style, bars: bars)
            chart.barsToCoda = barsToCoda
            let isNamed = style.contains { $0.isLetter }
            if let note = named?.note(style) ?? (named == nil && isNamed ? StyleName.unknown(style) : nil) {
                chart.notes.append(note + "; --style picks another")
            }
            for bar in IRealForm.unclosedRepeats(of: music.bars) {
                chart.notes.append("the repeat that begins in bar \(bar.number) is never closed: it is played once")
            }
            for (text, bar) in music.directions.prefix(4) {
                chart.notes.append(
                    "bar \(bar) says “\(HarmonyError.shortened(text))”, which is not obeyed: the song is played as its signs say"
                )
            }
            if let end = music.bars.first(where: \.isEnd), let last = order.chorus.last,
                music.bars[last].number > end.number
            {
                chart.notes.append(
                    "the end is marked in bar \(end.number), but every chorus is played to bar \(music.bars[last].number)"
                )
            }
            return chart
        } catch {
            throw .link(error, song: title)
        }
    }
}

/// What is wrong with an iReal Pro link or with a song of it.
public enum IRealFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// A link with nothing behind its scheme.
    case empty
    /// A link that ends too early: fields are missing.
    case cut
    /// A percent sign without two hexadecimal digits behind it, or bytes that are not UTF-8.
    case encoding(offset: Int)
    /// A link without music.
    case noMusic
    /// A key that does not exist.
    case key(String)
    /// A metre that is not played.
    case meter(String, bar: Int)
    /// A metre that the app has not.
    case noMeter(String, bar: Int)
    /// A chord that is not understood.
    case chord(String, bar: Int)
    /// More chords in a bar than it has beats.
    case tooFull(count: Int, beats: Int, bar: Int)
    /// A sign that nothing stands before, or a character that is none.
    case symbol(String, bar: Int)
    /// "<" or "(" without its end.
    case unclosed(String, bar: Int)
    /// Longer than a chart may be.
    case tooLong

    /// The fault in words.
    public var description: String {
        switch self {
        case .empty: "the link is empty; copy it once more, whole"
        case .cut: "the link is cut: it ends before its song is complete; copy it once more, whole"
        case .encoding(let offset):
            "the link is damaged at character \(offset + 1): % must be followed by the two digits of a UTF-8 byte"
        case .noMusic: "the song holds no music; copy the link once more, whole, or pick another song with --song"
        case .key(let key): "the key \"\(HarmonyError.shortened(key))\" does not exist"
        case .meter(let meter, let bar):
            "bar \(bar): the metre \(meter) is not played; there are \(Meter.understood)"
        case .noMeter(let meter, let bar): "bar \(bar): iReal Pro has no metre \(meter)"
        case .chord(let symbol, let bar):
            "bar \(bar): unknown chord \"\(HarmonyError.shortened(symbol))\"; "
                + "understood are \(HarmonyError.understoodChords)"
        case .tooFull(let count, let beats, let bar):
            "bar \(bar): \(count) chords in a bar of \(beats) beats"
        case .symbol(let symbol, let bar): "bar \(bar): \"\(HarmonyError.shortened(symbol))\" means nothing here"
        case .unclosed(let sign, let bar): "bar \(bar): \"\(sign)\" is never closed; is the link cut?"
        case .tooLong:
            "the song is longer than \(ChartParser.maximumBars) bars with its repeats written out"
        }
    }
}
