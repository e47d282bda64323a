import Testing

/// The same seed and options give the same bytes, today as before: pieces in all styles and over all sample charts, texts,
/// and models that were learned.
@Suite struct SeededBytesTests {
    static let folder = "Tests/JazzCommandTests"

    @Test func seedsGiveTheBytesThatAreKept() throws {
        try Shell.withDirectory { shell in
            let outcome = shell("sh '\(Shell.root)/\(Self.folder)/seeded-bytes.sh'")
            try #require(outcome.status == 0, "\(outcome.text)")
            if Golden.isRecording { return try Golden.write(outcome.text, to: "\(Self.folder)/seeded-bytes.txt") }
            let kept = Shell.run("cat '\(Shell.root)/\(Self.folder)/seeded-bytes.txt'").text.split(separator: "\n")
            let made = outcome.text.split(separator: "\n")
            #expect(kept.count >= 129 && made.count == kept.count)
            for (kept, made) in zip(kept, made) { #expect(made == kept, "another result than before") }
        }
    }
}
