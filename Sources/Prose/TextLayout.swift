/// What one document is in a corpus; the end-of-sequence token ends a document.
public enum TextLayout: String, Codable, Sendable, CaseIterable {
    /// The whole file is one document. Its end is seen once at most, so that a model of it hardly ever ends by itself.
    case document
    /// Every line that is not empty is a document: names, titles, recipes.
    case lines
}
