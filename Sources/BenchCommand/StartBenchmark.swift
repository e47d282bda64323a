import Commands
import Files
import ModelFile
import Numerics
import Sampling

/// How soon `textgen` writes, and the memory that it takes to write and to learn.
///
/// To be measured before anything else: what Linux calls the peak memory of a program started from here is never less
/// than what this one had until then.
struct StartBenchmark {
    private let textgen: Textgen
    private let directory: TemporaryDirectory
    private var model: String { directory.path + "/model.safetensors" }

    /// - Throws: `Failure` where there is no `textgen` beside this program.
    init() throws(Failure) {
        directory = try TemporaryDirectory()
        textgen = try Textgen(directory)
    }

    /// Learns a little of an invented text with the network that the other figures are about.
    ///
    /// - Returns: the most memory that it took.
    func learn() throws -> Figure {
        let corpus = directory.path + "/corpus.txt"
        try AtomicFile.write(Self.text(bytes: 1_000_000), to: corpus)
        let arguments = [
            "--corpus", corpus, "--hidden", "256", "--layers", "2", "--steps", "30", "--save-model", model, "-n", "1",
        ]
        let run = try textgen.run(arguments)
        return Figure(
            name: "start/learning-memory", title: "peak memory of learning 1 MB, lstm 2 × 256", group: .start,
            value: Double(run.peakMemory), unit: .bytes)
    }

    /// Starts it again and again with the model that was learned.
    ///
    /// - Returns: the time to the first character, and the most memory.
    func write(times: Int, tick: () -> Void) throws -> [Figure] {
        var seconds: [Double] = []
        var memory: [Double] = []
        for _ in 0..<times {
            let run = try textgen.run(["--model", model, "-n", "200", "--seed", "1"])
            seconds.append(run.firstByte ?? run.seconds)
            memory.append(Double(run.peakMemory))
            tick()
        }
        var first = Figure(
            name: "start/first-character", title: "from the start of the process to the first character",
            group: .start, value: Statistics.median(seconds) ?? 0, unit: .seconds)
        first.goals = [.atMost(0.02)]
        var peak = Figure(
            name: "start/memory", title: "peak memory of writing", group: .start,
            value: Statistics.median(memory) ?? 0, unit: .bytes)
        peak.goals = [.atMost(30 * 1_048_576)]
        return [first, peak]
    }

    /// Words of invented letters, the same each time.
    private static func text(bytes count: Int) -> [UInt8] {
        var random = Xoshiro256StarStar(seed: 1)
        var text: [UInt8] = []
        text.reserveCapacity(count + 16)
        while text.count < count {
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                text.append(Array("bcdfghklmnprstvwBCDFGHKLMNPRSTVW".utf8).randomElement(using: &random)!)
                text.append(Array("aeiouy".utf8).randomElement(using: &random)!)
            }
            text.append(Array("      \n.,;?!'-".utf8).randomElement(using: &random)!)
        }
        return text
    }
}
