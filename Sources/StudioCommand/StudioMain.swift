import ArgumentParser
import Commands
import Files
import Sound
import Studio
import Terminal
import Training
import Web

/// The studio: a page in the browser, served by this program.
@main
struct StudioMain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "studio",
        abstract: "Serves the studio, a page in the browser.",
        discussion: """
            The page makes, plays, changes and keeps pieces, and writes texts. Programs use the same interface: \
            /api/openapi.json describes it. Only this machine reaches the studio, unless --listen says otherwise.
            """)

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The port to listen on; 0 for any that is free.", valueName: "n"))
    var port = 8765

    @Option(
        help: ArgumentHelp(
            "Listen on this address, in numbers, for other machines; --token is then needed.", valueName: "address"))
    var listen: String?

    @Option(
        help: ArgumentHelp(
            "Let only those in who know this word of \(Self.tokenLengths.lowerBound) to \(Self.tokenLengths.upperBound) letters and digits.",
            valueName: "word"))
    var token: String?

    @Option(
        help: ArgumentHelp(
            "Keep projects, corpora and models in this folder. Default: woodshed/studio in the folder for data.",
            valueName: "folder"))
    var dir: String?

    @Option(help: ArgumentHelp("The sound font (.sf2 or .sf3) to play with.", valueName: "file"))
    var soundfont: String?

    @Option(help: ArgumentHelp("Write the address to this file as well, once the studio is open.", valueName: "file"))
    var announce: String?

    private static let tokenLengths = 16...128

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port \(port) is no port; choose 1 to 65535, or 0 for any that is free")
        }
        if let token {
            guard Self.tokenLengths.contains(token.utf8.count),
                token.utf8.allSatisfy({
                    Character(Unicode.Scalar($0)).isLetter || Character(Unicode.Scalar($0)).isNumber || $0 == 0x2D
                        || $0 == 0x5F
                })
            else {
                throw ValidationError(
                    "--token is to have \(Self.tokenLengths.lowerBound) to \(Self.tokenLengths.upperBound) letters and digits"
                )
            }
        }
        if listen != nil, token == nil {
            throw ValidationError("--listen lets other machines in; give a --token that they must know")
        }
    }

    static func main() { runCommand(Self.self) }

    /// Where projects are kept.
    private func folder() throws -> String {
        if let dir { return dir }
        if let data = Environment.value("XDG_DATA_HOME"), data.hasPrefix("/") { return "\(data)/woodshed/studio" }
        guard let home = Environment.value("HOME") else {
            throw Failure(.usage, "neither XDG_DATA_HOME nor HOME is set; name a folder with --dir")
        }
        return "\(home)/.local/share/woodshed/studio"
    }

    func run() throws {
        let folder = try self.folder()
        let scratch = "\(folder)/.scratch"
        do {
            try Directories.make(folder, .ownUser)
            try Directories.make(scratch, .ownUser)
        } catch {
            throw Failure(error)
        }
        let (named, environment) = (soundfont, Environment.value("WOODSHED_SOUNDFONT"))
        let desk = PieceDesk(scratch: scratch) {
            do throws(SoundError) { return try SoundFont.find(named: named, environment: environment) } catch {
                throw Failure(error)
            }
        }
        let projects = ProjectShelf(
            folder: folder, now: { Environment.secondsSince1970() }, midi: { desk.midi(ofRecipe: $0) })
        Interruption.catchSignals()
        let address = listen ?? "127.0.0.1"
        let start: @Sendable (@escaping @Sendable () -> Void) throws -> Void = { _ = try SystemThread($0) }
        let texts = TextDesk(
            folder: folder, threads: max(1, Processors.available / 2), today: { Environment.today() }, start: start)
        let service: StudioService
        do {
            service = try StudioService(
                desk: desk, projects: projects, texts: texts, threads: Processors.available, start: start)
            // So that the first piece need not wait for it.
            try start { _ = try? desk.models() }
        } catch {
            throw Failure(.unavailable, "\(error)")
        }
        let server: HTTPServer
        do throws(WebError) { server = try HTTPServer(address: address, port: port, handler: service) } catch {
            throw Failure(.unavailable, error.description)
        }
        service.open(Safety(port: server.port, token: token))
        let host = address.contains(":") ? "[\(address)]" : address
        let place = "http://\(host):\(server.port)/"
        // The word itself is not written where others may see it.
        try Output.line(place + (token == nil ? "" : "?token=TOKEN"))
        if let announce {
            let whole = place + (token.map { "?token=\($0)" } ?? "") + "\n"
            do { try AtomicFile.write(Array(whole.utf8), to: announce) } catch { throw Failure(error) }
        }
        server.run { Interruption.isRaised }
        throw Failure(.interrupted, "")
    }
}
