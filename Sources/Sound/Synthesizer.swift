/// How the synthesizer sounds.
///
/// Reverberation and chorus are always set, never left to FluidSynth, whose own values changed between versions.
public struct SynthesizerOptions: Equatable, Sendable {
    /// The overall level: 0.2 is FluidSynth's own, 0.6 brings a trio to about −10 dBFS.
    public var gain: Double = 0.6
    /// The room the band plays in; nil for none.
    public var reverb: Reverb? = Reverb()
    public var chorus: Chorus? = Chorus()

    public init() {}

    /// A small club, by FluidSynth's measures.
    public struct Reverb: Equatable, Sendable {
        /// 0…1.
        public var roomSize = 0.3
        /// 0…1: how soon high notes fade.
        public var damping = 0.4
        /// 0…100.
        public var width = 0.8
        /// 0…1.
        public var level = 0.6

        public init() {}
    }

    /// Heard only by instruments whose sound font asks for it.
    public struct Chorus: Equatable, Sendable {
        /// Voices, 0…99.
        public var voices = 3
        /// 0…10.
        public var level = 2.0
        /// Hz, 0.1…5.
        public var speed = 0.3
        /// Milliseconds, 0…256.
        public var depth = 8.0

        public init() {}
    }
}
