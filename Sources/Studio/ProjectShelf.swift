internal import Files
import ModelFile
import Terminal
import Web

/// Projects as plain folders: the state of the page, the chart, and each piece and text as files of their own.
///
/// `project.json` is the whole project, and is replaced at once or not at all. The other files are what it holds, for other
/// programs. What is deleted goes to a folder of its own.
package final class ProjectShelf: Sendable {
    private let folder: String
    private let trash: String
    private let now: @Sendable () -> Int
    /// Gives the bytes of a piece's MIDI file by its recipe, where it is at hand.
    private let midi: @Sendable (_ recipe: String) -> [UInt8]?

    /// - Parameters:
    ///   - folder: Where everything is kept.
    ///   - now: Seconds since 1970.
    package init(
        folder: String, now: @escaping @Sendable () -> Int, midi: @escaping @Sendable (_ recipe: String) -> [UInt8]?
    ) {
        self.folder = folder + "/projects"
        trash = folder + "/trash"
        self.now = now
        self.midi = midi
    }

    private static let mostBytes = 8 << 20
    private static let mostProjects = 1_000

    // Small work is done by one thread, one after the other: no two of these meet.
    func addRoutes(to router: inout Router) {
        router.add("GET", "api/projects", .soon) { [self] _ in list() }
        router.add("POST", "api/projects", .soon) { [self] in try begin($0) }
        router.add("GET", "api/projects/*", .soon) { [self] call in
            let name = try known(call.names[0])
            return answer(name, try project(name))
        }
        router.add("PUT", "api/projects/*", .soon, mostBytes: 4 << 20) { [self] in try save($0) }
        router.add("DELETE", "api/projects/*", .soon) { [self] call in
            try discard(known(call.names[0]))
            return HTTPResponse(204)
        }
        router.add("POST", "api/projects/*/rename", .soon) { [self] in try rename($0) }
    }

    // MARK: The file

    private struct Project {
        var version = 0
        var saved = 0
        var document = JSONValue.null
        var chart = ""
        var pieces: [(name: String, recipe: String)] = []
        var texts: [(name: String, text: String)] = []

        func write(to writer: inout JSONWriter) {
            writer.key("document")
            document.write(to: &writer)
            writer.member("chart", chart)
            writer.list("pieces", pieces) { writer, piece in
                writer.member("name", piece.name)
                writer.member("recipe", piece.recipe)
            }
            writer.list("texts", texts) { writer, text in
                writer.member("name", text.name)
                writer.member("text", text.text)
            }
            writer.member("version", version)
        }
    }

    private func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// A name of a project that there is.
    private func known(_ name: String) throws(APIError) -> String {
        guard let name = try? FileName.checked(name, at: "name"), FileSystem.exists("\(path(name))/project.json") else {
            throw APIError(404, "there is no project of this name", at: "name", hint: "GET /api/projects lists them")
        }
        return name
    }

    private func project(_ name: String) throws -> Project {
        let bytes: [UInt8]
        do {
            bytes = try FileSystem.contents(of: "\(path(name))/project.json", limit: Self.mostBytes, onlyFiles: true)
        } catch {
            throw APIError(422, "project.json cannot be read", at: name)
        }
        let value: JSONValue
        do throws(APIError) { value = try JSONValue(bytes) } catch {
            throw APIError(
                422, "project.json is damaged: \(error.message)", at: name, hint: "mend it, or take it from a copy")
        }
        return try project(of: value, known: ["version", "saved"])
    }

    /// The fields of a project; those that are missing stay as they are in `base`.
    private func project(of value: JSONValue, base: Project = Project(), known: [String] = []) throws -> Project {
        let fields = try Fields(
            value, known: ["document", "chart", "pieces", "texts"] + (known.isEmpty ? ["version"] : known))
        var project = base
        if !known.isEmpty {
            project.version = try fields.integer("version", 0...Int.max) ?? 0
            project.saved = try fields.integer("saved", 0...Int.max) ?? 0
        }
        if case .object(let members) = value, let document = members["document"] { project.document = document }
        project.chart = try fields.text("chart", most: ChartDesk.mostCharacters) ?? project.chart
        if let list = try fields.list("pieces", most: 500) {
            project.pieces = try list.enumerated().map { index, value in
                let entry = try Fields(value, known: ["name", "recipe"], path: "pieces[\(index)].")
                guard let name = try entry.text("name", most: 80), let recipe = try entry.text("recipe", most: 400_000)
                else {
                    throw APIError(422, "a piece lacks its name or recipe", at: "pieces[\(index)]")
                }
                return (try FileName.checked(name, at: "pieces[\(index)].name"), recipe)
            }
        }
        if let list = try fields.list("texts", most: 200) {
            project.texts = try list.enumerated().map { index, value in
                let entry = try Fields(value, known: ["name", "text"], path: "texts[\(index)].")
                guard let name = try entry.text("name", most: 80), let text = try entry.text("text", most: 2_000_000)
                else {
                    throw APIError(422, "a text lacks its name or text", at: "texts[\(index)]")
                }
                return (try FileName.checked(name, at: "texts[\(index)].name"), text)
            }
        }
        for (field, names) in [("pieces", project.pieces.map(\.name)), ("texts", project.texts.map(\.name))]
        where Set(names).count < names.count {
            throw APIError(422, "two of the \(field) have one name", at: field)
        }
        return project
    }

    private func answer(_ name: String, _ project: Project, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status) { writer in
            writer.member("name", name)
            project.write(to: &writer)
        }
    }

    private func write(_ project: Project, as name: String, old: Project?) throws {
        var project = project
        project.version += 1
        project.saved = now()
        var writer = JSONWriter()
        writer.object { writer in
            project.write(to: &writer)
            writer.member("saved", project.saved)
        }
        try put(Array(writer.text.utf8), "\(path(name))/project.json")
    }

    private func put(_ bytes: [UInt8], _ path: String) throws {
        do { try AtomicFile.write(bytes, to: path, isRepeated: true) } catch {
            throw APIError(
                503, "it cannot be kept: \(error)", at: "the disk", hint: "make room, and save again", retryAfter: 5)
        }
    }

    /// Writes for other programs what has changed, and takes away what is no more.
    private func writeFiles(_ project: Project, as name: String, old: Project?) {
        var files: [String: [UInt8]] = [:]
        if project.chart != old?.chart || old == nil { files["chart.txt"] = Array(project.chart.utf8) }
        let earlier = Dictionary(uniqueKeysWithValues: (old?.pieces ?? []).map { ($0.name, $0.recipe) })
        for piece in project.pieces {
            let target = "\(path(name))/\(piece.name).mid"
            if earlier[piece.name] != piece.recipe { files["\(piece.name).recipe"] = Array(piece.recipe.utf8) }
            guard earlier[piece.name] != piece.recipe || !FileSystem.exists(target) else { continue }
            if let bytes = midi(piece.recipe) {
                files["\(piece.name).mid"] = bytes
            } else if earlier[piece.name] != piece.recipe {
                _ = FileSystem.remove(target)
            }
        }
        let texts = Dictionary(uniqueKeysWithValues: (old?.texts ?? []).map { ($0.name, $0.text) })
        for text in project.texts where texts[text.name] != text.text {
            files["\(text.name).txt"] = Array(text.text.utf8)
        }
        for (file, bytes) in files { try? AtomicFile.write(bytes, to: "\(path(name))/\(file)", isRepeated: true) }
        let names = Set(project.pieces.map(\.name))
        for gone in earlier.keys where !names.contains(gone) {
            for ending in ["mid", "recipe"] { _ = FileSystem.remove("\(path(name))/\(gone).\(ending)") }
        }
        for gone in texts.keys where !project.texts.contains(where: { $0.name == gone }) {
            _ = FileSystem.remove("\(path(name))/\(gone).txt")
        }
    }

    // MARK: What pages ask for

    private func names() -> [String] {
        ((try? FileSystem.names(in: folder)) ?? []).filter {
            (try? FileName.checked($0, at: "")) != nil && FileSystem.exists("\(path($0))/project.json")
        }
    }

    private func list() -> HTTPResponse {
        let found = names().compactMap { name in (try? project(name)).map { (name, $0) } }
            .sorted { ($1.1.saved, $0.0) < ($0.1.saved, $1.0) }
        return HTTPResponse { writer in
            writer.list("projects", found) { writer, entry in Self.tell(entry.0, entry.1, size(entry.0), to: &writer) }
            writer.member("folder", folder)
        }
    }

    private func size(_ name: String) -> Int {
        ((try? FileSystem.names(in: path(name))) ?? []).reduce(0) {
            $0 + ((try? FileSystem.status("\(path(name))/\($1)").size) ?? 0)
        }
    }

    private static func tell(_ name: String, _ project: Project, _ size: Int, to writer: inout JSONWriter) {
        writer.member("name", name)
        writer.member("modified", DateText.moment(secondsSince1970: project.saved))
        writer.member("pieces", project.pieces.count)
        writer.member("texts", project.texts.count)
        writer.member("bytes", size)
    }

    private func begin(_ call: Router.Call) throws -> HTTPResponse {
        let fields = try Fields(try call.json(), known: ["name"])
        let name = try FileName.checked(try fields.text("name", most: 80) ?? "", at: "name")
        guard !FileSystem.exists(path(name)) else {
            throw APIError(409, "there is a project of this name already", at: "name", hint: "choose another name")
        }
        guard names().count < Self.mostProjects else {
            throw APIError(409, "there are \(Self.mostProjects) projects", at: "name", hint: "delete some")
        }
        do { try Directories.make(path(name), .ownUser) } catch {
            throw APIError(503, "it cannot be kept: \(error)", at: "the disk", retryAfter: 5)
        }
        try write(Project(), as: name, old: nil)
        return answer(name, try project(name), status: 201)
    }

    private func save(_ call: Router.Call) throws -> HTTPResponse {
        let name = try known(call.names[0])
        let value = try call.json()
        let old = try project(name)
        guard case .object(let members) = value else { throw APIError(422, "the project is no object") }
        if case .integer(let version)? = members["version"], version != old.version {
            throw APIError(
                409, "another page has saved the project since", at: "version",
                hint: "open it again, or save under another name")
        }
        if let version = members["version"], case .integer = version {
        } else if members["version"] != nil, members["version"] != .null {
            throw APIError(422, "version is no whole number", at: "version")
        }
        let new = try project(of: value, base: old)
        try write(new, as: name, old: old)
        var response = HTTPResponse { $0.member("version", old.version + 1) }
        response.afterwards = { [self] in writeFiles(new, as: name, old: old) }
        return response
    }

    private func rename(_ call: Router.Call) throws -> HTTPResponse {
        let name = try known(call.names[0])
        let fields = try Fields(try call.json(), known: ["name"])
        let new = try FileName.checked(try fields.text("name", most: 80) ?? "", at: "name")
        if new != name {
            guard !FileSystem.exists(path(new)) else {
                throw APIError(409, "there is a project of this name already", at: "name", hint: "choose another name")
            }
            try move(path(name), to: path(new))
        }
        let project = try project(new)
        return HTTPResponse { Self.tell(new, project, size(new), to: &$0) }
    }

    private func move(_ path: String, to target: String) throws {
        do { try FileSystem.rename(path, to: target) } catch {
            throw APIError(503, "it cannot be moved: \(systemMessage(error.code))", at: "the disk", retryAfter: 5)
        }
    }

    /// Puts a project where it can be found again.
    private func discard(_ name: String) throws {
        do { try Directories.make(trash, .ownUser) } catch {
            throw APIError(503, "\(error)", at: "the disk", retryAfter: 5)
        }
        var target = "\(trash)/\(name)"
        var number = 1
        while FileSystem.exists(target) {
            number += 1
            target = "\(trash)/\(name) (\(number))"
        }
        try move(path(name), to: target)
    }
}
