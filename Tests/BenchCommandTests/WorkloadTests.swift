import BenchCommand
import Recurrent
import Testing

@Suite struct WorkloadTests {
    private func workload(_ cell: CellKind, _ hidden: Int, _ layers: Int, _ vocabulary: Int, embedding: Int? = nil)
        -> Workload
    {
        Workload(
            cell: cell, hidden: hidden, layers: layers, batch: 2, time: 3, vocabulary: vocabulary, embedding: embedding)
    }

    @Test("An LSTM of one-hot input counts 8H² for the first layer, 16H² for each other, 2HV for the output")
    func lstm() {
        #expect(workload(.lstm, 256, 2, 65).forwardOperations == 8 * 256 * (256 + 512) + 2 * 256 * 65)
        #expect(workload(.lstm, 64, 1, 78).forwardOperations == 8 * 64 * 64 + 2 * 64 * 78)
        #expect(workload(.lstm, 8, 3, 5).trainingOperations == 3 * (8 * 8 * (8 + 16 + 16) + 2 * 8 * 5))
    }

    @Test("Every weight that multiplies something counts twice", arguments: CellKind.allCases)
    func weights(cell: CellKind) throws {
        // With an embedding each matrix is multiplied by something; the rest of the parameters are vectors.
        let workload = workload(cell, 24, 3, 11, embedding: 7)
        let products = workload.configuration.layout.filter { tensor in
            tensor.shape.count == 2 && !tensor.name.hasPrefix("embedding") && !tensor.name.contains("peephole")
        }
        #expect(workload.forwardOperations == products.reduce(0) { $0 + 2 * $1.range.count })
    }
}
