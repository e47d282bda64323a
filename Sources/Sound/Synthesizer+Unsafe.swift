internal import CFluidSynth
internal import Files
internal import Synchronization

/// A FluidSynth synthesizer with one sound font: MIDI in, sound out.
///
/// FluidSynth works in blocks of ``blockFrames`` frames and starts notes at their beginning, so that is how it is fed
/// here. A process has one synthesizer at a time (deleting one while its font is still in use by another is not safe in
/// FluidSynth before 2.5), and it belongs to one thread at a time: its own locking is switched off.
@safe package final class Synthesizer {
    /// FluidSynth's internal block, in frames.
    package static let blockFrames = 64
    /// MIDI channels.
    package static let channels = 16

    private static let inUse = Atomic<Bool>(false)

    /// Frames a second.
    package let rate: Int
    /// Whether each MIDI channel has an output of its own; see ``renderChannels(into:)``.
    package let separatesChannels: Bool
    private let library: FluidSynthLibrary
    private let settings: OpaquePointer
    private let handle: OpaquePointer

    /// - Parameter separatesChannels: Whether each MIDI channel, with a room of its own around it, has an output of its own.
    /// - Throws: ``SoundError``: `libraryMissing`, `synthesizerInUse`, `synthesizerFailed`, `soundFontDamaged`.
    package init(
        soundFont: SoundFont, rate: Int, options: SynthesizerOptions = SynthesizerOptions(),
        separatesChannels: Bool = false
    ) throws(SoundError) {
        library = try FluidSynthLibrary.shared()
        self.rate = rate
        self.separatesChannels = separatesChannels
        guard Self.inUse.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else {
            throw .synthesizerInUse
        }
        var made = false
        defer { if !made { Self.inUse.store(false, ordering: .releasing) } }
        _ = FluidSynthLibrary.takeLog()

        let functions = unsafe library.functions
        guard let settings = unsafe functions.pointee.new_fluid_settings() else {
            throw .synthesizerFailed(reason: "out of memory")
        }
        unsafe Self.configure(settings, functions, rate: rate, options, separatesChannels: separatesChannels)
        guard let handle = unsafe functions.pointee.new_fluid_synth(settings) else {
            unsafe functions.pointee.delete_fluid_settings(settings)
            throw .synthesizerFailed(reason: Self.complaint() ?? "it refuses a sample rate of \(rate) Hz")
        }
        unsafe self.settings = unsafe settings
        unsafe self.handle = unsafe handle
        made = true
        // From here on, deinit cleans up.
        guard
            unsafe FileSystem.withPath(
                soundFont.path,
                {
                    unsafe functions.pointee.fluid_synth_sfload(handle, $0, 1)
                }) != FLUID_FAILED
        else {
            throw .soundFontDamaged(path: soundFont.path, reason: Self.complaint() ?? "FluidSynth cannot load it")
        }
    }

    deinit {
        // A voice still sounding would make FluidSynth unload the font later, from a thread of its own.
        unsafe _ = library.functions.pointee.fluid_synth_all_sounds_off(handle, -1)
        var rest = [Float](repeating: 0, count: Self.blockFrames * 2)
        renderBlock(into: &rest)
        unsafe library.functions.pointee.delete_fluid_synth(handle)
        unsafe library.functions.pointee.delete_fluid_settings(settings)
        Self.inUse.store(false, ordering: .releasing)
    }

    /// Plays a channel message, to be heard from the next block on. Messages FluidSynth refuses (a note-off for a note
    /// that is not sounding, a program the font does not have) change nothing.
    package func send(_ event: ScheduledEvent) {
        let functions = unsafe library.functions
        let channel = Int32(event.channel)
        let (first, second) = (Int32(event.data1), Int32(event.data2))
        switch event.kind {
        case .noteOff: unsafe _ = functions.pointee.fluid_synth_noteoff(handle, channel, first)
        case .noteOn: unsafe _ = functions.pointee.fluid_synth_noteon(handle, channel, first, second)
        case .keyPressure: unsafe _ = functions.pointee.fluid_synth_key_pressure(handle, channel, first, second)
        case .controlChange: unsafe _ = functions.pointee.fluid_synth_cc(handle, channel, first, second)
        case .programChange: unsafe _ = functions.pointee.fluid_synth_program_change(handle, channel, first)
        case .channelPressure: unsafe _ = functions.pointee.fluid_synth_channel_pressure(handle, channel, first)
        case .pitchBend: unsafe _ = functions.pointee.fluid_synth_pitch_bend(handle, channel, first | second << 7)
        case .tempo: break
        }
    }

    /// Lets go of every key and pedal of a channel.
    package func releaseNotes(channel: Int) {
        let functions = unsafe library.functions
        for pedal: Int32 in [64, 66] { unsafe _ = functions.pointee.fluid_synth_cc(handle, Int32(channel), pedal, 0) }
        unsafe _ = functions.pointee.fluid_synth_all_notes_off(handle, Int32(channel))
    }

    /// Lets go of every key and pedal; the notes die away as the instruments do.
    package func releaseAllNotes() {
        let functions = unsafe library.functions
        for channel in Int32(0)..<16 {
            // Sustain and sostenuto pedals would hold the notes.
            unsafe _ = functions.pointee.fluid_synth_cc(handle, channel, 64, 0)
            unsafe _ = functions.pointee.fluid_synth_cc(handle, channel, 66, 0)
        }
        unsafe _ = functions.pointee.fluid_synth_all_notes_off(handle, -1)
    }

    /// Renders the next ``blockFrames`` frames, left and right alternating.
    ///
    /// - Precondition: `samples` holds exactly two samples a frame.
    package func renderBlock(into samples: inout [Float]) {
        precondition(
            samples.count == Self.blockFrames * 2, "\(samples.count) samples for \(Self.blockFrames) stereo frames")
        unsafe samples.withUnsafeMutableBufferPointer { buffer in
            let base = buffer.baseAddress
            // Offsets 0 and 1, stride 2, 64 frames: the last sample written is number 127 of the 128.
            unsafe _ = library.functions.pointee.fluid_synth_write_float(
                handle, Int32(Self.blockFrames), base, 0, 2, base, 1, 2)
        }
    }

    /// Renders the next ``blockFrames`` frames of each channel: 64 of the first one's left side, 64 of its right side, then those of
    /// the next. Added together they are what ``renderBlock(into:)`` of a synthesizer that does not separate channels renders.
    ///
    /// - Precondition: the synthesizer ``separatesChannels``, and `samples` holds two samples a frame for each channel.
    package func renderChannels(into samples: inout [Float]) {
        precondition(separatesChannels && samples.count == Self.channels * Self.blockFrames * 2)
        for index in samples.indices { samples[index] = 0 }
        unsafe samples.withUnsafeMutableBufferPointer { buffer in
            unsafe withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<Float>?.self, capacity: 6 * Self.channels) {
                outputs in
                // Two sides of each channel; then reverberation and chorus of each, which are added to the same.
                for side in 0..<2 * Self.channels {
                    unsafe outputs.initializeElement(at: side, to: buffer.baseAddress! + side * Self.blockFrames)
                }
                for side in 0..<4 * Self.channels {
                    let place = side / 4 * 2 + side % 2
                    unsafe outputs.initializeElement(
                        at: 2 * Self.channels + side, to: buffer.baseAddress! + place * Self.blockFrames)
                }
                // 2 and 4 pointers a channel, to 64 samples each, all within the buffer.
                unsafe _ = library.functions.pointee.fluid_synth_process(
                    handle, Int32(Self.blockFrames), Int32(4 * Self.channels), outputs.baseAddress! + 2 * Self.channels,
                    Int32(2 * Self.channels), outputs.baseAddress!)
            }
        }
    }

    /// Voices sounding now.
    package var activeVoices: Int {
        Int(unsafe library.functions.pointee.fluid_synth_get_active_voice_count(handle))
    }

    private static func configure(
        _ settings: OpaquePointer, _ functions: UnsafePointer<cfluidsynth_functions>, rate: Int,
        _ options: SynthesizerOptions, separatesChannels: Bool
    ) {
        func set(_ name: String, _ value: Int) {
            unsafe _ = functions.pointee.fluid_settings_setint(settings, name, Int32(value))
        }
        func set(_ name: String, _ value: Double) {
            unsafe _ = functions.pointee.fluid_settings_setnum(settings, name, value)
        }
        set("synth.sample-rate", Double(rate))
        set("synth.gain", options.gain)
        set("synth.cpu-cores", 1)
        set("synth.threadsafe-api", 0)
        if separatesChannels {
            for name in ["audio-channels", "audio-groups", "effects-groups"] { set("synth.\(name)", channels) }
        }
        // Loading samples as programs are chosen would allocate and read files on the audio thread.
        set("synth.dynamic-sample-loading", 0)
        set("synth.reverb.active", options.reverb == nil ? 0 : 1)
        if let reverb = options.reverb {
            set("synth.reverb.room-size", reverb.roomSize)
            set("synth.reverb.damp", reverb.damping)
            set("synth.reverb.width", reverb.width)
            set("synth.reverb.level", reverb.level)
        }
        set("synth.chorus.active", options.chorus == nil ? 0 : 1)
        if let chorus = options.chorus {
            set("synth.chorus.nr", chorus.voices)
            set("synth.chorus.level", chorus.level)
            set("synth.chorus.speed", chorus.speed)
            set("synth.chorus.depth", chorus.depth)
        }
    }

    /// FluidSynth's own words for what has just failed; the first line is the cause, the rest follows from it.
    private static func complaint() -> String? {
        FluidSynthLibrary.takeLog().first
    }
}
