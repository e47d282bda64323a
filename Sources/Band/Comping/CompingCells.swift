import Harmony

/// The rhythm cells of the piano and how often each is chosen.
///
/// Signs as in ``CompingRhythm/Cell``: one a half pulse, `x` short, `o` held. The first weight is that of a bar in the
/// middle of a phrase; `opening` and `closing` stand where the first and the last bar of a phrase differ. A phrase opens
/// with a plain statement and closes with a push into the next one.
enum CompingCells {
    private typealias Cell = CompingRhythm.Cell

    /// From this tempo on, in pulses a minute, swing is comped with fewer chords.
    private static let fastTempo = 220.0

    /// The cells for a group of one to four pulses.
    static func cells(for situation: CompingRhythm.Situation) -> [CompingRhythm.Cell] {
        switch (situation.style, situation.pulses) {
        case (.ballad, 4): ballad
        case (.bossa, 4): situation.alternates ? bossaSecond : bossaFirst
        case (_, 4): situation.tempo > fastTempo ? fast : medium
        case (.ballad, 3): slowThree
        case (_, 3): three
        case (_, 2): two
        default: one
        }
    }

    //                  1 & 2 & 3 & 4 &
    private static let medium = [
        Cell("x..x....", 4, opening: 6),  // the Charleston
        Cell("x..o....", 2.5, opening: 3),  // its second chord held
        Cell("..x..x..", 1.2),  // the Charleston a beat later
        Cell(".x..x...", 2),  // and an eighth later
        Cell("...x...x", 3, closing: 4.5),  // the reverse: and of two, and of four
        Cell("...x...o", 1.5, closing: 3),  // … tied over the bar line
        Cell("..x...x.", 1, opening: 0.4),  // with the hi-hat, on two and four
        Cell("x....x..", 2, opening: 3),
        Cell(".o....x.", 1),
        Cell("o.......", 1, opening: 2, closing: 0.5),
        Cell("...x....", 2),
        Cell("...o....", 1.4),
        Cell("x..x..x.", 1.2, opening: 2),  // every beat and a half
        Cell("x..x...x", 2, closing: 3),
        Cell(".x..x..x", 1, opening: 0.4),
        Cell(".....x.x", 0.8, opening: 0.3, closing: 1.6),  // a pick-up
        Cell(".......o", 1.5, opening: 0.5, closing: 3),  // the push alone
        Cell("x......o", 1.5, closing: 2),
        Cell("....x..o", 1, closing: 1.5),
        Cell("........", 0.8, opening: 0.2, closing: 0.6),
    ]

    private static let fast = [
        Cell("x..x....", 3, opening: 5),
        Cell("...x....", 3),
        Cell("...o....", 2),
        Cell(".......o", 3, opening: 1, closing: 5),
        Cell("...x...o", 2.5, closing: 3.5),
        Cell("o.......", 2.5, opening: 4, closing: 1),
        Cell("x....x..", 1),
        Cell("..x.....", 1, opening: 0.4),
        Cell("....o...", 1.2),
        Cell("x...x...", 0.8),
        Cell("........", 1.8, opening: 0.4),
    ]

    private static let ballad = [
        Cell("o.......", 5, opening: 7),
        Cell("o...o...", 5),
        Cell("o..o....", 2),
        Cell("o....o..", 1.5),
        Cell("o...o.o.", 1, opening: 0.4, closing: 2),
        Cell("o.....o.", 1, closing: 2),
        Cell("..o.....", 1, opening: 0.3),  // after the bass, like a breath
        Cell(".o..o...", 0.8, opening: 0.3),
        Cell("o......o", 0.8, closing: 1.5),
    ]

    private static let bossaFirst = [
        Cell("x..x..x.", 5, opening: 7),  // the clave's three
        Cell("x..x...o", 2, closing: 3),
        Cell("x..o....", 2),
        Cell("x.x..x..", 1),
        Cell("x...x..o", 1, closing: 2),
    ]

    private static let bossaSecond = [
        Cell("..x..x..", 4),  // the clave's two
        Cell(".x..x...", 2),
        Cell(".x..x..o", 2, closing: 3.5),
        Cell("..x..x.o", 1, closing: 2),
        Cell("x..x..x.", 1),
        Cell("x....o..", 1),
    ]

    //                  1 & 2 & 3 &
    private static let three = [
        Cell("x..x..", 4, opening: 6),
        Cell("o.....", 2, opening: 3),
        Cell("..x.x.", 2, opening: 0.8),  // after the bass
        Cell("...o..", 2.2),
        Cell("x.x.x.", 0.5),
        Cell(".x..x.", 1, opening: 0.4),
        Cell("x....o", 1.2, closing: 3),
        Cell("..x..o", 1, closing: 2.5),
        Cell("...x.x", 0.7, closing: 1.5),
        Cell("x...x.", 1.2),
        Cell("......", 0.7, opening: 0.2),
    ]

    private static let slowThree = [
        Cell("o.....", 5, opening: 7),
        Cell("o...o.", 3),
        Cell("o..o..", 2),
        Cell("..o...", 1.2, opening: 0.3),
        Cell("o.o...", 0.8),
        Cell("o....o", 0.6, closing: 1.5),
    ]

    //                  1 & 2 &
    private static let two = [
        Cell("x...", 3), Cell("o...", 1.2), Cell("...o", 1.5, closing: 3), Cell("..x.", 1), Cell("x..x", 1.5),
        Cell(".x..", 1), Cell("....", 1, opening: 0.3),
    ]

    private static let one = [Cell("x.", 3), Cell("..", 1), Cell(".x", 1)]
}
