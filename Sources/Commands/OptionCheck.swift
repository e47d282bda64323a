public import ArgumentParser
import Recurrent
public import Training

/// What options are checked for, each in one wording.
public enum OptionCheck {
    /// Refuses a number out of its range.
    ///
    /// - Parameters:
    ///   - option: Its name, dashes included.
    ///   - unit: What it is a number of, where that needs telling.
    /// - Throws: `ValidationError`.
    public static func range(
        _ option: String, _ value: Int?, _ range: ClosedRange<Int>, unit: String? = nil
    ) throws {
        guard let value, !range.contains(value) else { return }
        throw ValidationError(
            "\(option) \(value) is not possible; choose \(words(range))\(unit.map { " " + $0 } ?? "")")
    }

    /// Refuses more than one of the options that say when learning ends.
    ///
    /// - Throws: `ValidationError`.
    public static func ends(_ given: [String]) throws {
        guard given.count > 1 else { return }
        throw ValidationError(
            "\(given.joined(separator: " and ")) contradict each other: each says when learning ends; give one of them")
    }

    /// Refuses options that no training can have.
    ///
    /// - Throws: `ValidationError`.
    public static func training(_ options: TrainingOptions) throws {
        do throws(TrainingError) { try options.validate() } catch { throw ValidationError("\(error)") }
    }

    /// The cells in words.
    static let cells = CellKind.allCases.map(\.rawValue).joined(separator: ", ")

    /// The cell of a name.
    ///
    /// - Throws: `ValidationError`, in one line where the parser's own would take many.
    static func cell(_ name: String) throws -> CellKind {
        guard let kind = CellKind(rawValue: name) else {
            throw ValidationError("'\(name)' is no cell; choose one of \(cells)")
        }
        return kind
    }

    /// A range in words.
    public static func words(_ range: ClosedRange<Int>) -> String { "\(range.lowerBound) to \(range.upperBound)" }
}
