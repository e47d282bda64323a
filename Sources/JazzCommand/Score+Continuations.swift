import Commands
import Jazz
import JazzTraining
import MIDI
import ModelFile
import Repertoire
import Terminal

/// `jazz score --continuations`: whether the lead's model tells how solos went on.
extension Score {
    func scoreContinuations() throws {
        var console = Console("jazz", isQuiet: quiet)
        let lead = try BandModelFile.read(.lead, model)
        var list = ScoreList(files)
        let solos = heldOut ? try console.solos(of: files[0], heldOutBy: lead) : solos(&list, &console)
        try list.report(nothingWasScored: solos.isEmpty) { console.note($0, always: true) }
        let test = ContinuationTest(lead.network)
        let questions = ContinuationTest.Kind.allCases.flatMap { ContinuationTest.questions($0, about: solos) }
        var answers: [ContinuationTest.Answer] = []
        for (number, question) in questions.enumerated() {
            console.progress(progress("asking", number, of: questions.count, "question"))
            answers.append(test.answer(question))
        }
        console.clear()
        guard !answers.isEmpty else {
            throw Failure(
                .data,
                "\(files[0]): no solo is long enough to ask how it goes on: it takes \(ContinuationTest.bars * 5) bars, or "
                    + "\(ContinuationTest.bars * 2) beside solos of \(ContinuationTest.bars * 3) in all")
        }
        if json { try Output.data(Self.json(answers) + "\n") } else { try Output.lines(Self.text(answers)) }
        if let status = list.statusOfNamed { throw Failure(status, "") }
    }

    /// The solos of the files; why others have none is added to the list.
    private func solos(_ list: inout ScoreList, _ console: inout Console) -> [Solo] {
        var solos: [Solo] = []
        for (number, path) in list.paths.enumerated() {
            console.progress(progress("reading", number, of: list.paths.count, "file"))
            do {
                let file = try readMIDI(path, isFound: list.isFound(path))
                solos += try SoloReader.solos(in: file, name: fileName(path)).solos
            } catch {
                let failure = (error as? SoloRefusal).map { Failure(.data, "\(path): \($0)") } ?? Failure(error)
                list.refusals.append((path, failure))
            }
        }
        return solos
    }

    private static func text(_ answers: [ContinuationTest.Answer]) -> String {
        var text =
            "\(ContinuationTest.bars) bars are given; which of four stretches of \(ContinuationTest.bars) bars followed? By chance one is "
        text += "right in 25 %.\n"
        for kind in ContinuationTest.Kind.allCases {
            let asked = answers.filter { $0.question.kind == kind }
            guard !asked.isEmpty else { continue }
            let right = asked.count { $0.isRight }
            let (low, high) = ContinuationTest.interval(right: right, of: asked.count)
            func percent(_ rate: Double) -> String { NumberText.fixed(100 * rate, decimals: 0) }
            text += "the others of \(words(kind)): right in \(percent(Double(right) / Double(asked.count))) % of "
            text += "\(counted(asked.count, "question")) (\(percent(low)) to \(percent(high)) % with 95 % confidence)\n"
        }
        return text
    }

    private static func words(_ kind: ContinuationTest.Kind) -> String {
        switch kind {
        case .sameSolo: "the same solo"
        case .otherSolos: "other solos, in the same key"
        }
    }

    private static func json(_ answers: [ContinuationTest.Answer]) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            for kind in ContinuationTest.Kind.allCases {
                let asked = answers.filter { $0.question.kind == kind }
                guard !asked.isEmpty else { continue }
                let right = asked.count { $0.isRight }
                let interval = ContinuationTest.interval(right: right, of: asked.count)
                writer.key(kind.rawValue)
                writer.object { writer in
                    writer.member("questions", asked.count)
                    writer.member("right", right)
                    writer.member("rate", Double(right) / Double(asked.count))
                    writer.member("low", interval.low)
                    writer.member("high", interval.high)
                }
            }
            writer.key("answers")
            writer.array { writer in
                for answer in answers {
                    writer.object { writer in
                        writer.member("solo", answer.question.solo.name)
                        writer.member("given", answer.question.bar)
                        writer.member("others", answer.question.kind.rawValue)
                        writer.key("choices")
                        writer.array { writer in
                            for (choice, bits) in zip(answer.question.choices, answer.bits) {
                                writer.object { writer in
                                    writer.member("solo", choice.solo)
                                    writer.member("bar", choice.bar)
                                    writer.member("bits", bits)
                                }
                            }
                        }
                    }
                }
            }
        }
        return writer.text
    }
}
