/// How often players fill a beat in which way: the prior of ``MetricGrid/transcribe(_:tempo:)``.
///
/// Counted on the 76,000 beats of 359 transcribed solos, in rounds: transcribe with the counts of the round before, count
/// again (expectation maximisation with hard assignments).
enum BeatPatterns {
    struct Pattern {
        /// The slots struck, of the beat's twelve.
        let slots: [Int]
        /// −ln of the fraction among the beats with as many onsets.
        let cost: Double
    }

    /// The usual patterns of so many onsets, the most frequent first; none for more than seven.
    static func patterns(onsets: Int) -> [Pattern] {
        table.indices.contains(onsets) ? table[onsets] : []
    }

    private static let table: [[Pattern]] = [
        [],
        [
            Pattern(slots: [6], cost: 0.7),
            Pattern(slots: [0], cost: 0.8),
            Pattern(slots: [3], cost: 3.0),
            Pattern(slots: [9], cost: 5.1),
        ],
        [
            Pattern(slots: [0, 6], cost: 0.2),
            Pattern(slots: [3, 9], cost: 2.5),
            Pattern(slots: [6, 9], cost: 3.1),
            Pattern(slots: [0, 3], cost: 3.7),
            Pattern(slots: [3, 6], cost: 4.8),
        ],
        [
            Pattern(slots: [0, 6, 9], cost: 1.1),
            Pattern(slots: [0, 4, 8], cost: 1.5),
            Pattern(slots: [0, 3, 6], cost: 1.7),
            Pattern(slots: [3, 6, 9], cost: 2.0),
            Pattern(slots: [0, 4, 9], cost: 3.5),
            Pattern(slots: [6, 8, 9], cost: 4.3),
            Pattern(slots: [0, 6, 7], cost: 4.4),
            Pattern(slots: [0, 1, 3], cost: 4.7),
            Pattern(slots: [0, 1, 6], cost: 5.0),
            Pattern(slots: [6, 9, 10], cost: 5.1),
            Pattern(slots: [3, 4, 6], cost: 5.4),
            Pattern(slots: [0, 3, 9], cost: 5.4),
            Pattern(slots: [0, 1, 4], cost: 5.4),
        ],
        [
            Pattern(slots: [0, 3, 6, 9], cost: 0.2),
            Pattern(slots: [0, 2, 4, 6], cost: 3.5),
            Pattern(slots: [4, 6, 8, 9], cost: 4.0),
            Pattern(slots: [0, 1, 3, 6], cost: 4.2),
            Pattern(slots: [3, 4, 6, 9], cost: 4.4),
            Pattern(slots: [0, 4, 6, 9], cost: 4.5),
            Pattern(slots: [0, 3, 6, 7], cost: 4.7),
            Pattern(slots: [3, 6, 8, 9], cost: 5.0),
            Pattern(slots: [0, 6, 8, 9], cost: 5.2),
            Pattern(slots: [0, 4, 8, 9], cost: 5.2),
            Pattern(slots: [3, 6, 9, 10], cost: 5.3),
        ],
        [
            Pattern(slots: [0, 1, 4, 6, 9], cost: 1.1),
            Pattern(slots: [0, 3, 4, 6, 9], cost: 1.6),
            Pattern(slots: [0, 3, 6, 8, 9], cost: 2.1),
            Pattern(slots: [0, 1, 3, 4, 6], cost: 2.7),
            Pattern(slots: [3, 4, 6, 8, 9], cost: 2.9),
            Pattern(slots: [0, 3, 6, 8, 11], cost: 3.4),
            Pattern(slots: [0, 3, 5, 6, 9], cost: 3.7),
            Pattern(slots: [0, 3, 6, 9, 10], cost: 3.7),
            Pattern(slots: [0, 4, 6, 9, 11], cost: 4.1),
            Pattern(slots: [0, 1, 3, 6, 9], cost: 4.2),
            Pattern(slots: [0, 2, 4, 6, 8], cost: 4.3),
            Pattern(slots: [0, 1, 2, 3, 4], cost: 4.4),
            Pattern(slots: [0, 3, 4, 6, 10], cost: 4.6),
            Pattern(slots: [0, 4, 6, 8, 10], cost: 4.6),
            Pattern(slots: [0, 3, 6, 8, 10], cost: 4.6),
            Pattern(slots: [0, 3, 4, 9, 10], cost: 5.3),
        ],
        [
            Pattern(slots: [0, 3, 4, 6, 8, 10], cost: 1.2),
            Pattern(slots: [0, 1, 3, 4, 6, 9], cost: 1.8),
            Pattern(slots: [0, 1, 3, 6, 8, 9], cost: 2.4),
            Pattern(slots: [0, 3, 6, 8, 9, 10], cost: 2.9),
            Pattern(slots: [3, 4, 6, 8, 9, 10], cost: 3.0),
            Pattern(slots: [0, 4, 6, 8, 9, 10], cost: 3.2),
            Pattern(slots: [3, 4, 5, 6, 8, 9], cost: 3.3),
            Pattern(slots: [0, 3, 4, 6, 8, 9], cost: 3.3),
            Pattern(slots: [0, 1, 3, 5, 6, 8], cost: 3.5),
            Pattern(slots: [0, 3, 4, 6, 9, 10], cost: 3.7),
            Pattern(slots: [0, 2, 4, 6, 8, 9], cost: 3.7),
            Pattern(slots: [0, 1, 4, 6, 8, 9], cost: 3.9),
            Pattern(slots: [0, 1, 3, 4, 6, 7], cost: 4.1),
            Pattern(slots: [0, 1, 3, 4, 8, 11], cost: 4.1),
            Pattern(slots: [0, 1, 2, 4, 6, 9], cost: 4.1),
            Pattern(slots: [0, 1, 2, 3, 5, 7], cost: 4.4),
        ],
        [
            Pattern(slots: [0, 1, 3, 4, 6, 8, 9], cost: 1.2),
            Pattern(slots: [0, 2, 4, 5, 6, 8, 9], cost: 2.4),
            Pattern(slots: [0, 2, 3, 4, 6, 8, 10], cost: 2.4),
            Pattern(slots: [0, 3, 4, 6, 8, 9, 10], cost: 2.5),
            Pattern(slots: [0, 1, 4, 6, 8, 9, 10], cost: 2.5),
            Pattern(slots: [0, 1, 3, 4, 6, 8, 10], cost: 2.9),
            Pattern(slots: [0, 1, 3, 4, 5, 6, 8], cost: 3.0),
            Pattern(slots: [0, 1, 3, 4, 6, 9, 11], cost: 3.2),
            Pattern(slots: [0, 1, 2, 3, 4, 6, 9], cost: 3.4),
            Pattern(slots: [0, 1, 3, 5, 6, 8, 9], cost: 3.7),
            Pattern(slots: [0, 1, 2, 3, 5, 7, 9], cost: 3.7),
            Pattern(slots: [0, 3, 4, 5, 6, 9, 10], cost: 3.7),
            Pattern(slots: [0, 1, 3, 6, 8, 9, 11], cost: 4.1),
            Pattern(slots: [0, 1, 2, 3, 4, 6, 7], cost: 4.1),
            Pattern(slots: [0, 1, 3, 4, 6, 9, 10], cost: 4.1),
            Pattern(slots: [0, 3, 4, 5, 6, 8, 11], cost: 4.8),
        ],
    ]
}
