extension Sequence {
    /// The places of the elements that have a key in common, groups in the order of their first appearance.
    ///
    /// - Parameter key: nil for an element that has nothing in common with another.
    package func placesGrouped<Key: Hashable>(by key: (Element) -> Key?) -> [[Int]] {
        var groups: [[Int]] = []
        var groupOfKey: [Key: Int] = [:]
        for (place, element) in enumerated() {
            let key = key(element)
            if let key, let group = groupOfKey[key] {
                groups[group].append(place)
            } else {
                if let key { groupOfKey[key] = groups.count }
                groups.append([place])
            }
        }
        return groups
    }
}
