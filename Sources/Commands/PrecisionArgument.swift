public import ArgumentParser
public import Recurrent

/// `--precision`, the same for every command that learns.
extension PrecisionChoice: ExpressibleByArgument {}
