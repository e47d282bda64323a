import TestSupport

/// The targets of a package, what its manifest lets each import, and what each does import.
struct PackageGraph {
    /// Target → the targets and products that the manifest names for it.
    var declared: [String: Set<String>] = [:]
    /// Target → imported module → a file that imports it.
    var imported: [String: [String: String]] = [:]

    /// What comes with the toolchain and needs no declaration.
    static let toolchain: Set<String> = [
        "Swift", "Dispatch", "Glibc", "FoundationEssentials", "Synchronization", "Testing",
    ]

    /// Imports that the manifest does not declare, "Target imports Module (file)".
    var undeclared: [String] {
        imported.flatMap { target, modules in
            modules.filter { module, _ in
                !Self.toolchain.contains(module) && !(declared[target]?.contains(module) ?? false)
            }.map { "\(target) imports \($0) (\($1))" }
        }.sorted()
    }

    /// Declared dependencies that no file imports, "Target does not import Module".
    var idle: [String] {
        declared.flatMap { target, modules in
            modules.filter { imported[target]?[$0] == nil }.map { "\(target) does not import \($0)" }
        }.sorted()
    }

    /// A cycle of imports, its first module repeated at the end; nil where there is none.
    var cycle: [String]? {
        var finished: Set<String> = []
        func search(_ module: String, below path: [String]) -> [String]? {
            if let start = path.firstIndex(of: module) { return path[start...] + [module] }
            guard !finished.contains(module) else { return nil }
            for next in (imported[module] ?? [:]).keys.sorted() {
                if let found = search(next, below: path + [module]) { return found }
            }
            finished.insert(module)
            return nil
        }
        for module in imported.keys.sorted() {
            if let found = search(module, below: []) { return found }
        }
        return nil
    }
}

extension PackageGraph {
    /// Reads the manifest and the first lines of every Swift file of the package at hand.
    init(manifest: String, files: [(path: String, text: String)]) {
        var folders: [String: String] = [:]
        let code = manifest.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
            .joined(separator: "\n")
        let body = code.firstRange(of: "targets: [\n        ").map { code[$0.upperBound...] } ?? ""
        let calls: [(starter: String, suffix: String, folder: String)] = [
            ("library(", "", "Sources"), (".target(", "", "Sources"), (".executableTarget(", "", "Sources"),
            ("tests(", "Tests", "Tests"), (".testTarget(", "", "Tests"),
        ]
        for (starter, suffix, folder) in calls {
            for call in Self.calls(starter, in: body) {
                let strings = Self.strings(call)
                guard let first = strings.first else { continue }
                let name = first + suffix
                var dependencies = Set(Self.strings(Self.list(call)))
                if call.contains("arguments") { dependencies.insert("ArgumentParser") }
                if starter == "tests(" { dependencies.insert(first) }
                declared[name] = dependencies
                let path = call.firstRange(of: "path: \"").map { call[$0.upperBound...].prefix { $0 != "\"" } }
                folders[path.map(String.init) ?? "\(folder)/\(name)"] = name
            }
        }
        for (path, text) in files {
            guard let target = folders.first(where: { path.hasPrefix($0.key + "/") })?.value else { continue }
            for line in Self.header(text) {
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), place + 1 < words.count else { continue }
                imported[target, default: [:]][String(words[place + 1])] = path
            }
        }
    }

    /// The lines before the first declaration of a file: behind it, "import" may be a word of a text.
    private static func header(_ text: String) -> some Sequence<Substring> {
        let marks = ["//", "#", "@", "import ", "public import ", "package import ", "internal import "]
        // What stands between #if and #endif is set in.
        return text.split(separator: "\n").map { $0.drop { $0 == " " } }
            .prefix { line in marks.contains { line.hasPrefix($0) } }
    }

    /// The texts between the parentheses of every call.
    private static func calls(_ starter: String, in text: Substring) -> [Substring] {
        var found: [Substring] = []
        var rest = text
        while let range = rest.firstRange(of: starter) {
            let isOther = range.lowerBound > rest.startIndex && rest[rest.index(before: range.lowerBound)].isLetter
            var depth = 1
            var end = range.upperBound
            while end < rest.endIndex, depth > 0 {
                if rest[end] == "(" { depth += 1 }
                if rest[end] == ")" { depth -= 1 }
                end = rest.index(after: end)
            }
            if !isOther { found.append(rest[range.upperBound..<end]) }
            rest = rest[(isOther ? range.upperBound : end)...]
        }
        return found
    }

    /// The dependencies' list of a call: behind `dependencies:`, or the first that is no labelled argument.
    private static func list(_ call: Substring) -> Substring {
        let start =
            call.firstRange(of: "dependencies: [")?.upperBound
            ?? call.firstRange(of: "[").flatMap { range in
                call[..<range.lowerBound].contains(":") ? nil : range.upperBound
            }
        guard let start else { return "" }
        return call[start...].prefix { $0 != "]" }
    }

    private static func strings(_ text: Substring) -> [String] {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
            .map { String($0.element) }
    }
}
