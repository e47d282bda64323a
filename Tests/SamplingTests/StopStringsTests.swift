import Numerics
import Testing

@testable import Sampling

@Suite struct StopStringsTests {
    /// What comes through, and whether it was stopped.
    private func run(_ strings: [String], _ text: String) throws -> (text: String, isStopped: Bool) {
        var stops = try StopStrings(strings)
        var through = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where stops.add(scalar, deliver: { through.append($0) }) {
            return (String(through), true)
        }
        stops.finish { through.append($0) }
        return (String(through), false)
    }

    @Test(
        "A string that appears ends the text and is no part of it",
        arguments: [
            (["\n\n"], "one\ntwo\n\nthree", "one\ntwo", true), (["END", "E"], "the END", "the ", true),
            (["aab"], "aaaab", "aa", true), (["abc", "bd"], "abd", "a", true), (["abcd"], "abc", "abc", false),
            (["x", "yx"], "ayx", "a", true), ([], "abc", "abc", false), (["é"], "café", "caf", true),
        ] as [([String], String, String, Bool)])
    func table(strings: [String], text: String, expected: String, isStopped: Bool) throws {
        let found = try run(strings, text)
        #expect(found.text == expected && found.isStopped == isStopped)
    }

    @Test("Whatever the strings and the text, it ends where the first is complete") func reference() throws {
        var random = Xoshiro256StarStar(seed: 6)
        func word(_ most: UInt64) -> String {
            String((0..<1 + Int(random.next() % most)).map { _ in random.next() % 2 == 0 ? "a" : "b" } as [Character])
        }
        for _ in 0..<3_000 {
            let strings = (0..<Int(random.next() % 4)).map { _ in word(5) }
            let text = word(24)
            var expected = (text: text, isStopped: false)
            for end in 1...text.count where !expected.isStopped {
                let start = text.prefix(end)
                if let longest = strings.filter({ start.hasSuffix($0) }).map(\.count).max() {
                    expected = (String(start.dropLast(longest)), true)
                }
            }
            let found = try run(strings, text)
            #expect(found == expected, "\(strings) \(text)")
        }
    }

    @Test("An empty string is refused") func empty() {
        #expect(throws: SamplingError.self) { try StopStrings(["a", ""]) }
    }
}
