import ArgumentParser
import Commands
import Recurrent
import Testing

private enum Defaults: TrainingDefaults {
    static let hiddenSizes = 8...64
    static let layerCounts = 1...4
    static let hiddenSize = "16"
    static let layers = "1"
    static let budget = "none"
    static let epochs = "3"
    static let learningRate = "0.1"
    static let dropout = "0"
    static let layerDropout = "0"
    static let weightDrop = "0"
    static let threads = "all"
}

private struct Learn: ParsableCommand {
    @OptionGroup var training: TrainingArguments<Defaults>
    @OptionGroup var optimization: OptimizationArguments<Defaults>
}

@Suite struct OptionCheckTests {
    private func message(_ arguments: String) -> String {
        do {
            _ = try Learn.parse(arguments.split(separator: " ").map(String.init))
            return ""
        } catch {
            return Learn.message(for: error)
        }
    }

    @Test func whatIsGivenIsRead() throws {
        let learn = try Learn.parse([
            "--hidden", "32", "--layers", "2", "--cell", "lstm-peephole", "--epochs", "1.5", "--threads", "2",
            "--dropout", "0.5",
        ])
        #expect(learn.training.hidden == 32 && learn.training.layers == 2 && learn.training.cell == .lstmPeephole)
        #expect(learn.training.ends == ["--epochs"] && learn.training.shape == ["--cell", "--hidden", "--layers"])
        #expect(learn.training.threads == 2 && learn.optimization.dropout == 0.5)
    }

    @Test(arguments: [
        ("--hidden 7", "--hidden 7 is not possible; choose 8 to 64"),
        ("--layers -1", "--layers -1 is not possible; choose 1 to 4"),
        ("--threads 1025", "--threads 1025 is not possible; choose 1 to 1024"), ("--cell brain", "'brain' is no cell"),
        ("--steps 3 --budget 3s", "--budget and --steps contradict each other"), ("--steps 0", "choose 1 or more"),
        ("--epochs nan", "the number of epochs is nan"), ("--budget soon", "'soon' is not a duration"),
        ("--dropout 1", "the dropout is 1.0"), ("--learning-rate 0", "the learning rate is 0.0"),
    ])
    func whatCannotBeIsRefusedInOneLine(_ arguments: String, _ wording: String) {
        let message = message(arguments)
        #expect(message.contains(wording), "\(message)")
        #expect(!message.contains("\n"))
    }

    @Test(arguments: [
        ("a.MID", ".mid"), ("d.x/a", ""), (".mid", ""), ("a.tar.gz", ".gz"), ("d/a.Wav", ".wav"),
    ])
    func endings(_ path: String, _ ending: String) {
        #expect(OutputName.ending(of: path) == ending)
    }

    @Test func aNamePromisesItsForm() throws {
        for path in ["x.mid", "x", "/dev/null"] { try OutputName.check(path, endings: [".mid"], "it is MIDI") }
        #expect(throws: ValidationError.self) { try OutputName.check("x.wav", endings: [".mid"], "it is MIDI") }
        #expect(throws: ValidationError.self) { try OutputName.checkIsFile("-", "a model") }
    }
}
