extension Array {
    /// Shuffles as Fisher and Yates do; the result depends on the generator alone, not on the standard library's version.
    mutating func shuffleOnce(using generator: inout some RandomNumberGenerator) {
        for index in indices.dropFirst() {
            swapAt(index, Int(generator.next().multipliedFullWidth(by: UInt64(index + 1)).high))
        }
    }
}
