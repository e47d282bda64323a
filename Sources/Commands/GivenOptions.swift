public import ArgumentParser

extension ParsableCommand {
    /// The options that stand on the command line, by their long names, whatever their values: one that is given with its usual
    /// value is given all the same.
    ///
    /// - Parameter known: Those that are left out.
    public static func given(besides known: [String]) -> [String] {
        let own = Environment.arguments.drop { $0 == _commandName }
        return DeclaredOptions([self]).read(own).given.filter { !known.contains($0) }
    }
}
