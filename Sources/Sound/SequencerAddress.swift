/// What stands for a port of the ALSA sequencer: `seq` for one to which others connect, `seq:CLIENT:PORT` or `CLIENT:PORT` for
/// one that is connected, by its numbers or, behind `seq:`, by the client's name.
public enum SequencerAddress: Equatable, Sendable {
    /// A port of our own, to which others connect.
    case open
    /// A client and its port, each 0…255.
    case numbers(client: Int, port: Int)
    /// A client's name, or the beginning of it, with a port behind a colon where it is not the first.
    case name(String)
    /// Something that begins like one and is none.
    case flawed

    /// - Parameter text: What a user has typed; nil where it is no such address but a path.
    public init?(_ text: String) {
        let hasWord = text.hasPrefix("seq:")
        if text == "seq" {
            self = .open
            return
        }
        let address = hasWord ? String(text.dropFirst(4)) : text
        let parts = address.split(separator: ":", omittingEmptySubsequences: false)
        let isNumeric = parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { "0"..."9" ~= $0 } }
        guard isNumeric, parts.count <= 2, parts.count == 2 || hasWord else {
            guard hasWord else { return nil }
            self = address.isEmpty || address.hasPrefix(":") ? .flawed : .name(address)
            return
        }
        let numbers = parts.map { Int($0) ?? .max }
        let (client, port) = (numbers[0], numbers.count > 1 ? numbers[1] : 0)
        self = (0...255).contains(client) && (0...255).contains(port) ? .numbers(client: client, port: port) : .flawed
    }
}
