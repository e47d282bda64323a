/// The General MIDI percussion keys the drummer uses.
enum Percussion {
    static let kick = 36
    static let crossStick = 37
    static let snare = 38
    static let closedHiHat = 42
    static let pedalHiHat = 44
    static let crash = 49
    static let ride = 51
    /// High to low.
    static let toms = [50, 47, 43]
}
