import TestSupport
import Testing

@Suite struct ModuleGraphTests {
    static func package() throws -> PackageGraph {
        let manifest = try #require(PackageFiles.text(PackageFiles.path("Package.swift")))
        let list = try #require(
            PackageFiles.output(of: "cd '\(PackageFiles.path(""))' && find Sources Tests -name '*.swift'"))
        let paths = list.split(separator: "\n").map(String.init)
        return PackageGraph(
            manifest: manifest, files: try paths.map { ($0, try #require(PackageFiles.text(PackageFiles.path($0)))) })
    }

    @Test func arrowsPointOneWayAndAreAllDeclared() throws {
        let graph = try Self.package()
        #expect(graph.declared.count >= 30 && graph.imported.count >= 30)
        #expect(graph.cycle == nil)
        #expect(graph.undeclared == [])
        // Tests of a command run what was built, and what is shipped is only built.
        let isBuilt = { (line: String) in line.contains("Tests ") || line.hasPrefix("Shipped ") }
        let idle = graph.idle.filter { !$0.hasSuffix("Command") || !isBuilt($0) }
        #expect(idle == [])
        // What is below never knows what is above.
        let commands = graph.imported.filter { !$0.key.hasSuffix("Tests") && !$0.key.hasSuffix("Command") }
        for (target, modules) in commands where target != "TestSupport" {
            let above = modules.keys.filter { $0.hasSuffix("Command") || $0 == "TestSupport" || $0 == "Testing" }
            #expect(above.isEmpty, "\(target)")
        }
    }

    @Test func everyModuleHasItsLineInTheMap() throws {
        let text = try #require(PackageFiles.text(PackageFiles.path("Documentation/Architecture.md")))
        for target in try Self.package().declared.keys where !target.hasSuffix("Tests") {
            #expect(text.contains("`\(target)`"), "Documentation/Architecture.md does not say what \(target) is")
        }
    }

    @Test func faultsAreFound() {
        let manifest = """
            let package = Package(
                targets: [
                    .target(name: "Kernel", exclude: ["x"]),
                    library("Low", ["Kernel"]),
                    // library("Ghost", ["Low"]),
                    .executableTarget(
                        name: "Command", dependencies: ["Low", arguments], swiftSettings: strict),
                    tests("Low", ["Help"], resources: [.copy("Fixtures")]),
                    .target(name: "Help", dependencies: ["Low"], path: "Tests/Help"),
                ]
            )
            """
        var files = [
            ("Sources/Low/a.swift", "public import Kernel\n\nimport Glibc\n"),
            ("Sources/Command/a.swift", "import ArgumentParser\nimport Low\n"),
            ("Tests/LowTests/a.swift", "import Low\nimport Help\nimport Testing"),
            ("Tests/Help/a.swift", "@_exported package import Low"),
        ]
        let sound = PackageGraph(manifest: manifest, files: files)
        #expect(sound.declared.keys.sorted() == ["Command", "Help", "Kernel", "Low", "LowTests"])
        #expect(sound.declared["LowTests"] == ["Low", "Help"] && sound.declared["Kernel"] == [])
        #expect(sound.cycle == nil && sound.undeclared == [] && sound.idle == [])
        files.append(("Sources/Low/b.swift", "import Command\nimport Foundation"))
        let faulty = PackageGraph(manifest: manifest, files: files)
        #expect(faulty.cycle == ["Command", "Low", "Command"])
        #expect(
            faulty.undeclared == [
                "Low imports Command (Sources/Low/b.swift)", "Low imports Foundation (Sources/Low/b.swift)",
            ])
        files.removeSubrange(1...)
        #expect(
            PackageGraph(manifest: manifest, files: files).idle.contains("Command does not import Low"))
    }
}
