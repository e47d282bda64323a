extension String {
    /// The text on one line and without control characters: names of files may hold anything, and a terminal obeys it.
    var onOneLine: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.value < 32 || (127..<160).contains($0.value) ? " " : $0 }))
    }
}
