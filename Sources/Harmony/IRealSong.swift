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

    /// The song's changes: one chorus, without the introduction.
    ///
    /// - Parameter meter: Plays the bars in this metre; nil keeps the song's, which then must not change.
    /// - Throws: `HarmonyError.link` with the song's title.
    public func chart(in meter: Meter? = nil) throws(HarmonyError) -> Chart {
        do throws(IRealFault) {
            guard let key = Key(key.isEmpty ? "C" : key) else { throw .key(key) }
            let music = try IRealMusic(music)
            let order = try IRealForm.order(of: music.bars)
            let bars = try IRealBars.bars(music.bars, order: order, meter: meter)
            return Chart(
                title: String(title.prefix(200)), key: key, meter: meter ?? music.meter, tempo: tempo,
                style: Style(style), bars: bars)
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
    /// Another metre within the song.
    case meterChange(from: String, to: String, bar: Int)
    /// A chord that is not understood.
    case chord(String, bar: Int)
    /// More chords in a bar than it has beats.
    case tooFull(count: Int, beats: Int, bar: Int)
    /// A sign that nothing stands before, or a character that is none.
    case symbol(String, bar: Int)
    /// "{" without "}".
    case unclosedRepeat(bar: Int)
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
        case .noMusic: "the link holds no music; copy it once more, whole"
        case .key(let key): "the key \"\(HarmonyError.shortened(key))\" does not exist"
        case .meter(let meter, let bar):
            "bar \(bar): the metre \(meter) is not played; there are 1 to 12 halves or quarters, and 6/8, 9/8, 12/8"
        case .meterChange(let old, let new, let bar):
            "bar \(bar): the metre changes from \(old) to \(new), but a chart has one; --time plays it all in one"
        case .chord(let symbol, let bar):
            "bar \(bar): unknown chord \"\(HarmonyError.shortened(symbol))\"; "
                + "understood are \(HarmonyError.understoodChords)"
        case .tooFull(let count, let beats, let bar):
            "bar \(bar): \(count) chords in a bar of \(beats) beats"
        case .symbol(let symbol, let bar): "bar \(bar): \"\(HarmonyError.shortened(symbol))\" means nothing here"
        case .unclosedRepeat(let bar): "bar \(bar): the repeat that begins here is never closed; is the link cut?"
        case .unclosed(let sign, let bar): "bar \(bar): \"\(sign)\" is never closed; is the link cut?"
        case .tooLong:
            "the song is longer than \(ChartParser.maximumBars) bars with its repeats written out"
        }
    }
}
