public import Jazz
public import Terminal

/// Which parts are heard, as the keys `m` and `S` and a letter behind them turn it.
struct PartSwitches: Sendable {
    private(set) var muted: Set<PartRole> = []
    private var solo: PartRole?
    /// The key that waits for a part.
    private var prefix: Character?

    /// Takes a key.
    ///
    /// - Returns: What to say of it; nil for a key that is none of these.
    mutating func press(_ key: KeyStroke, of roles: [PartRole]) -> String? {
        if let waiting = prefix {
            prefix = nil
            return choose(key, solo: waiting == "S", of: roles)
        }
        guard case .character(let character) = key, character == "m" || character == "S" else { return nil }
        prefix = character
        return "\(character == "m" ? "mute" : "solo"): l lead, c chords, b bass, d drums"
    }

    private mutating func choose(_ key: KeyStroke, solo isSolo: Bool, of roles: [PartRole]) -> String {
        let initials: [Character: PartRole] = ["l": .lead, "c": .chords, "b": .bass, "d": .drums]
        guard case .character(let initial) = key, let role = initials[initial] else { return "no part of that letter" }
        guard roles.contains(role) else { return "the \(role.rawValue) do not play" }
        if isSolo {
            solo = solo == role ? nil : role
            muted = solo.map { kept in Set(roles.filter { $0 != kept }) } ?? []
            return solo == nil ? "everyone again" : "\(role.rawValue) alone"
        }
        solo = nil
        if muted.remove(role) == nil { muted.insert(role) }
        return "\(role.rawValue) \(muted.contains(role) ? "muted" : "heard again")"
    }
}
