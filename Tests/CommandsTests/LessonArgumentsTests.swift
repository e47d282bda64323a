import ArgumentParser
import JazzTraining
import Testing

@testable import JazzCommand

@Suite struct LessonArgumentsTests {
    @Test("What jazz train is told reaches the run: each option leaves other options than none") func heard() throws {
        func settings(_ words: [String]) throws -> String {
            let settings = try LessonArguments<LeadLesson>.parse(words).settings(seed: 1, threads: 1)
            return String(reflecting: settings)
        }
        let usual = try settings(["--from", "scratch"])
        for words in [
            ["--cell", "gru"], ["--hidden", "17"], ["--layers", "2"], ["--steps", "9"], ["--epochs", "3"],
            ["--budget", "1m"], ["--learning-rate", "0.01"], ["--dropout", "0.11"], ["--layer-dropout", "0.12"],
            ["--weight-drop", "0.13"], ["--precision", "bf16"], ["--shards", "3"],
        ] {
            #expect(try settings(["--from", "scratch"] + words) != usual, "\(words)")
        }
    }
}
