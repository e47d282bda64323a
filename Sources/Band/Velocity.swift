import Numerics
extension RandomNumberGenerator {
    /// A velocity near `centre`, at most `spread` away, mostly nearer, kept within 1…127.
    mutating func velocity(_ centre: Int, spread: Int = 6) -> Int {
        let offset = below(spread + 1) - below(spread + 1)
        return min(max(centre + offset, 1), 127)
    }
}
