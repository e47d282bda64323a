import Sound
import TestFiles
import TestSound
import Testing

@Suite struct SequencerAddressTests {
    private static let addresses: [(String, SequencerAddress?)] = [
        ("seq", .open), ("seq:20:0", .numbers(client: 20, port: 0)), ("128:1", .numbers(client: 128, port: 1)),
        ("seq:14", .numbers(client: 14, port: 0)), ("seq:FLUID Synth", .name("FLUID Synth")),
        ("seq:FLUID:1", .name("FLUID:1")), ("seq:", .flawed), ("seq::1", .flawed), ("seq:256:0", .flawed),
        ("0:999999999999999999999", .flawed), ("seq:1:2:3", .name("1:2:3")), ("14", nil), ("/dev/snd/midiC1D0", nil),
        ("sequence.bin", nil), ("1:2:3", nil), ("a:0", nil), (":0", nil), ("1:", nil), ("", nil), ("١:٢", nil),
    ]

    @Test(arguments: addresses) func whatUsersTypeIsUnderstood(_ text: String, _ address: SequencerAddress?) {
        #expect(SequencerAddress(text) == address)
    }
}

/// Over a sequencer of our own, as few machines that build this have one.
@Suite(.serialized, .enabled(if: FakeSequencer.library != nil, "no C compiler or no alsa-lib headers"))
struct SequencerTests {
    private let place = TemporaryDirectory()

    private func library() throws -> ALSALibrary {
        FakeSequencer.use(place.path)
        return try ALSALibrary(try #require(FakeSequencer.library))
    }

    private var log: [String] {
        String(decoding: place.content("log") ?? [], as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func messagesGoToWhoeverHasConnected() throws {
        do {
            let port = try MIDIPort("seq", sendsClock: true, library: try library())
            port.tick(frames: 48, rate: 48_000)
            port.send(ScheduledEvent(frame: 0, kind: .noteOn, channel: 2, data1: 60, data2: 90))
            port.send(ScheduledEvent(frame: 0, kind: .pitchBend, channel: 2, data1: 1, data2: 65))
            port.send(ScheduledEvent(frame: 0, kind: .programChange, channel: 9, data1: 5, data2: 0))
            port.releaseNotes(channel: 2)
            port.finish()
        }
        #expect(log.prefix(3) == ["open default 1 0", "client Woodshed", "port out 33 1048578"])
        // From our port to all who subscribe (254:253), at once (queue 253): start, clock, note, bend, program.
        let events = log.filter { $0.hasPrefix("event") }
        #expect(events.allSatisfy { $0.contains("from 3 to 254:253 queue 253:") }, "\(events)")
        let bytes = events.map { $0.split(separator: ": ").last.map(String.init) ?? "" }
        #expect(
            bytes == [
                "250", "248", "146 60 90", "226 1 65", "201 5", "130 60 64", "178 64 0", "178 66 0", "178 123 0", "252",
            ])
        #expect(log.suffix(2) == ["drain", "close"])
    }

    @Test(arguments: [("seq:128:1", "128:1"), ("128:0", "128:0"), ("seq:Synth", "128:0"), ("seq:Syn th", nil)])
    func aPortIsConnectedByNumbersAndByName(_ name: String, _ other: String?) throws {
        let library = try library()
        guard let other else {
            #expect(throws: SoundError.noSequencerPort(name: name, reason: "No such file or directory")) {
                try MIDIPort(name, sendsClock: false, library: library)
            }
            #expect(log.last == "close")
            return
        }
        _ = try MIDIPort(name, sendsClock: false, library: library)
        #expect(log.contains("to 3 \(other)"), "\(log)")
        _ = try Listener(name, library: library)
        #expect(log.contains("from 3 \(other)") && log.contains { $0.hasPrefix("port in 66 ") }, "\(log)")
    }

    @Test(arguments: ["seq:14:0", "seq:128:7", "seq:", "300:0"]) func whatIsNotThereIsNamed(_ name: String) throws {
        let library = try library()
        let attempts: [() throws -> Void] = [
            { _ = try MIDIPort(name, sendsClock: false, library: library) },
            { _ = try Listener(name, library: library) },
        ]
        for open in attempts {
            #expect {
                try open()
            } throws: { error in
                guard let error = error as? SoundError, case .noSequencerPort(name: name, _) = error else {
                    return false
                }
                return error.kind == .unavailable && error.description.contains("aconnect -l")
            }
        }
    }

    @Test func whatAKeyboardSendsIsHeard() throws {
        _ = place.store([0x93, 64, 100, 0x93, 67, 80, 0x83, 64, 0, 0xB3, 64, 127], as: "in")
        let listener = try Listener("seq:Synth:1", library: try library())
        let controls = PlaybackControls()
        let options: PlayerOptions = {
            var options = PlayerOptions()
            options.midiPort = place["out"]
            return options
        }()
        var isStarted = false
        // The music gives the time; what comes before it is passed over.
        try Player(soundFont: nil, options: options)
            .play(
                Stretches([EventBatch(messages: [], end: 10)]), controls: controls, listener: listener,
                onTick: {
                    guard controls.hasBegun, !isStarted else { return }
                    isStarted = true
                    try? listener.start(controls)
                },
                shouldStop: { controls.seconds > 0.3 })
        listener.stop()
        let notes = listener.notes(from: 0, to: 10)
        #expect(notes.map(\.pitch) == [64, 67] && notes.map(\.velocity) == [100, 80])
        #expect(notes.first?.end != nil && notes.last?.end == nil)
        // And passed on, on the channel that the band leaves free.
        let bytes = place.content("out") ?? []
        #expect(bytes.starts(with: [0x93, 64, 100, 0x93, 67, 80, 0x83, 64]), "\(bytes)")
    }

    @Test func withoutASequencerOneLineSaysSo() throws {
        let library = try library()
        FakeSequencer.use("")
        #expect(throws: SoundError.noPort(name: "seq", reason: "No such file or directory")) {
            try Listener("seq:Synth", library: library)
        }
        #expect(throws: SoundError.noPort(name: "seq", reason: "No such file or directory")) {
            try MIDIPort("seq", sendsClock: false, library: library)
        }
    }
}
