import FoundationEssentials
import MIDI

/// MIDI files of a few tracks, for folders to learn from.
enum MusicFile {
    /// A track of `count` onsets half a beat apart, each of all the pitches, which go up and down a scale.
    static func track(_ name: String, _ count: Int, pitches: [Int] = [64], channel: Int = 0, program: Int = 66) -> Track
    {
        var track = Track(name: name)
        if channel != 9 { track.append(.programChange(channel: channel, program: program), at: 0) }
        for index in 0..<count {
            let step = channel == 9 ? 0 : [0, 2, 4, 5, 7, 5, 4, 2][index % 8]
            for pitch in pitches {
                track.append(
                    Note(
                        channel: channel, pitch: pitch + step, velocity: 80, start: index * 240, end: index * 240 + 200)
                )
            }
        }
        track.sort()
        return track
    }

    static func write(_ tracks: [Track], to path: String) throws {
        let file = MIDIFile(division: .ticksPerQuarter(480), tracks: tracks)
        try Data(try file.encoded()).write(to: URL(filePath: path))
    }
}
