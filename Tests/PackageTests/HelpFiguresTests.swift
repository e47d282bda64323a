import TestSupport
import Testing

/// A default that `--help` names is the code's: its figure is interpolated, never typed.
@Suite struct HelpFiguresTests {
    private static func typed(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init).filter { line in
            guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { return false }
            return ["(default: ", "Default: "].contains { mark in
                line.ranges(of: mark).contains { line[$0.upperBound...].first?.isNumber ?? false }
            }
        }
    }

    @Test func defaultsAreInterpolated() throws {
        let list = try #require(
            PackageFiles.output(
                of: "cd '\(PackageFiles.path(""))' && ls Sources/*Command/*.swift Sources/Commands/*.swift"))
        let paths = list.split(separator: "\n").map(String.init)
        #expect(paths.count > 80)
        for path in paths {
            #expect(Self.typed(try #require(PackageFiles.text(PackageFiles.path(path)))) == [], "\(path)")
        }
    }

    @Test func whatIsTypedIsFound() {
        #expect(Self.typed("help: \"How many. (default: 3)\"\n// (default: 3)\n\"Default: 16, or so\"").count == 2)
        #expect(Self.typed("\"(default: \\(usual))\" \"(default: fp32)\" \"Default: the chart's\"") == [])
    }
}
