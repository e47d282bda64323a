internal import CALSA
internal import Glibc

/// A port of the ALSA sequencer, which others read from or write to.
@safe final class Sequencer: @unchecked Sendable {
    enum Direction {
        /// Others read from it, or send to it.
        case output, input
    }

    private let library: ALSALibrary
    private let handle: OpaquePointer
    private let port: Int32
    /// Makes events of bytes, or bytes of events.
    private let coder: OpaquePointer

    /// - Parameters:
    ///   - name: What a user has typed, for errors.
    ///   - library: alsa-lib; nil for the machine's own.
    /// - Throws: ``SoundError``: `noPort` without a sequencer, `noSequencerPort` where there is no such port.
    init(
        _ address: SequencerAddress, named name: String, _ direction: Direction, library: ALSALibrary? = nil
    ) throws(SoundError) {
        let library = if let library { library } else { try ALSALibrary.shared() }
        self.library = library
        guard address != .flawed else {
            throw .noSequencerPort(name: name, reason: "a client and a port are numbers from 0 to 255, or a name")
        }
        _ = ALSALibrary.takeMessages()
        let functions = unsafe library.functions
        let isOutput = direction == .output
        var opened: OpaquePointer?
        let code = unsafe functions.pointee.snd_seq_open(
            &opened, "default", isOutput ? SND_SEQ_OPEN_OUTPUT : SND_SEQ_OPEN_DUPLEX,
            isOutput ? 0 : Int32(SND_SEQ_NONBLOCK))
        guard code >= 0, let handle = unsafe opened else {
            throw .noPort(name: MIDIPort.sequencerName, reason: library.text(code))
        }
        var succeeded = false
        defer { if !succeeded { unsafe _ = functions.pointee.snd_seq_close(handle) } }
        unsafe _ = functions.pointee.snd_seq_set_client_name(handle, "Woodshed")
        let capabilities =
            isOutput
            ? SND_SEQ_PORT_CAP_READ | SND_SEQ_PORT_CAP_SUBS_READ : SND_SEQ_PORT_CAP_WRITE | SND_SEQ_PORT_CAP_SUBS_WRITE
        port = unsafe functions.pointee.snd_seq_create_simple_port(
            handle, isOutput ? "out" : "in", UInt32(capabilities),
            UInt32(SND_SEQ_PORT_TYPE_MIDI_GENERIC | SND_SEQ_PORT_TYPE_APPLICATION))
        guard port >= 0 else { throw .noPort(name: MIDIPort.sequencerName, reason: library.text(port)) }
        try unsafe Self.connect(handle, port, to: address, named: name, direction, library)
        var made: OpaquePointer?
        guard unsafe functions.pointee.snd_midi_event_new(256, &made) == 0, let coder = unsafe made else {
            throw .noPort(name: MIDIPort.sequencerName, reason: "out of memory")
        }
        unsafe self.handle = unsafe handle
        unsafe self.coder = unsafe coder
        succeeded = true
    }

    private static func connect(
        _ handle: OpaquePointer, _ port: Int32, to address: SequencerAddress, named name: String,
        _ direction: Direction, _ library: ALSALibrary
    ) throws(SoundError) {
        let functions = unsafe library.functions
        let other: (client: Int32, port: Int32)
        switch address {
        case .open, .flawed: return
        case .numbers(let client, let number): other = (Int32(client), Int32(number))
        case .name(let text):
            var found = snd_seq_addr_t()
            let code = unsafe functions.pointee.snd_seq_parse_address(handle, &found, text)
            guard code >= 0 else { throw .noSequencerPort(name: name, reason: library.text(code)) }
            other = (Int32(found.client), Int32(found.port))
        }
        let code =
            direction == .output
            ? unsafe functions.pointee.snd_seq_connect_to(handle, port, other.client, other.port)
            : unsafe functions.pointee.snd_seq_connect_from(handle, port, other.client, other.port)
        guard code >= 0 else { throw .noSequencerPort(name: name, reason: library.text(code)) }
    }

    deinit {
        unsafe library.functions.pointee.snd_midi_event_free(coder)
        unsafe _ = library.functions.pointee.snd_seq_close(handle)
    }

    /// Sends whole messages.
    func put(_ bytes: [UInt8]) { unsafe calsa_send(library.functions, handle, port, coder, bytes, bytes.count) }
    func drain() { unsafe _ = library.functions.pointee.snd_seq_drain_output(handle) }

    /// The bytes of what has come: how many, 0 for none; below 0 where none ever will.
    func take(_ buffer: inout [UInt8]) -> Int {
        // No more bytes are written than there is room for.
        unsafe calsa_receive(library.functions, handle, coder, &buffer, buffer.count)
    }
}
