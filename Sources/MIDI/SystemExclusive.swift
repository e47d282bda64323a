/// A whole system exclusive message, put together from its packets.
public struct SystemExclusiveMessage: Equatable, Hashable, Sendable {
    /// The tick of the first packet.
    public var tick: Int
    /// The bytes between F0 and F7.
    public var bytes: [UInt8]

    public init(tick: Int, bytes: [UInt8]) {
        self.tick = tick
        self.bytes = bytes
    }
}

extension Track {
    /// The system exclusive messages, those that were split over several events joined (RP-001, "Sysex Events").
    ///
    /// A message that never ends in F7 is kept as it is; an escape event with no message to continue is none.
    public var systemExclusives: [SystemExclusiveMessage] {
        var messages: [SystemExclusiveMessage] = []
        var isOpen = false
        for event in orderedEvents {
            let packet: [UInt8]
            switch event.message {
            case .systemExclusive(let bytes):
                messages.append(SystemExclusiveMessage(tick: event.tick, bytes: []))
                packet = bytes
            case .escape(let bytes) where isOpen: packet = bytes
            default: continue
            }
            isOpen = packet.last != 0xF7
            messages[messages.count - 1].bytes += isOpen ? packet[...] : packet.dropLast()
        }
        return messages
    }
}
