import ArgumentParser
import Commands
import Jazz
import JazzTraining
import ModelFile

/// A lesson as the command line knows it: its command, and its words.
protocol TaughtLesson: Lesson {
    /// The command's name and help.
    static var configuration: CommandConfiguration { get }
    /// What it learns from.
    static var source: ArgumentHelp { get }
    /// What is read, one by one, such as "MIDI file".
    static var item: String { get }
    /// Whether it is read from a folder, file by file, rather than from one file, line by line.
    static var isFolder: Bool { get }
    /// A piece of music, such as "solo".
    static var piece: String { get }

    /// How much there is to learn, for the card of a model.
    var contents: String { get }
    /// The same, told while it is learned.
    var told: String { get }

    /// What is said of an item that is used.
    static func used(_ use: LessonUse) -> (kind: FileReport.Kind, text: String)
    static func refused(_ refusal: Refusal) -> FileReport.Kind
    /// What is said of an item that has the same music as another.
    static func twin(of other: String) -> String
    /// What should be known of everything that was read.
    func warning(_ report: FileReport) -> String?

    /// The lesson with what is made for it, beside what was read.
    ///
    /// - Parameters:
    ///   - seed: The same gives the same.
    ///   - onItem: Called with how many things are made and how many there will be.
    func completed(seed: UInt64, onItem: (_ done: Int, _ count: Int) -> Void) throws -> Self

    /// A report in words.
    static func words(_ report: Report) -> String
    /// What a report is to be compared with, in words.
    static func remark(_ report: Report) -> String?
    /// How a report compares with that of the model that learned on.
    static func comparison(_ after: Report, with before: Report) -> String

    /// What a model keeps beside its weights, and what should be known of it.
    ///
    /// - Parameter origin: The model that learns on.
    func extra(from origin: (model: Model, name: String)?) throws -> (entries: [String: String], note: String?)
}

extension TaughtLesson {
    func warning(_ report: FileReport) -> String? { nil }
    func completed(seed: UInt64, onItem: (_ done: Int, _ count: Int) -> Void) throws -> Self { self }
    static func remark(_ report: Report) -> String? { nil }
    func extra(from origin: (model: Model, name: String)?) throws -> (entries: [String: String], note: String?) {
        ([:], nil)
    }
}

/// `0.04 bits better`.
func difference(_ gain: Double, _ unit: String) -> String {
    if abs(gain) < leastDifference { return "no better and no worse" }
    return "\(decimal(abs(gain), places: 2)) \(unit) \(gain > 0 ? "better" : "worse")"
}

/// What two decimals can tell.
let leastDifference = 0.005
