package import Jazz
package import ModelFile
package import Numerics
package import Recurrent

/// Solos read from their end, from which a network learns what a line comes from; see `BackwardLine`.
///
/// It is the ``LeadLesson`` in all else: the same solos are held out, and the network is told the same of them.
package struct BackwardLeadLesson: Lesson {
    package typealias Refusal = SoloRefusal

    /// The lesson of the network that reads forward.
    package private(set) var forward: LeadLesson

    package static let form = ModelForm.backwardLead
    package static let recipe = LeadLesson.recipe

    package init(_ corpus: SoloCorpus) { forward = LeadLesson(corpus) }

    package static func read(
        _ path: String, onItem: (Int, Int) -> Bool
    ) throws(LessonError) -> BackwardLeadLesson {
        BackwardLeadLesson(try LeadLesson.read(path, onItem: onItem).corpus)
    }

    package static func paths(at path: String) throws(LessonError) -> [String] { try LeadLesson.paths(at: path) }

    package func continuing(_ model: Model) -> BackwardLeadLesson {
        var lesson = self
        lesson.forward = forward.continuing(model)
        return lesson
    }

    package var music: [Solo] { forward.music }
    package var outcomes: [LessonOutcome<SoloRefusal>] { forward.outcomes }
    package var size: Int { forward.size }
    package var groups: [[Int]] { forward.groups }
    package func weight(of index: Int) -> Int { forward.weight(of: index) }
    package func split(using generator: inout Xoshiro256StarStar) -> MusicSplit { forward.split(using: &generator) }

    package func encoded(_ index: Int, isHeldOut: Bool) -> TokenSequence {
        forward.encoded(index, isHeldOut: isHeldOut, isBackward: true)
    }

    package func report(_ network: Network, on data: LessonData, unless shouldStop: () -> Bool) -> BitsPerNote? {
        forward.report(network, on: data, unless: shouldStop)
    }
}
