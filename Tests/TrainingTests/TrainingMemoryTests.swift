import Recurrent
import Testing

@testable import Training

@Suite struct TrainingMemoryTests {
    private func memory(hidden: Int, layers: Int = 1, batch: Int = 32, window: Int = 64) -> TrainingMemory {
        var options = TrainingOptions()
        (options.batchSize, options.window) = (batch, window)
        return TrainingMemory(
            NetworkConfiguration(cell: .lstm, inputSizes: [65], hiddenSize: hidden, layers: layers, outputSize: 65),
            options: options)
    }

    @Test("The estimate grows with all that takes memory") func grows() {
        let usual = memory(hidden: 256)
        #expect(usual.total < 1 << 28)
        #expect(memory(hidden: 512).weights > 3 * usual.weights)
        #expect(memory(hidden: 256, layers: 2).weights > 2 * usual.weights)
        #expect(memory(hidden: 256, batch: 4_096, window: 4_096).window > 100 << 30)
        #expect(memory(hidden: 16_384, layers: 64, batch: 65_536, window: 65_536).total > 0)
    }

    @Test("What does not fit is refused, with what to make smaller") func refused() throws {
        let wide = memory(hidden: 4_000)
        try wide.check(available: wide.total)
        try wide.check(available: nil)
        #expect(throws: TrainingError.tooLittleMemory(needed: wide.total, available: 1 << 20, forWindow: false)) {
            try wide.check(available: 1 << 20)
        }
        let long = memory(hidden: 64, batch: 4_096, window: 4_096)
        #expect {
            try long.check(available: 3 << 29)
        } throws: { error in
            "\(error)".contains("and 1.5 GiB are left; choose a smaller batch or window")
        }
    }

    @Test("What is left is what the system says, less where a group has a limit") func machine() throws {
        #expect(MachineMemory.free(meminfo: "MemTotal:  9 kB\nMemAvailable:   1024 kB\n") == 1 << 20)
        #expect(MachineMemory.free(meminfo: "MemTotal:  9 kB\n") == nil)
        #expect(MachineMemory.left(max: "1000\n", current: "900\n", inactiveFile: 300) == 400)
        #expect(MachineMemory.left(max: "1000\n", current: "1900\n", inactiveFile: 0) == 0)
        #expect(MachineMemory.left(max: "max\n", current: "900\n", inactiveFile: 0) == nil)
        #expect(MachineMemory.left(max: "", current: "", inactiveFile: 0) == nil)
        #expect(try #require(MachineMemory.available) > 1 << 20)
        // What the process itself may have, as ulimit says.
        let status = "Name:\tx\nVmSize:\t    1000 kB\nVmData:\t     24 kB\n"
        #expect(MachineMemory.left(limit: 3 << 20, of: "VmSize", status: status) == 3 << 20 - 1000 << 10)
        #expect(MachineMemory.left(limit: 1 << 10, of: "VmData", status: status) == 0)
        #expect(MachineMemory.left(limit: nil, of: "VmSize", status: status) == nil)
        #expect(MachineMemory.left(limit: 5, of: "VmPeak", status: status) == nil)
    }
}
