import MIDI
import Testing

@Suite struct SystemExclusiveTests {
    @Test func packetsAreJoined() throws {
        let bytes: [UInt8] = [
            0, 0xF7, 1, 0xF8,  // an escape in front of any message
            5, 0xF0, 2, 1, 2, 5, 0xF7, 1, 3, 5, 0xF7, 2, 4, 0xF7,  // three packets
            5, 0xF7, 1, 0xFA,  // an escape behind a message that has ended
            0, 0xF0, 2, 9, 0xF7,  // one packet
            0, 0xF0, 1, 8,  // no end
            0, 0xF0, 1, 0xF7,  // nothing in it
        ]
        let track = try MIDIFile(bytes: FileBytes.file(bytes)).tracks[0]
        #expect(
            track.systemExclusives == [
                SystemExclusiveMessage(tick: 5, bytes: [1, 2, 3, 4]), SystemExclusiveMessage(tick: 20, bytes: [9]),
                SystemExclusiveMessage(tick: 20, bytes: [8]), SystemExclusiveMessage(tick: 20, bytes: []),
            ])
    }
}
