import JazzTraining
import Testing

@Suite struct CriticLessonTests {
    @Test func theAUCIsTheFractionOfPairsInOrder() {
        let judged: [(isMade: Bool, probability: Double)] = [
            (true, 0.9), (true, 0.6), (true, 0.4), (false, 0.5), (false, 0.4), (false, 0.1), (false, 0.7),
        ]
        // Of twelve pairs eight are in order, one is equal: 0.9 beats 4, 0.6 beats 3, 0.4 beats 1 and equals 1.
        let report = CriticReport(judged)
        #expect(abs(report.auc - 8.5 / 12) < 1e-12)
        #expect(abs(report.accuracy - (2.0 / 3 + 2.0 / 4) / 2) < 1e-12)
        #expect(abs(report.probability.played - 1.7 / 4) < 1e-12 && abs(report.probability.made - 1.9 / 3) < 1e-12)
        #expect(CriticReport(judged.reversed()) == report && report.excerpts == 7)
        #expect(CriticReport([]).auc == 0.5 && CriticReport([(true, 1)]).auc == 0.5)
    }

    @Test func theMeanCountsByExcerpts() {
        let right = CriticReport([(true, 0.9), (false, 0.1)])
        let wrong = CriticReport([(true, 0.1), (false, 0.9), (true, 0.1), (false, 0.9), (true, 0.1), (false, 0.9)])
        #expect(right.auc == 1 && wrong.auc == 0)
        let mean = CriticReport(mean: [right, wrong])
        #expect(mean.auc == 0.25 && mean.accuracy == 0.25 && mean.excerpts == 8)
    }

    @Test(arguments: [
        ("A_Stardust-1.mid", "stardust"), ("d/B_Stardust.mid", "stardust"), ("B_Stardust-12.KAR", "stardust"),
        ("B_So-What.mid", "so-what"), ("blues.mid", "blues"), ("A_x_y-2.mid", "x_y"), ("A_", ""),
    ]) func takesOfATuneStayTogether(_ name: String, _ tune: String) {
        #expect(CriticLesson.tune(of: name) == tune)
    }
}
