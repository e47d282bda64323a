/// What the lead's network is conditioned on over a line's length: how dense and how high it should be, four bars at a time,
/// and its ``Manner``.
///
/// While it learns, the network is told of half of the four-bar blocks what the player did there, so that it knows what
/// such a class means, and of the other half nothing, so that it can do without.
package struct LeadConditioning: Sendable, Hashable {
    /// What a block of bars should be like; `nil` leaves it to the network.
    package struct Block: Sendable, Hashable {
        /// A class of ``densityBounds``.
        package var density: Int?
        /// A class of ``registerBounds``.
        package var register: Int?
        /// A class for each of ``Manner/Trait/told``, −1 where nothing is told of it; empty where nothing is of any.
        package var traits: [Int]

        package init(density: Int? = nil, register: Int? = nil, traits: [Int] = []) {
            self.density = density
            self.register = register
            self.traits = traits
        }
    }

    /// Bars in a block.
    package static let blockBars = 4
    /// Onsets a bar (of four beats) at which the next class of density begins.
    static let densityBounds = [2.5, 3.5, 4.5, 5.5, 6.5, 8, 10.5]
    /// Mean pitches at which the next class of register begins.
    static let registerBounds = [55.0, 59, 62, 65, 68, 71, 75]
    package static let densities = 8
    package static let registers = 8

    /// In order; beyond the last, everything is left to the network.
    package var blocks: [Block]

    package init(_ blocks: [Block] = []) { self.blocks = blocks }

    /// The block that `bar` lies in.
    package func block(atBar bar: Int) -> Block {
        let index = bar / Self.blockBars
        return blocks.indices.contains(index) ? blocks[index] : Block()
    }

    /// The class of so many onsets in so many beats.
    package static func densityClass(onsets: Int, beats: Int) -> Int {
        let density = Double(4 * onsets) / Double(max(1, beats))
        return densityBounds.firstIndex { density < $0 } ?? densityBounds.count
    }

    /// The class of a mean pitch.
    package static func registerClass(meanPitch: Double) -> Int {
        registerBounds.firstIndex { meanPitch < $0 } ?? registerBounds.count
    }
}
