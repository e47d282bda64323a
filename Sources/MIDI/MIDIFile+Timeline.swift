extension MIDIFile {
    /// The tick on which the last track ends.
    public var lengthInTicks: Int { tracks.reduce(0) { max($0, $1.endTick) } }

    /// The time from the start to the end of the last track.
    public var lengthInSeconds: Double { tempoMap.seconds(atTick: lengthInTicks) }

    /// The events of all tracks in order of tick, then of track, then as in the track: what a player plays. O(n log n).
    public var mergedEvents: [Event] {
        Array(EventMerger(tracks))
    }

    /// What is picked from the events of one kind of all tracks, in order of tick, then of track, then as in the track.
    func gather<Item>(_ kind: Int, _ pick: (_ track: Int, _ event: Event) -> Item?) -> [Item] {
        var found: [(tick: Int, item: Item)] = []
        for (index, track) in tracks.enumerated() {
            for event in track.events.of(kinds: [kind]) {
                if let item = pick(index, event) { found.append((event.tick, item)) }
            }
        }
        return inOrder(found) { $0.tick }.map(\.item)
    }
}
