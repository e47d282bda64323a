/// A note: a note-on and the note-off that ends it. It takes 24 bytes.
public struct Note: Equatable, Hashable, Sendable {
    /// The tick of the note-on.
    public var start: Int
    /// The tick of the note-off; not before `start`, and equal to it in a note of no length.
    public var end: Int
    private var packedTrack: UInt16
    // Wider than what a file can hold, so that values out of range stay so until they are refused.
    private var packedChannel: Int16
    private var packedPitch: Int16
    private var packedVelocity: Int16

    public init(track: Int = 0, channel: Int, pitch: Int, velocity: Int, start: Int, end: Int) {
        self.start = start
        self.end = end
        packedTrack = UInt16(clamping: track)
        packedChannel = Int16(clamping: channel)
        packedPitch = Int16(clamping: pitch)
        packedVelocity = Int16(clamping: velocity)
    }

    /// The index of the track it is in.
    public var track: Int {
        get { Int(packedTrack) }
        set { packedTrack = UInt16(clamping: newValue) }
    }

    /// 0…15.
    public var channel: Int {
        get { Int(packedChannel) }
        set { packedChannel = Int16(clamping: newValue) }
    }

    /// 0…127; 60 is the middle C.
    public var pitch: Int {
        get { Int(packedPitch) }
        set { packedPitch = Int16(clamping: newValue) }
    }

    /// 1…127.
    public var velocity: Int {
        get { Int(packedVelocity) }
        set { packedVelocity = Int16(clamping: newValue) }
    }

    /// The length in ticks.
    public var duration: Int { end - start }
}

extension MIDIFile {
    /// The notes of all tracks in order of start, then of track, then of their note-ons.
    ///
    /// Note-ons and note-offs are paired track by track as they would be heard:
    /// - a note-off, or a note-on of velocity 0, ends all notes of its channel and pitch that sound, except those that
    ///   begin on its own tick when older ones sound (so a repeated note may be struck before the old one is let go);
    /// - a note-on while its pitch sounds begins a second note and ends none;
    /// - "all sound off" and "all notes off" (controllers 120 and 123…127) end all notes of their channel; the sustain
    ///   pedal is not applied;
    /// - a note-off for which no note sounds is passed over;
    /// - a note that nothing ends, a stuck one, ends with its track;
    /// - a note that ends on the tick on which it begins is kept, with a ``Note/duration`` of 0.
    ///
    /// O(n log n).
    public var notes: [Note] {
        var pairing = NotePairing()
        for (index, track) in tracks.enumerated() { pairing.add(track, index: index) }
        return inOrder(pairing.notes, tick: \.start)
    }
}

/// Pairs the note-ons and note-offs of a track at a time.
private struct NotePairing {
    /// Indices into `notes` of those that sound, by channel and pitch, oldest first.
    private var sounding = [[Int]](repeating: [], count: 16 * 128)
    /// How many keys of each channel have notes that sound.
    private var soundingKeys = [Int](repeating: 0, count: 16)
    private(set) var notes: [Note] = []

    mutating func add(_ track: Track, index: Int) {
        for event in track.orderedEvents.of(kinds: [0x80, 0x90, 0xB0]) {
            switch event.message {
            case .noteOn(let channel, let pitch, let velocity) where velocity != 0:
                guard let key = key(channel, pitch) else { continue }
                if sounding[key].isEmpty { soundingKeys[channel] += 1 }
                sounding[key].append(notes.count)
                notes.append(
                    Note(
                        track: index, channel: channel, pitch: pitch, velocity: velocity, start: event.tick,
                        end: event.tick))
            case .noteOn(let channel, let pitch, _), .noteOff(let channel, let pitch, _):
                guard let key = key(channel, pitch) else { continue }
                release(key, at: event.tick, keepsNew: true)
            case .controlChange(let channel, 120, _), .controlChange(let channel, 123...127, _):
                guard (0...15).contains(channel) else { continue }
                releaseAll(channel, at: event.tick)
            default: break
            }
        }
        for channel in soundingKeys.indices { releaseAll(channel, at: track.endTick) }
    }

    /// Ends the notes of a channel.
    private mutating func releaseAll(_ channel: Int, at tick: Int) {
        guard soundingKeys[channel] > 0 else { return }
        for key in channel << 7..<(channel + 1) << 7 { release(key, at: tick, keepsNew: false) }
    }

    /// Ends the notes of a channel and pitch.
    ///
    /// - Parameter keepsNew: leaves those that began on this very tick, if there are older ones to end.
    private mutating func release(_ key: Int, at tick: Int, keepsNew: Bool) {
        guard let oldest = sounding[key].first else { return }
        let keeps = keepsNew && notes[oldest].start < tick
        var kept: [Int] = []
        for index in sounding[key] {
            if keeps && notes[index].start == tick {
                kept.append(index)
            } else {
                notes[index].end = max(tick, notes[index].start)
            }
        }
        sounding[key] = kept
        if kept.isEmpty { soundingKeys[key >> 7] -= 1 }
    }

    /// The place of a channel and pitch in `sounding`; nil for those out of range, which only a file that was never
    /// read or written can hold.
    private func key(_ channel: Int, _ pitch: Int) -> Int? {
        (0...15).contains(channel) && (0...127).contains(pitch) ? channel << 7 | pitch : nil
    }
}
