/// What one document is in a corpus; the end-of-sequence token ends a document.
public enum TextLayout: String, Codable, Sendable, CaseIterable {
    /// The whole file is one document. Training never reaches its end, so that a model of it knows none.
    case document
    /// Documents of any number of lines, with a separator between two.
    case separated
    /// Every line that is not empty is a document: names, titles, recipes.
    case lines
}
