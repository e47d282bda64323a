/// An array's elements, lent to several threads of which each has places of its own.
@safe private struct Places<Element>: @unchecked Sendable {
    private let base: UnsafeMutablePointer<Element>?
    private let count: Int

    init(_ elements: UnsafeMutableBufferPointer<Element>) {
        unsafe base = elements.baseAddress
        count = elements.count
    }

    func change(_ place: Int, _ body: (inout Element) -> Void) {
        precondition(place >= 0 && place < count, "place \(place) of \(count)")
        unsafe body(&base![place])
    }
}

extension SequenceRow {
    /// Draws for all rows that have no result yet, on the threads of a source.
    ///
    /// A draw reads its row of the scores and writes its row and its result, nothing else: so what comes of it does not depend on who
    /// does it, or when.
    static func draw(
        _ rows: inout [SequenceRow], _ logits: [Float], _ size: Int,
        steps: inout [Result<GenerationStep, SamplingError>?], on source: some BatchLogitSource
    ) {
        let count = rows.count
        precondition(steps.count == count, "\(steps.count) results of \(count) rows")
        unsafe rows.withUnsafeMutableBufferPointer { rows in
            unsafe steps.withUnsafeMutableBufferPointer { steps in
                let (rows, steps) = unsafe (Places(rows), Places(steps))
                // The parts do not meet, and the arrays outlive the call.
                source.concurrently(count) { part in
                    for place in part {
                        steps.change(place) { step in
                            guard step == nil else { return }
                            rows.change(place) { row in
                                step = Result { () throws(SamplingError) in
                                    try row.draw(logits, at: place * size..<(place + 1) * size)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
