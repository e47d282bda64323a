package import Jazz

/// A piece as it is put on paper, whoever asks for it.
extension Piece {
    /// The piece as MusicXML.
    ///
    /// - Parameters:
    ///   - style: How it is played; nil where that is not known.
    ///   - swing: The ratio of its eighths; nil for that of players.
    package func musicXML(style: Style?, swing: Double?, _ options: ScoreOptions) -> String {
        let score = WrittenScore(self, style: style, swing: swing, options: options)
        return MusicXMLWriter.text(of: score, software: "jazz \(JazzVersion.current)")
    }

    /// The piece as a tune in ABC, which is one part: the lead, or the only one there is.
    package func abc(style: Style?, swing: Double?, _ options: ScoreOptions) -> String {
        let isLead = parts.contains { $0.role == .lead }
        let score = WrittenScore(
            self, style: style, swing: swing,
            options: ScoreOptions(isLeadSheet: isLead || options.isLeadSheet, instruments: options.instruments))
        return ABCWriter.text(of: score)
    }
}
