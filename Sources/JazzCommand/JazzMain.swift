import ArgumentParser
import Commands
import JazzTraining
import Repertoire

@main
struct JazzMain: ParsableCommand {
    static let version = JazzVersion.current

    static let configuration = CommandConfiguration(
        commandName: "jazz",
        abstract: "Improvises jazz: a network invents the lead, a band plays along.",
        discussion: """
            The lead is invented note by note by a recurrent network that learned from transcribed solos; bass, piano \
            and drums follow the changes. The result is a MIDI file, sound, or music while you listen.

              jazz generate --bars 16 out.mid
              jazz generate --changes "Dm7 | G7 | Cmaj7 | A7" --bars 8 --tempo 160 out.mid
              jazz render out.mid out.wav
              jazz play
              jazz train FOLDER -o mine.safetensors
            """,
        version: version,
        subcommands: [
            Generate.self, Accompany.self, Harmonize.self, Play.self, Render.self, Notate.self, Score.self,
            ScoreInfill.self, Show.self,
            Charts.self,
            Styles.self,
            Changes.self, Instruments.self,
            TrainModel<LeadLesson>.self, TrainModel<BackwardLeadLesson>.self, TrainModel<BassLesson>.self,
            TrainModel<ChangesLesson>.self,
            TrainDrums.self, TrainHarmony.self, ShowModel.self,
        ])

    static func main() {
        runCommand(Self.self, joining: [("--manner", "like")])
    }
}
