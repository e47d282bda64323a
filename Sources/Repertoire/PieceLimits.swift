import Jazz

/// What can be asked for of a piece, whoever asks.
package enum PieceLimits {
    /// The longest piece, in bars.
    package static let mostBars = 512
    /// The shortest, where none is asked for.
    package static let fewestBars = 16
    /// Densities that can be asked for.
    package static let densities = 0.25...3.0
    /// Fractions: of motifs that are taken up, of memory, of a player's timing.
    package static let fractions = 0.0...1.0
    /// Takes that can be compared.
    package static let takes = 1...1000
    /// Limits of notes copied in a row that can be kept, and are any.
    package static let copies = CopyIndex.runNotes...1_000_000

    /// Whether a limit of copied notes can be kept; 0 is for none.
    package static func allows(maxCopy: Int) -> Bool { maxCopy == 0 || copies.contains(maxCopy) }

    /// The length of a piece over a chart of `form` bars where none is asked for: whole choruses of at least ``fewestBars``.
    package static func bars(form: Int) -> Int { min(mostBars, (fewestBars + form - 1) / form * form) }
}

/// The version of the programs that make music, which stands in their files.
package enum JazzVersion {
    package static let current = "0.1.0"
}
