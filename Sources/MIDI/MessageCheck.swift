/// A value of a message that does not fit into a file.
struct MessageFault: Error {
    let field: String
    let expected: ClosedRange<Int>
    let found: Int
}

extension Message {
    /// Throws the first value that a file cannot hold.
    func check() throws(MessageFault) {
        if let form = channelForm {
            try Message.check("channel", form.channel, 0...15)
            for (index, field) in form.spec.fields.enumerated() {
                let value = index == 0 ? form.first : form.second
                guard !field.range.contains(value) else { continue }
                throw MessageFault(field: "\(form.spec.name) \(field.name)", expected: field.range, found: value)
            }
            return
        }
        switch self {
        case .systemExclusive(let bytes), .escape(let bytes):
            try Message.check("length of system exclusive", bytes.count, VariableLengthQuantity.range)
        case .text(_, let text):
            try Message.check("length of text", text.bytes.count, VariableLengthQuantity.range)
        case .tempo(let microseconds):
            try Message.check("tempo in microseconds", microseconds, 0...0xFF_FFFF)
        case .timeSignature(let signature):
            try Message.check("time signature numerator", signature.numerator, 0...255)
            try Message.check("time signature denominator, as a power of two,", signature.denominatorPower, 0...255)
            try Message.check("MIDI clocks per click", signature.clocksPerClick, 0...255)
            try Message.check("thirty-second notes per quarter", signature.thirtySecondsPerQuarter, 0...255)
        case .keySignature(let sharps, _):
            try Message.check("key signature sharps", sharps, -7...7)
        case .meta(let type, let data):
            try Message.check("meta event type", type, 0...255)
            try Message.check("length of meta event", data.count, VariableLengthQuantity.range)
        case .noteOff, .noteOn, .keyPressure, .controlChange, .programChange, .channelPressure, .pitchBend:
            break
        }
    }

    private static func check(
        _ field: String, _ found: Int, _ expected: ClosedRange<Int>
    ) throws(MessageFault) {
        guard expected.contains(found) else { throw MessageFault(field: field, expected: expected, found: found) }
    }
}
