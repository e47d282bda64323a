import Music
package import Numerics
/// The course of a line over its length, in density and register.
///
/// Measured on 341 transcribed solos in 4/4, four bars at a time: players' means are 12 onsets a bar at 70 beats a minute,
/// 6.3 at 140 and 5.1 at 280; within a solo four-bar blocks scatter by some 1.7 onsets and 3.6 semitones; the first
/// fifth lies 0.7 onsets and 1.0 semitones below the mean, the fourth 0.3 and 0.5 above.
public enum LeadArc: String, Sendable, CaseIterable {
    /// As players do: a quiet beginning, the height at four fifths.
    case arch
    /// Ever denser and higher.
    case build
    /// From the height down to rest.
    case fall
    /// The same all over, but for a player's ups and downs.
    case flat
    /// Nothing is asked for: the network is not conditioned.
    case none

    /// How far above the mean a place in the piece is, 0 its beginning and 1 its end, as a fraction of the arc's height.
    func height(at position: Double) -> Double {
        switch self {
        case .arch: position < 0.8 ? -0.7 + 1.25 * position : 0.3 - (position - 0.8)
        case .build: -1.6 + 3.2 * position
        case .fall: 1.6 - 3.2 * position
        case .flat, .none: 0
        }
    }

    /// What the network is to be conditioned on over a line, drawn at random around the arc.
    ///
    /// - Parameters:
    ///   - bars: Its length; the blocks of ``LeadConditioning``.
    ///   - beats: Quarter notes in a bar.
    ///   - tempo: Quarter notes a minute.
    ///   - range: The pitches it keeps to.
    ///   - density: How many notes to play, in terms of what players do at this tempo: 1 is their mean.
    ///   - isExact: Whether that is the piece's own mean, rather than that of players, around which pieces lie.
    ///   - traits: What the network is told of the manner, see ``LeadConditioning/Block/traits``.
    package func conditioning(
        bars: Int, beats: Double, tempo: Double, range: ClosedRange<Int>, density: Double = 1,
        isExact: Bool = false, traits: [Int] = [], using random: inout Xoshiro256StarStar
    ) -> LeadConditioning {
        let count = (bars + LeadConditioning.blockBars - 1) / LeadConditioning.blockBars
        guard self != .none else {
            return LeadConditioning([LeadConditioning.Block](repeating: .init(traits: traits), count: count))
        }
        let mean = density * Self.usualDensity(tempo: tempo) * beats / 4
        // A player's own mean, then the ups and downs of the line.
        let level = mean * (1 + (isExact ? 0 : 0.17) * random.nextNormal())
        let middle = Double(range.lowerBound + range.upperBound) / 2 + 1.5 * random.nextNormal()
        // A course that was asked for must be heard above the ups and downs.
        let unrest = self == .build || self == .fall ? 0.5 : 1
        var blocks: [LeadConditioning.Block] = []
        for block in 0..<count {
            let height = height(at: (Double(block) + 0.5) / Double(count))
            let onsets = level * (1 + 0.15 * height + 0.27 * unrest * random.nextNormal())
            let pitch = middle + 1.5 * height + 2.6 * unrest * random.nextNormal()
            blocks.append(
                LeadConditioning.Block(
                    density: LeadConditioning.densityClass(onsets: Int(onsets * 16 + 0.5), beats: Int(beats * 16)),
                    register: LeadConditioning.registerClass(meanPitch: pitch), traits: traits))
        }
        return LeadConditioning(blocks)
    }

    /// Onsets in four beats that players play at a tempo.
    package static func usualDensity(tempo: Double) -> Double {
        let points = [(70.0, 12.2), (105.0, 8.2), (140.0, 6.3), (180.0, 5.6), (225.0, 5.2), (280.0, 5.1)]
        for (low, high) in zip(points, points.dropFirst()) where tempo < high.0 {
            return low.1 + (high.1 - low.1) * max(0, tempo - low.0) / (high.0 - low.0)
        }
        return points[points.count - 1].1
    }
}
