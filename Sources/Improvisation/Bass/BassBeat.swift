package import Harmony

/// A beat of the changes as a bass player counts it.
package struct BassBeat: Sendable, Equatable {
    /// The chord that sounds on it; "N.C." where there is none.
    package var chord: Chord
    /// Its place in the bar, from 0.
    package var position: Int
    /// Beats in the bar.
    package var length: Int
    /// The bar it belongs to, from 0.
    package var bar: Int
    /// How far the line hereabouts agrees with the chords, 0 to 1.
    ///
    /// Told to the network because much of what there is to learn from was transcribed by machines: where the bass is
    /// at odds with the chords, most of its pitches were misheard. A line to be invented is asked for in full clarity.
    package var clarity = 1.0

    package init(chord: Chord, position: Int, length: Int, bar: Int) {
        self.chord = chord
        self.position = position
        self.length = length
        self.bar = bar
    }
}

/// The changes, beat by beat, and the tempo that a bass line is played over.
package struct BassSetting: Sendable, Equatable {
    package let beats: [BassBeat]
    /// Beats a minute.
    package let tempo: Double
    /// For each beat the first later one with another chord, or the number of beats where no other chord follows.
    let nextChange: [Int]
    /// For each beat the first later one that begins a bar, or the number of beats.
    let nextBar: [Int]

    package init(beats: [BassBeat], tempo: Double) {
        self.beats = beats
        self.tempo = tempo
        var change = [Int](repeating: beats.count, count: beats.count)
        var bar = change
        for index in beats.indices.dropLast().reversed() {
            let isSame = beats[index].chord == beats[index + 1].chord
            change[index] = isSame ? change[index + 1] : index + 1
            bar[index] = beats[index + 1].position == 0 ? index + 1 : bar[index + 1]
        }
        nextChange = change
        nextBar = bar
    }
}
