import Recurrent

/// One property of `TrainingOptions`: its name for people and files, its range, and how it is written down.
struct TrainingOption: Sendable {
    /// The property's name.
    let property: String
    /// The name in a checkpoint.
    let name: String
    /// The name in a sentence.
    let label: String
    /// Whether another value makes another run, with other weights: such an option must be the same for a run to go on.
    let decidesResult: Bool
    /// The range in words; nil where anything goes.
    let allowed: String?
    let isAllowed: @Sendable (TrainingOptions) -> Bool
    /// The value as text, exactly; `none` for nil.
    let text: @Sendable (TrainingOptions) -> String
    /// Sets the value from its text; a text that is none of its type's leaves it as it is.
    let set: @Sendable (inout TrainingOptions, String) -> Void

    /// All of them, those that explain a difference best first.
    static let all: [TrainingOption] = [
        option("steps", "number of steps", \.steps, from: 1),
        option("epochs", "number of epochs", \.epochs, "a number above 0, at most a billion") { $0 > 0 && $0 <= 1e9 },
        option("tokens", "number of tokens", \.tokens, from: 1),
        option(
            "maximumSeconds", "time in seconds", label: "the time", \.maximumSeconds, "a number of seconds above 0"
        ) { $0 > 0 },
        option("batchSize", "batch size", \.batchSize, from: 1, through: 65_536),
        option("window", "window", \.window, from: 1, through: 65_536),
        option("learningRate", "learning rate", \.learningRate, "a number above 0") { $0 > 0 },
        option("finalRate", "final rate", \.finalRate, "a number from 0 to 1") { $0 >= 0 && $0 <= 1 },
        option("warmup", "warm-up", label: "the number of warm-up steps", \.warmup, from: 0),
        option("dropout", "dropout", \.dropout, belowOne) { $0 >= 0 && $0 < 1 },
        option("layerDropout", "layer dropout", \.layerDropout, belowOne) { $0 >= 0 && $0 < 1 },
        option("weightDrop", "weight drop", \.weightDrop, belowOne) { $0 >= 0 && $0 < 1 },
        option(
            "averaging", "averaged share", label: "the averaged fraction", \.averaging, "a number from 0 to 1"
        ) { $0 >= 0 && $0 <= 1 },
        option("beta1", "beta 1", label: "beta 1", \.beta1, belowOne) { $0 >= 0 && $0 < 1 },
        option("beta2", "beta 2", label: "beta 2", \.beta2, belowOne) { $0 >= 0 && $0 < 1 },
        option("epsilon", "epsilon", label: "epsilon", \.epsilon, "a number above 0") { $0 > 0 },
        option("clipNorm", "clipping norm", \.clipNorm, "a number above 0") { $0 > 0 },
        option("patience", "patience", \.patience, from: 1),
        option("validationInterval", "validation interval", \.validationInterval, from: 1),
        option("validationSteps", "number of validation steps", \.validationSteps, from: 1),
        option("seed", "seed", \.seed, nil) { _ in true },
        option("keepsStart", "keeping of the first weights", \.keepsStart, nil) { _ in true },
        option("precision", "precision", \.precision, nil) { _ in true },
        option("shards", "number of shards", \.shards, from: 1, through: 1024),
        option(
            "threads", "number of threads", \.threads, from: TrainingOptions.threadCounts.lowerBound,
            through: TrainingOptions.threadCounts.upperBound, decidesResult: false),
    ]

    private static let belowOne = "a number from 0 to below 1"

    private typealias Path<Value> = WritableKeyPath<TrainingOptions, Value> & Sendable

    private static func option<Value: OptionValue>(
        _ property: String, _ name: String, label: String? = nil, _ path: any Path<Value>, _ allowed: String?,
        decidesResult: Bool = true, _ isAllowed: @escaping @Sendable (Value) -> Bool
    ) -> TrainingOption {
        TrainingOption(
            property: property, name: name, label: label ?? "the \(name)", decidesResult: decidesResult,
            allowed: allowed, isAllowed: { $0[keyPath: path].isFinite && isAllowed($0[keyPath: path]) },
            text: { $0[keyPath: path].optionText },
            set: { options, text in if let value = Value(optionText: text) { options[keyPath: path] = value } })
    }

    /// An option that may be nil, in which case its range does not matter.
    private static func option<Value: OptionValue>(
        _ property: String, _ name: String, label: String? = nil, _ path: any Path<Value?>, _ allowed: String?,
        decidesResult: Bool = true, _ isAllowed: @escaping @Sendable (Value) -> Bool
    ) -> TrainingOption {
        TrainingOption(
            property: property, name: name, label: label ?? "the \(name)", decidesResult: decidesResult,
            allowed: allowed, isAllowed: { $0[keyPath: path].map { $0.isFinite && isAllowed($0) } ?? true },
            text: { $0[keyPath: path].map(\.optionText) ?? "none" },
            set: { options, text in
                if text == "none" {
                    options[keyPath: path] = nil
                } else if let value = Value(optionText: text) {
                    options[keyPath: path] = value
                }
            })
    }

    private static func words(_ low: Int, _ high: Int) -> String {
        high == .max ? "\(low) or more" : "\(low) to \(high)"
    }

    private static func option(
        _ property: String, _ name: String, label: String? = nil, _ path: any Path<Int>, from low: Int,
        through high: Int = .max
    ) -> TrainingOption {
        option(property, name, label: label, path, words(low, high)) { $0 >= low && $0 <= high }
    }

    private static func option(
        _ property: String, _ name: String, _ path: any Path<Int?>, from low: Int, through high: Int = .max,
        decidesResult: Bool = true
    ) -> TrainingOption {
        option(property, name, path, words(low, high), decidesResult: decidesResult) { $0 >= low && $0 <= high }
    }
}

/// A type that options have.
private protocol OptionValue: Sendable {
    /// The value as text that ``init(optionText:)`` reads back to the last bit.
    var optionText: String { get }
    var isFinite: Bool { get }
    init?(optionText: String)
}

extension OptionValue where Self: LosslessStringConvertible {
    var optionText: String { description }
    var isFinite: Bool { true }
    init?(optionText: String) { self.init(optionText) }
}

extension Int: OptionValue {}
extension UInt64: OptionValue {}
extension Bool: OptionValue {}
extension Double: OptionValue {}

extension Precision: OptionValue {
    fileprivate var optionText: String { rawValue }
    fileprivate var isFinite: Bool { true }
    fileprivate init?(optionText: String) { self.init(rawValue: optionText) }
}
