import Numerics

/// Groups recordings by who plays: what one player has played predicts much of what else he plays, so that a model is
/// measured by players that it has not heard.
package enum Players {
    /// The indices of the names, grouped by player in the order of their first appearance.
    ///
    /// A file's player is what its name begins with up to the first underscore; the parts of one file, marked `#1`,
    /// `#2`, stay together in any case.
    package static func groups(_ names: [String]) -> [[Int]] {
        names.placesGrouped { name in
            let file = (name.split(separator: "/").last ?? "").split(separator: "#").first ?? ""
            return file.firstIndex(of: "_").map { file[..<$0] } ?? file
        }
    }

    /// Puts whole groups into `count` parts of about the same weight: the heaviest first, always into the lightest part.
    package static func parts(_ groups: [[Int]], count: Int, weight: (Int) -> Int) -> [[Int]] {
        var parts = [[Int]](repeating: [], count: count)
        var weights = [Int](repeating: 0, count: count)
        let weighed = groups.map { (members: $0, weight: $0.reduce(0) { $0 + weight($1) }) }
        for (_, group) in weighed.enumerated().sorted(by: {
            ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset)
        }) {
            let lightest = weights.indices.min { weights[$0] < weights[$1] } ?? 0
            parts[lightest] += group.members
            weights[lightest] += group.weight
        }
        return parts.map { $0.sorted() }
    }
}
