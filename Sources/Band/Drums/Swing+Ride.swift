package import Harmony
package import Music

extension Swing {
    /// The swing of the ride cymbal as drummers play it, evener the faster (compare Friberg and Sundström, "Swing ratios
    /// and ensemble timing in jazz performance", 2002); where theirs is sharper than triplets, triplets.
    package static func ride(tempo: Double, style: Style, drumTable: DrumTable) -> Swing {
        if let swing = Swing(style.table.ride, tempo: tempo) { return swing }
        let points = drumTable.swing.map { (Double($0.tempo), Double($0.ratio) / 1000) }
        return Swing(ratio: points.isEmpty ? 1.9 : between(points, at: tempo))
    }
}
