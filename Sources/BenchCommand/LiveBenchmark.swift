import Commands
import Jazz
import ModelFile
import Recurrent
import Terminal

/// Whether the lead listens to the one it trades with.
enum LiveBenchmark {
    /// - Parameters:
    ///   - model: The file of a lead's model.
    ///   - folder: Solos to cut calls and answers from.
    static func figures(model path: String, solos folder: String, _ console: inout Console) throws -> [Figure] {
        let model: Model
        do throws(ModelFileError) {
            model = try Model.read(path, kind: ModelKind.lead.name)
        } catch {
            throw Failure(error)
        }
        console.status("reading \(folder)")
        defer { console.clear() }
        let corpus: SoloCorpus
        do { corpus = try SoloCorpus.read(folder: folder) } catch { throw Failure(.missingInput, "\(error)") }
        console.status("listening to \(corpus.music.count) solos")
        let found = CallAndAnswer(
            engine: StepEngine(model.network), solos: corpus.music, unless: { Interruption.isRaised })
        guard let found else {
            if Interruption.isRaised { throw Failure(.interrupted, "") }
            throw Failure(.data, "\(folder): no solo of eight bars with notes in all of them; name a folder of solos")
        }
        func figure(_ name: String, _ title: String, _ value: Double) -> Figure {
            Figure(name: "live/\(name)", title: title, group: .live, value: value, unit: .bitsPerNote)
        }
        var gain = figure(
            "call", "better after the own call, \(found.stretches) calls, \(found.notes) notes",
            found.foreign - found.own)
        gain.goals = [.atLeast(0.05)]
        return [
            figure("own", "the true answer, after its own call", found.own),
            figure("foreign", "the true answer, after another solo's call", found.foreign), gain,
        ]
    }
}
