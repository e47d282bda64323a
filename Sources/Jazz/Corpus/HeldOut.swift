/// A division of solos into those learned from and those held out to measure by.
public struct HeldOut: Sendable {
    public var training: [EncodedSolo]
    public var validation: [EncodedSolo]

    /// With this many solos or fewer each is cut, its last part held out; with more, whole solos are held out.
    private static let fewSolos = 4

    /// Holds out about `share` of the notes.
    ///
    /// Whole solos are chosen by the generator, never parts of one that is learned from, unless there are too few.
    public init(_ solos: [Solo], share: Double = 0.1, using generator: inout some RandomNumberGenerator) {
        training = []
        validation = []
        guard solos.count > Self.fewSolos else {
            for solo in solos {
                let encoded = solo.encoded()
                let fields = LeadContext.fields.count
                let cut = encoded.targets.count - Int(Double(encoded.targets.count) * share)
                training.append(
                    EncodedSolo(
                        inputs: Array(encoded.inputs[..<(cut * fields)]), targets: Array(encoded.targets[..<cut])))
                validation.append(
                    EncodedSolo(
                        inputs: Array(encoded.inputs[(cut * fields)...]), targets: Array(encoded.targets[cut...])))
            }
            return
        }
        var order = Array(solos.indices)
        for index in order.indices.dropFirst() {
            order.swapAt(index, Int(generator.next() % UInt64(index + 1)))
        }
        let notes = solos.reduce(0) { $0 + $1.notes.count }
        var held = 0
        for index in order {
            if Double(held) < share * Double(notes) {
                held += solos[index].notes.count
                validation.append(solos[index].encoded())
            } else {
                training.append(solos[index].encoded())
            }
        }
    }
}
