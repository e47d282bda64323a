import Numerics
import Harmony
import Music
import Testing

@Suite struct IRealLinkTests {
    /// A made-up tune that is longer than a block of the scrambling.
    static let music =
        "*A{T44F^7   |D-7 G7 |C7   |F6 C7 |N1A-7 D7 |G-7 C7 }        |N2F^7   |F7   ]"
        + "*B[Bb^7   | x  |A-7   |D7b9   |G-7   | x  |C7sus   |C7   Z"

    static func encoded(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            if isPlain || scalar == "=" { return String(scalar) }
            return String(scalar).utf8.map { "%" + String(0x100 + Int($0), radix: 16).dropFirst() }.joined()
        }.joined()
    }

    static func scrambled(_ music: String) -> String {
        let scalars = IRealScramble.mirrored(Array(music.unicodeScalars))
        return IRealScramble.mark + scalars.map { String($0) }.joined()
    }

    static func link(_ songs: [String], list: String? = nil) -> String {
        "irealb://" + encoded((songs + (list.map { [$0] } ?? [])).joined(separator: "==="))
    }

    static func song(_ title: String, key: String = "F", music: String = music, tempo: Int = 0) -> String {
        "\(title)=Nobody Ann==Medium Swing=\(key)==\(scrambled(music))=Jazz-Medium Swing=\(tempo)=3"
    }

    static func layout(_ chart: Chart) -> [String] {
        chart.bars.map { bar in bar.chords.map { "\($0.beat)\($0.chord.symbol)" }.joined(separator: " ") }
    }

    /// The chords of a piece of music, bar for bar.
    static func bars(_ music: String) throws -> String {
        let song = IRealSong(title: "x", composer: "", style: "", key: "C", tempo: nil, music: music)
        return layout(try song.chart()).map { $0.split(separator: " ").map { $0.dropFirst() }.joined(separator: ",") }
            .joined(separator: " ")
    }

    @Test func scramblingIsItsOwnInverse() {
        for length in 0...160 {
            let text = (0..<length).map { Unicode.Scalar(UInt8(40 + $0 % 80)) }
            let once = IRealScramble.mirrored(text)
            #expect(IRealScramble.mirrored(once) == text)
            #expect((once == text) == (length < 52))
        }
        // Positions 0…4 and 10…23 of a block change places with 49…45 and 39…26.
        let digits = Array((0..<60).map { Unicode.Scalar(UInt8(40 + $0)) })
        let once = IRealScramble.mirrored(digits).map { Int($0.value) - 40 }
        #expect(once[0] == 49 && once[4] == 45 && once[5] == 5 && once[10] == 39 && once[24] == 24 && once[50] == 50)
    }

    @Test func readsScrambledAndPlainAlike() throws {
        let scrambled = try IRealLink.songs(in: Self.link([Self.song("Tin Roof", tempo: 132)]))
        let plain = try IRealLink.songs(
            in: "irealbook://" + Self.encoded("Tin Roof=Nobody Ann=Medium Swing=F=n=\(Self.music)"))
        #expect(scrambled.count == 1 && scrambled[0].title == "Tin Roof" && scrambled[0].composer == "Nobody Ann")
        #expect(scrambled[0].music == Self.music && scrambled[0].tempo == 132)
        let chart = try scrambled[0].chart()
        #expect(chart.bars == (try plain[0].chart()).bars)
        #expect(chart.title == "Tin Roof" && "\(chart.key!)" == "F" && chart.style == .swing && chart.tempo == 132)
        #expect(chart.sections.map(\.label) == ["A", "A", "B"] && chart.bars.count == 20)
        #expect(
            Self.layout(chart)[0..<12].joined(separator: " | ")
                == "0Fmaj7 | 0Dm7 2G7 | 0C7 | 0F6 2C7 | 0Am7 2D7 | 0Gm7 2C7 | "
                + "0Fmaj7 | 0Dm7 2G7 | 0C7 | 0F6 2C7 | 0Fmaj7 | 0F7")
    }

    @Test func abbreviationsStandForWhatTheyAreIn() throws {
        let song = Self.song("Short", music: "[T44C^7XyQKclLZA-7XyQZ")
        #expect(try IRealLink.songs(in: Self.link([song]))[0].music == "[T44C^7   | x |A-7   Z")
        #expect(try Self.bars("[T44C^7   | x |A-7   Z") == "Cmaj7 Cmaj7 Am7")
    }

    @Test func saysWhatItPlaysOtherwise() throws {
        func chart(_ style: String, _ music: String = "[C |F Z") throws -> Chart {
            try IRealSong(title: "x", composer: "", style: style, key: "C", tempo: nil, music: music).chart()
        }
        #expect(try chart("Medium Swing").notes.isEmpty && chart("").notes.isEmpty)
        #expect(try chart("Slow Swing").tempo == 90 && chart("Up Tempo Swing").tempo == 230)
        #expect(
            try chart("Gospel").notes
                == ["the style “Gospel” is played as funk, in even eighths; --style picks another"])
        // A name that says how fast, and nothing else.
        #expect(try chart("Slow").tempo == 90 && chart("Up Tempo").tempo == 230)
        #expect(try chart("Medium Slow").tempo ?? 150 < 150)
        #expect(try chart("Slow").style == .swing)
        #expect(try chart("Slow").notes == ["the style “Slow” is played as swing; --style picks another"])
        #expect(try chart("Slow Frob").style == nil && chart("Motown").style?.name == "funk")
        #expect(try chart("Funk").notes.isEmpty)
        #expect(try chart("Frob").notes == ["the style “Frob” is not known; --style picks another"])
        let open = try chart("Ballad", "{*AT44C^7   |D-7   ][*BE-7   |A7   Z")
        #expect(open.notes == ["the repeat that begins in bar 1 is never closed: it is played once"])
        #expect(
            try chart("Ballad", "{C |F <Vamp till cue>}G |<Slowly>C Z").notes
                == ["bar 2 says “Vamp till cue”, which is not obeyed: the song is played as its signs say"])
        #expect(try chart("Ballad", "{C |F <3x>}G |<D.C. al Fine>C Z").notes.isEmpty)
        #expect(
            try chart("Ballad", "[C |F U|G |C Z").notes == [
                "the end is marked in bar 2, but every chorus is played to bar 4"
            ])
        #expect(try chart("Ballad", "[C |F |G |C UZ").notes.isEmpty)
    }

    @Test func knowsWhichSongsHaveMusic() throws {
        let playlist = Self.link([
            Self.song("Nothing", music: ""), Self.song("Blank", music: "[   |   Z"), Self.song("C"),
        ])
        #expect(try IRealLink.songs(in: playlist).map(\.hasMusic) == [false, false, true])
    }

    @Test func readsPlaylistsAndPages() throws {
        let playlist = Self.link(
            [
                Self.song("Öl & Salz"), "No Composer====C==\(Self.scrambled("[C   Z"))==0=0",
                Self.song("Three", key: "G-"),
            ],
            list: "My List")
        let page = "<html><body><a href=\"\(playlist)\">My List</a><br/><p>IREALB://</p>"
        for text in [playlist, page.replacing("IREALB://", with: "")] {
            let songs = try IRealLink.songs(in: text)
            #expect(songs.map(\.title) == ["Öl & Salz", "No Composer", "Three"])
            #expect(try songs[2].chart().key?.isMinor == true)
        }
        let plain = "irealbook://One=A B=Bossa Nova=Ab=n=T44*A{C^7 |A-7 }=Two=B=Waltz=n=F-=T34[F-7 |x Z=Some List"
        let songs = try IRealLink.songs(in: "see \(plain)\nand irealbook://Three=C=Latin=C=n=[C |F Z")
        #expect(songs.map(\.title) == ["One", "Two", "Three"] && songs[1].key == "F-")
        #expect(try songs[1].chart().meter.description == "3/4")
        let quoted = "<a href='irealbook://Tom &amp; &quot;T&quot;=C=Latin=C=n=[C |F Z'>"
        #expect(try IRealLink.songs(in: quoted)[0].title == "Tom & \"T\"")
    }

    @Test(arguments: [
        ("[C   |F   Z", "C F"), ("{C |F }", "C F C F"), ("{C |N1F }|N2G Z", "C F C G"),
        ("{C |N1F |A- }|N2G |D- ]E- Z", "C F Am C G Dm Em"), ("{C |<3x>F }G Z", "C F C F C F G"),
        ("{C |N1F }|N2G }|N3A- Z", "C F C G C Am"), ("C |F }G Z", "C F C F G"),
        ("*i[G |G ]*A[C |F Z", "C F"), ("[C |F |G |<D.C. al Fine>A- Z", "C F G Am C F G Am"),
        ("[C |<Fine>F |G |<D.C. al Fine>A- Z", "C F G Am C F"),
        ("[C |QF |G |<D.C. al Coda>A- ]QD- |E- Z", "C F G Am C Dm Em"),
        ("[C |SQF |G |<D.S. al Coda>A- ]QD- |E- Z", "C F G Am Dm Em"),
        ("[C |FQ |G |<D.C. al Coda>A- ]QD- |E- Z", "C F G Am C F Dm Em"),
        ("{C |QF }G ]QD- Z", "C F C F G"), ("[C |F |r|   |G Z", "C F C F G"), ("[C |F |r|G Z", "C F C F G"),
        ("[C |x |x |F Z", "C C C F"), ("[C p p F|W/G   |n   Z", "C,F F/G N.C."), ("[C   |    |F   Z", "C C F"),
        ("[C(E-7)   |<slow>F   Z", "C F"), ("[sC,F,G,A-,lZ", "C,F,G,Am"), ("[C   ]    [F   Z", "C F"),
        ("{C |N1F }|N2G ]{D- |E- }Z", "C F C G Dm Em Dm Em"),
        ("{C |N1F }|N2G |<D.C. al 2nd End.>A- Z", "C F C G Am C G Am"),
        // A first ending without a second: behind it the song goes on.
        ("{*AC |D- |N1E- |A7 }   |F |G7 ][*BA- |D7 Z", "C Dm Em A7 C Dm F G7 Am D7"),
        ("{C |N1F }G Z", "C F C G"), ("{C |N1F }{D- |N1E- }G Z", "C F C Dm Em Dm G"),
        ("{C |N1F }G ]{D- |E- }Z", "C F C G Dm Em Dm Em"), ("{C |N1F |G Z", "C F G"),
        ("{C |N1F }G |<D.C. al Fine>A- Z", "C F C G Am C G Am"),
        // Endings without a number, and more than two.
        ("{C |N1F }|N0G Z", "C F C G"), ("{C |N0F }|N0G Z", "C F C G"), ("{C |N1F }|N2G }|N3A- }B Z", "C F C G C Am B"),
        // Repeats that nothing closes are none, and one that is closed after another is opened begins there.
        ("{*AC |D- ][*BE- |A7 Z", "C Dm Em A7"), ("[C |{F |G Z", "C F G"), ("{C |F {G |A- }Z", "C F G Am G Am"),
        // Slashes before the first chord are empty beats; behind one they hold it.
        ("[p C p p|D- Z", "N.C.,C Dm"), ("[p p p p|D- Z", "N.C. Dm"), ("[n p C p|D- p p p Z", "N.C.,C Dm"),
        // What is played before the first chorus: introduction and verse.
        ("[*vA- |E7 ][*AC |G Z", "C G"), ("[*iF ][*vA- |E7 ][*AC |G Z", "C G"), ("[*VA- ][*AC |G Z", "C G"),
        ("[*AC |G ][*vA- Z", "C G Am"), ("[*vC |F Z", "C F"),
        // Jumps: segno and coda, to an ending, to the end.
        ("[C |SF |G |<D.S. al Fine>A- Z", "C F G Am F G Am"), ("[C |SF |<Fine>G |<D.S. al Fine>A- Z", "C F G Am F G"),
        ("{C |F }G |<D.C. al Fine>A- Z", "C F C F G Am C F G Am"),
        ("[SC |F QG |A- |<D.S. al Coda>B ]QD- Z", "C F,G Am B C F,G Dm"),
        ("{C |N1F }|N2<Fine>G ]D- |<D.C. al Fine>E- Z", "C F C G Dm Em C G"),
        // Spaces, sizes, texts, alternate chords and fermatas say nothing about the chords.
        ("[T44C   |YYYF   ]Y[G   |fA-   UZ", "C F G Am"), ("[sC, F, lG|(Bb7)A-(E7) Z", "C,F,G Am"),
        ("[<*66Slowly>C |<13 measure lead break>F Z", "C F"), ("[C, , ,|F,G, Z", "C F,G"),
        ("[C |F |r|   |x Z", "C F C F F"), ("[C |x |r|   |G Z", "C C C C G"), ("[C |W/E |n |W/G Z", "C C/E N.C. N.C."),
        // How often, in the words that musicians use.
        ("{C |F <4 times>}G Z", "C F C F C F C F G"), ("{C |F <Play 3x>}G Z", "C F C F C F G"),
        ("{C |F <x3>}G Z", "C F C F C F G"), ("{C |F <*743x>}G Z", "C F C F C F G"),
        ("{C |F <3 X>}G Z", "C F C F C F G"),
        ("{C |F <2x only>}G Z", "C F C F G"), ("{C |F <2nd x only>}G Z", "C F C F G"),
        ("{C |F <100x>}G Z", "C F C F G"),
        ("[C |<Fine>F |G |<Da Capo al Fine>A- Z", "C F G Am C F"),
        ("[C |SF |G |<Dal Segno al Fine>A- Z", "C F G Am F G Am"),
        ("{C |N1F }|N2G |<D.C. al Second Ending>A- Z", "C F C G Am C G Am"),
        // What is blank behind a closing line is no time.
        ("{C |N1F }            N2G |A- ]", "C F C G Am"), ("{C |F }    *BG |A- Z", "C F C F G Am"),
        ("{C |<8x>F }Z", "C F C F C F C F C F C F C F C F"), ("[C*sus4*|F Z", "Csus4 F"),
    ])
    func playsTheForm(_ music: String, _ expected: String) throws {
        #expect(try Self.bars(music) == expected)
    }

    @Test(arguments: [
        ("44", "C F ", "0C 2F"), ("44", "C  F", "0C 3F"), ("44", "C,F,G,A-", "0C 1F 2G 3Am"), ("44", "C,F", "0C 2F"),
        ("34", "C F ", "0C 2F"), ("34", "C,F,G", "0C 1F 2G"), ("34", "C   ", "0C"),
        ("54", "C,F,G,A-,B-", "0C 1F 2G 3Am 4Bm"),
        ("12", "C F ", "0C 6F"), ("68", "C F ", "0C 3F"), ("22", "C F ", "0C 1F"), ("34", "CFG ", "0C 1F 2G"),
    ])
    func placesChordsOnBeats(_ meter: String, _ bar: String, _ expected: String) throws {
        let song = IRealSong(
            title: "x", composer: "", style: "", key: "C", tempo: nil, music: "[T\(meter)\(bar)Z")
        #expect(Self.layout(try song.chart()) == [expected])
    }

    /// Every quality that the app offers.
    static let qualities =
        """
        5 2 add9 + o h sus ^ - ^7 -7 7 7sus h7 o7 ^9 ^13 6 69 ^7#11 ^9#11 ^7#5 -6 -69 -^7 -^9 -9 -11 -7b5 h9 -b6 -#5 9 7b9
        7#9 7#11 7b5 7#5 9#11 9b5 9#5 7b13 7#9#5 7#9b5 7#9#11 7b9#11 7b9b5 7b9#5 7b9#9 7b9b13 7alt 13 13#11 13b9 13#9
        7b9sus 7susadd3 9sus 13sus 7b13sus 11
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    @Test(arguments: [""] + qualities) func readsEveryQuality(_ quality: String) throws {
        let song = IRealSong(
            title: "x", composer: "", style: "", key: "C", tempo: nil, music: "[Bb\(quality) F#\(quality)/E |C Z")
        let chords = try song.chart().bars[0].chords.map(\.chord)
        #expect(chords.map(\.rootName.description) == ["Bb", "F#"] && chords[1].bassName?.description == "E")
        if quality == "^" { #expect(chords[0].quality == .majorSeventh) }
    }

    @Test(arguments: [
        ("irealb://", "the link is empty"), ("irealbook://%20", "the link is empty"),
        ("irealb://A=B==C=D==1r34LbKcu7%4", "the link is cut"), ("irealb://A=B==C", "the link is cut"),
        ("irealb://A=B==C=D==1r34LbKcu7[C   Z", "the link is cut"), ("irealbook://A=B=C=D=n", "the link is cut"),
        ("irealbook://A=B=C=D=n=[C Z=Next=B=C", "the link is cut"),
        ("irealbook://A%ZZ=B=C=D=n=[C Z", "damaged at character 2"),
        ("irealbook://A%FF=B=C=D=n=[C Z", "damaged at character 2"),
    ])
    func refusesDamagedLinks(_ link: String, _ says: String) {
        let error = #expect(throws: HarmonyError.self) { try IRealLink.songs(in: link) }
        #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        ("H", "[C Z", "the key \"H\" does not exist"), ("C", "", "no music"), ("C", "[   Z", "no music"),
        ("C", "[T18C Z", "bar 1: the metre 1/8 is not played"), ("C", "[C |T43F Z", "bar 2: the metre 4/3"),
        ("C", "[T34C,F,G,A-Z", "bar 1: 4 chords in a bar of 3 beats"),
        ("C", "[C |C7#Z", "bar 2: unknown chord \"C7#\""),
        ("C", "[xZ", "bar 1: \"x\" means nothing here"), ("C", "[C |<D.C.Z", "bar 2: \"<\" is never closed"),
        ("C", "[C |q Z", "bar 2: \"q\" means nothing here"), ("C", "[T4", "bar 1: \"T\" means nothing here"),
        ("C", "[W/EZ", "bar 1: \"W\""),
    ])
    func explainsWhatIsWrongWithASong(_ key: String, _ music: String, _ says: String) {
        let song = IRealSong(title: "Nine", composer: "", style: "", key: key, tempo: nil, music: music)
        let error = #expect(throws: HarmonyError.self) { try song.chart() }
        #expect(error?.description.hasPrefix("“Nine”: ") == true)
        #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    }

    @Test func aMetreInMidSongHoldsFromItsBarOn() throws {
        let song = IRealSong(
            title: "x", composer: "", style: "", key: "C", tempo: nil,
            music: "[T44C F |T34G,A-,F|x|T78C G |r|T24C |T44r|Z")
        let chart = try song.chart()
        #expect(
            chart.barLines.meters.map(\.signature) == ["4/4", "3/4", "3/4", "7/8", "3/4", "7/8", "2/4", "4/4", "4/4"])
        #expect(Self.layout(chart)[2...] == ["0G 1Am 2F", "0C 4G", "0G 1Am 2F", "0C 4G", "0C", "0C 2G", "0C"])
    }

    @Test func anotherMetreIsPlayedBarForBar() throws {
        let song = IRealSong(
            title: "x", composer: "", style: "", key: "C", tempo: nil, music: "[T44C F |T34G,A-,F|T44C,F,G,A-Z")
        let chart = try song.chart(in: Meter(beats: 3, unit: 4))
        #expect(Self.layout(chart) == ["0C 2F", "0G 1Am 2F", "0C 1G 2Am"])
    }

    /// Whatever is done to a link, it is read or refused, and what is read can be played.
    @Test func survivesDamage() throws {
        let link = Array(Self.link([Self.song("One"), Self.song("Two")], list: "List").utf8)
        let plain = Array("irealbook://A=B=C=D=n=*A{T44C^7 |N1<D.C. al 2nd End.>S(A)F x}|N2QG |r|W/E Z".utf8)
        func check(_ bytes: [UInt8], _ comment: Comment) {
            guard let songs = try? IRealLink.songs(in: String(decoding: bytes, as: UTF8.self)) else { return }
            for song in songs {
                guard let chart = try? song.chart() else { continue }
                #expect(chart.bars.count <= ChartParser.maximumBars, comment)
                #expect((try? ChartParser.parse(chart.text))?.bars == chart.bars, "\(comment)\n\(chart.text)")
            }
        }
        for bytes in [link, plain] {
            for length in bytes.indices { check(Array(bytes[..<length]), "cut at byte \(length)") }
        }
        let seed = UInt64.random(in: 0...1 << 40)
        var generator = SplitMix64(seed: seed)
        for round in 0..<4000 {
            var bytes = round % 2 == 0 ? link : plain
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: bytes.indices, using: &generator)
                bytes[place] =
                    round % 3 == 0
                    ? UInt8.random(in: 0...255, using: &generator)
                    : Array("{}[]|ZNSQTxrWp <>()*=%AC7".utf8).randomElement(using: &generator)!
            }
            check(bytes, "seed \(seed), round \(round)")
        }
    }
}
