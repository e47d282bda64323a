public import ArgumentParser

extension Option {
    /// An option that takes a number, which may begin with a minus.
    ///
    /// - Parameters:
    ///   - help: What it is for.
    ///   - value: What the number is called in `--help`.
    public init<Number: ExpressibleByArgument>(number help: String, value: String) where Value == Number? {
        self.init(parsing: .unconditional, help: ArgumentHelp("\(help)", valueName: value))
    }
}
