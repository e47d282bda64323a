/// Names of pitches, middle C being C4.
public enum PitchName {
    private static let classes = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"]

    /// The name of a MIDI pitch, 0…127: 60 is "C4".
    public static func text(_ pitch: Int) -> String {
        precondition((0...127).contains(pitch), "a pitch of \(pitch)")
        return "\(classes[pitch % 12])\(pitch / 12 - 1)"
    }
}
