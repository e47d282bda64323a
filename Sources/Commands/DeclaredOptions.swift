import ArgumentParser
import ModelFile

/// The options that a command declares, for what the parser lets pass in silence: of an option that is given twice it
/// takes the last.
struct DeclaredOptions {
    struct Option {
        /// As they are typed, dashes included.
        var names: [String] = []
        var takesValue = false
        var isRepeatable = false
        var isPositional = false
    }

    private(set) var options: [Option] = []
    private var byName: [String: Int] = [:]

    /// The options of a command and of those above it, as the parser describes them.
    init(_ commands: [any ParsableCommand.Type]) {
        for command in commands {
            var reader = JSONReader(command._dumpHelp())
            do throws(JSONReader.Failure) {
                try reader.object { (reader, key, _) throws(JSONReader.Failure) in
                    guard key == "command" else { return try reader.skip() }
                    try reader.object { (reader, key, _) throws(JSONReader.Failure) in
                        guard key == "arguments" else { return try reader.skip() }
                        try reader.array { (reader) throws(JSONReader.Failure) in
                            let option = try Self.option(&reader)
                            // Both end everything else at once, however often they are asked for.
                            if !option.names.contains("--help"), !option.names.contains("--version") { add(option) }
                        }
                    }
                }
            } catch {
                preconditionFailure("the description of \(command) is no JSON: \(error)")
            }
        }
    }

    private mutating func add(_ option: Option) {
        for name in option.names where byName[name] == nil { byName[name] = options.count }
        options.append(option)
    }

    private static func option(_ reader: inout JSONReader) throws(JSONReader.Failure) -> Option {
        var option = Option()
        try reader.object { (reader, key, _) throws(JSONReader.Failure) in
            switch key {
            case "kind":
                let kind = try reader.string()
                option.takesValue = kind == "option"
                option.isPositional = kind == "positional"
            case "isRepeating": option.isRepeatable = try reader.boolean()
            case "names":
                try reader.array { (reader) throws(JSONReader.Failure) in
                    var (kind, name) = ("", "")
                    try reader.object { (reader, key, _) throws(JSONReader.Failure) in
                        switch key {
                        case "kind": kind = try reader.string()
                        case "name": name = try reader.string()
                        default: try reader.skip()
                        }
                    }
                    option.names.append((kind == "long" ? "--" : "-") + name)
                }
            default: try reader.skip()
            }
        }
        return option
    }

    /// Whether words that are no options are taken, too.
    var takesWords: Bool { options.contains(where: \.isPositional) }

    /// What stands on a command line.
    struct Reading {
        /// The first option that is given twice and may be given once only: the names it was given by.
        var repeated: (first: String, second: String)?
        /// The words that are neither options nor their values, up to an option that is not declared: what follows one
        /// may be its value.
        var words: [String] = []
        /// The options that are given, by their long names, in order.
        var given: [String] = []
    }

    /// Reads the arguments as the parser does: `--name value`, `--name=value`, `-n value`, `-abc`; after `--` only words.
    func read(_ arguments: some Sequence<String>) -> Reading {
        var reading = Reading()
        var given: [Int: String] = [:]
        var skipsValue = false
        var (isOver, isKnown) = (false, true)
        func take(_ name: String, hasValue: Bool) {
            guard let index = byName[name] else { return isKnown = false }
            if options[index].takesValue, !hasValue { skipsValue = true }
            reading.given.append(options[index].names.first { $0.hasPrefix("--") } ?? name)
            guard !options[index].isRepeatable else { return }
            if let first = given[index] ?? opposite(of: name).flatMap({ given[$0] }) {
                if reading.repeated == nil { reading.repeated = (first, name) }
            }
            given[index] = name
        }
        for argument in arguments {
            if skipsValue {
                skipsValue = false
            } else if isOver || !argument.hasPrefix("-") || argument == "-" {
                if isKnown { reading.words.append(argument) }
            } else if argument == "--" {
                isOver = true
            } else {
                let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let name = String(parts[0])
                if name.hasPrefix("--") || byName[name] != nil {
                    take(name, hasValue: parts.count > 1)
                } else {
                    for letter in name.dropFirst() { take("-\(letter)", hasValue: false) }
                }
            }
        }
        return reading
    }

    /// The option `--no-x` of `--x`, and the other way round, where they are declared apart.
    private func opposite(of name: String) -> Int? {
        byName[name.hasPrefix("--no-") ? "--" + name.dropFirst(5) : "--no-" + name.dropFirst(2)]
    }
}
