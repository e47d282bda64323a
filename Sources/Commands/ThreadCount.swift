import Training

extension Console {
    /// The threads to use where so many were asked for: no more than there are processors, for more would only wait for each
    /// other. Says so.
    public mutating func threads(_ asked: Int?) -> Int? {
        let available = Processors.available
        guard let asked, asked > available else { return asked }
        note(
            "--threads \(asked): there \(available == 1 ? "is one processor" : "are \(available) processors"), so \(available) \(available == 1 ? "thread is" : "threads are") used"
        )
        return available
    }
}
