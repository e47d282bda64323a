import Numerics
import Sampling

/// A division of solos into those learned from and those held out to measure by.
public struct HeldOut: Sendable {
    public var training: [EncodedSolo]
    public var validation: [EncodedSolo]
    /// Whether the last part of each solo is held out, rather than whole solos.
    public private(set) var isCut = false

    /// With this many solos or fewer each is cut, its last part held out; with more, whole solos are held out.
    private static let fewSolos = 4

    /// Holds out about `share` of the notes.
    ///
    /// Whole players are chosen by the generator, see ``Players``, or whole solos where there are few players; never parts
    /// of a solo that is learned from, unless there are too few solos.
    public init(_ solos: [Solo], share: Double = 0.1, using generator: inout some RandomNumberGenerator) {
        guard solos.count > Self.fewSolos else {
            self.init(cutting: solos, share: share)
            return
        }
        var groups = Players.groups(solos.map(\.name))
        if groups.count < 10 { groups = solos.indices.map { [$0] } }
        for index in groups.indices.dropFirst() {
            groups.swapAt(index, Int(generator.next() % UInt64(index + 1)))
        }
        let notes = solos.reduce(0) { $0 + $1.notes.count }
        var held = 0
        var chosen = Set<Int>()
        for group in groups where Double(held) < share * Double(notes) {
            held += group.reduce(0) { $0 + solos[$1].notes.count }
            chosen.formUnion(group)
        }
        self.init(solos) { chosen.contains($0) }
    }

    /// One of `count` divisions that together hold out every solo once, by whole players.
    public init(_ solos: [Solo], fold: Int, of count: Int) {
        precondition(count > 1 && (0..<count).contains(fold), "fold \(fold) of \(count)")
        let parts = Players.parts(Players.groups(solos.map(\.name)), count: count) { solos[$0].notes.count }
        let held = Set(parts[fold])
        self.init(solos) { held.contains($0) }
    }

    private init(_ solos: [Solo], isHeldOut: (Int) -> Bool) {
        training = []
        validation = []
        for (index, solo) in solos.enumerated() {
            if isHeldOut(index) {
                validation.append(solo.encoded())
            } else {
                training.append(solo.encoded(telling: Self.telling(index)))
            }
        }
    }

    private init(cutting solos: [Solo], share: Double) {
        isCut = true
        training = []
        validation = []
        let fields = LeadContext.fields.count
        for (index, solo) in solos.enumerated() {
            let encoded = solo.encoded(telling: Self.telling(index))
            let plain = solo.encoded()
            let cut = encoded.targets.count - Int(Double(encoded.targets.count) * share)
            training.append(
                EncodedSolo(inputs: Array(encoded.inputs[..<(cut * fields)]), targets: Array(encoded.targets[..<cut])))
            validation.append(
                EncodedSolo(inputs: Array(plain.inputs[(cut * fields)...]), targets: Array(plain.targets[cut...])))
        }
    }

    /// Whether the network is told what the player did in a block of bars: of every second one, as a hash of the block
    /// decides. See ``LeadShape``.
    private static func telling(_ solo: Int) -> (Int) -> Bool {
        { block in
            var random = SplitMix64(seed: UInt64(solo) << 32 | UInt64(block))
            return random.next() >> 63 == 0
        }
    }
}
