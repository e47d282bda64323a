import Glibc
import TestFiles
import Testing

/// The real executable over a socket.
@Suite(.serialized) struct StudioTests {
    private func withStudio(_ options: [String] = [], _ body: (RunningStudio) throws -> Void) throws {
        let directory = TemporaryDirectory()
        try body(RunningStudio(in: directory.path, options))
        // The folder goes when nothing writes to it any more.
        withExtendedLifetime(directory) {}
    }

    @Test func aPageIsServedThatNothingFromElsewhereGetsInto() throws {
        try withStudio { studio in
            let page = try #require(studio.client("GET", "/"))
            #expect(page.status == 200 && page.text.contains("<html"))
            #expect(page.head.contains("Content-Security-Policy: default-src 'none'") && page.head.contains("nosniff"))
            #expect(try #require(studio.client("GET", "/api/openapi.json")).text.hasPrefix("{"))
            #expect(try #require(studio.client("GET", "/api/about")).text.contains("\"styles\":[{\"name\":\"swing\""))
            for path in ["/../etc/passwd", "/%2e%2e/etc/passwd", "/api/projects/..%2f..%2fetc", "/nothing"] {
                #expect(studio.client("GET", path)?.status == 404, "\(path)")
            }
            #expect(studio.client("POST", "/api/about")?.status == 405)
            #expect(studio.client("POST", "/api/pieces", json: "{}", type: "text/plain")?.status == 415)
            #expect(studio.client("GET", "/api/about", headers: ["Origin: http://evil.example"])?.status == 403)
            #expect(
                studio.client.raw(Array("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".utf8))?
                    .status == 403)
        }
    }

    @Test func aPieceIsMadeWorkedOnAndExported() throws {
        try withStudio { studio in
            let wish = #"{"chart":"Dm7 | G7 | Cmaj7 | A7","bars":16,"seed":"7"}"#
            let piece = try #require(studio.client("POST", "/api/pieces", json: wish))
            let id = try #require(piece.value("id"))
            #expect(piece.status == 200 && studio.client("POST", "/api/pieces", json: wish)?.value("id") == id)
            // What the command makes, byte for byte.
            let path = "\(studio.folder)/piece.mid"
            let jazz = try ChildProcess(
                try #require(BuiltCommands.folder) + "/jazz",
                ["generate", "--changes", "Dm7 | G7 | Cmaj7 | A7", "--bars", "16", "--seed", "7", path],
                environment: ["HOME": studio.folder], output: "\(studio.folder)/jazz.out")
            #expect(jazz.status() == 0)
            #expect(studio.client("GET", "/api/pieces/\(id).mid")?.body == TemporaryDirectory.content(of: path))
            for (ending, start) in [("musicxml", "<?xml"), ("abc", "X:"), ("svg", "<svg"), ("txt", "made by jazz")] {
                #expect(studio.client("GET", "/api/pieces/\(id).\(ending)")?.text.hasPrefix(start) == true, "\(ending)")
            }
            #expect(studio.client("GET", "/api/pieces/\(id).exe")?.status == 404)
            let recipe = try #require(piece.value("recipe"))
            #expect(studio.client("POST", "/api/pieces/remake", json: "{\"recipe\":\"\(recipe)\"}")?.value("id") == id)
            let other = try #require(
                studio.client("POST", "/api/pieces/\(id)/infill", json: #"{"bars":"5-6","seed":3}"#))
            #expect(other.status == 200 && other.value("id") != id && other.text.contains("bars 5 to 6 anew"))
            // A change is in the recipe, and can be made once more.
            let changed = try #require(other.value("recipe"))
            #expect(
                studio.client("POST", "/api/pieces/remake", json: "{\"recipe\":\"\(changed)\"}")?.value("id")
                    == other.value("id"))
            #expect(studio.client("POST", "/api/pieces/\(id)/infill", json: #"{"bars":"50-60"}"#)?.status == 422)
            #expect(studio.client("GET", "/api/pieces/\(id)/score")?.text.contains("\"bandBars\":16") == true)
            let explained = try #require(studio.client("GET", "/api/pieces/\(id)/explain?note=0"))
            #expect(
                explained.text.contains("\"chord\":\"Dm7\"") && explained.text.contains("\"alternatives\":[{\"pitch\""))
        }
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        return stride(from: 0, to: bytes.count, by: 3).reduce(into: "") { text, start in
            let three = (0..<3).map { start + $0 < bytes.count ? Int(bytes[start + $0]) : nil }
            let bits = three.reduce(0) { $0 << 8 | ($1 ?? 0) }
            for letter in 0..<4 {
                text.append(letter <= three.compactMap(\.self).count ? letters[bits >> (18 - 6 * letter) & 63] : "=")
            }
        }
    }

    @Test func theMannerOfAFileIsTakenUp() throws {
        try withStudio { studio in
            let wish = #"{"chart":"Dm7 | G7 | Cmaj7 | A7","bars":32,"seed":"7","manner":"bebop"}"#
            let id = try #require(studio.client("POST", "/api/pieces", json: wish)?.value("id"))
            let midi = try #require(studio.client("GET", "/api/pieces/\(id).mid")?.body)
            let answer = try #require(
                studio.client("POST", "/api/manner", json: "{\"midi\":\"\(Self.base64(midi))\"}"))
            let manner = try #require(answer.value("manner"))
            #expect(answer.status == 200 && manner.contains("leaps="))
            let like = try #require(
                studio.client("POST", "/api/pieces", json: "{\"bars\":16,\"seed\":1,\"manner\":\"\(manner)\"}"))
            #expect(like.status == 200 && like.value("manner") == manner)
            for (midi, status) in [("", 422), ("AAAA", 422), ("?", 422)] {
                #expect(studio.client("POST", "/api/manner", json: "{\"midi\":\"\(midi)\"}")?.status == status)
            }
            #expect(studio.client("POST", "/api/manner", json: "{}")?.status == 422)
        }
    }

    @Test func aLeadIsDrawnByHandAndTheBandStaysAsItIs() throws {
        try withStudio { studio in
            let piece = try #require(
                studio.client("POST", "/api/pieces", json: #"{"chart":"C6 | F7 | C6 | G7","bars":8,"seed":4}"#))
            let id = try #require(piece.value("id"))
            func notes(_ text: String, _ role: String) -> String {
                guard let part = text.firstRange(of: "{\"role\":\"\(role)\"") else { return "" }
                return String(text[part.lowerBound...].split(separator: "]").first ?? "")
            }
            let one =
                #"{"notes":[{"start":1920,"duration":480,"pitch":60},{"start":2405,"duration":230,"pitch":64,"velocity":100}]}"#
            let drawn = try #require(studio.client("POST", "/api/pieces/\(id)/edit", json: one))
            #expect(
                drawn.status == 200
                    && drawn.text.contains("\"start\":2400,\"duration\":240,\"pitch\":64,\"velocity\":100"))
            for role in ["bass", "chords", "drums"] {
                #expect(notes(drawn.text, role) == notes(piece.text, role), "\(role)")
            }
            let again = try #require(studio.client("POST", "/api/pieces/\(drawn.value("id") ?? "")/edit", json: one))
            #expect(again.value("id") == drawn.value("id"))
            #expect(
                studio.client(
                    "POST", "/api/pieces/\(id)/edit", json: #"{"notes":[{"start":99999,"duration":1,"pitch":60}]}"#)?
                    .status == 422)
            let melody =
                #"{"chart":"C6 | F7","seed":1,"notes":[{"start":0,"duration":960,"pitch":67},{"start":960,"duration":960,"pitch":69}]}"#
            let band = try #require(studio.client("POST", "/api/accompany", json: melody))
            #expect(
                band.status == 200 && band.text.contains("\"pitch\":67")
                    && notes(band.text, "bass").contains("\"start\""))
        }
    }

    /// Starts and lengths of a part's notes, as they sound or are written.
    private static func times(_ text: String, _ list: String) -> [[Int]] {
        guard let lead = text.firstRange(of: "{\"role\":\"lead\""),
            let found = text[lead.lowerBound...].firstRange(of: "\"\(list)\":[")
        else { return [] }
        let notes = text[found.upperBound...].prefix { $0 != "]" }
        return notes.split(separator: "}").map { note in
            note.split(separator: ",").compactMap { Int($0.drop { !$0.isNumber }) }
        }
    }

    @Test func aMelodyThatWasPlayedSoundsAsItWas() throws {
        try withStudio { studio in
            // Early, late, two close together, over the bar line; in bar 3 on the grid.
            let played = [
                (13, 441, 67, 80), (470, 200, 69, 91), (735, 200, 71, 62), (761, 180, 72, 99), (1_893, 500, 64, 70),
                (2_431, 333, 62, 88), (3_840, 480, 60, 75),
            ]
            let notes = played.map { #"{"start":\#($0.0),"duration":\#($0.1),"pitch":\#($0.2),"velocity":\#($0.3)}"# }
            let asked = #"{"chart":"C6 | F7 | C6 | G7","seed":1,"notes":[\#(notes.joined(separator: ","))]}"#
            let band = try #require(studio.client("POST", "/api/accompany", json: asked))
            let expected = played.map { [$0.0, $0.1, $0.2, $0.3] }
            #expect(band.status == 200 && Self.times(band.text, "notes") == expected, "\(band.text.prefix(2000))")
            // Written one for one, each on a slot of its own.
            let written = Self.times(band.text, "written")
            #expect(written.map { $0[2] } == expected.map { $0[2] })
            let starts = written.map { $0[0] }
            #expect(starts.allSatisfy { $0 % 40 == 0 } && zip(starts, starts.dropFirst()).allSatisfy { $0 < $1 })
            #expect(starts.first == 0 && starts[4] == 1_920, "\(starts)")
            // The same from its recipe.
            let recipe = try #require(band.value("recipe"))
            let again = try #require(
                studio.client("POST", "/api/pieces/remake", json: "{\"recipe\":\"\(recipe)\"}"))
            #expect(again.value("id") == band.value("id") && Self.times(again.text, "notes") == expected)
            // A tone up, when it was played; and a note that a hand has moved, the others beside it as they were.
            let id = try #require(band.value("id"))
            let up = try #require(studio.client("POST", "/api/pieces/\(id)/transpose", json: #"{"semitones":2}"#))
            #expect(Self.times(up.text, "notes") == expected.map { [$0[0], $0[1], $0[2] + 2, $0[3]] })
            let hand = written.enumerated().map { index, note in
                "{\"start\":\(note[0]),\"duration\":\(note[1]),\"pitch\":\(note[2] + (index == 1 ? 1 : 0)),\"velocity\":\(note[3])}"
            }
            let moved = try #require(
                studio.client("POST", "/api/pieces/\(id)/edit", json: "{\"notes\":[\(hand.joined(separator: ","))]}"))
            var changed = expected
            changed[1][2] += 1
            // Of two that overlapped in the bars that a hand has changed, the first is let go as the second comes.
            changed[2][1] = 26
            #expect(moved.status == 200 && Self.times(moved.text, "notes") == changed, "\(moved.text.prefix(2000))")
        }
    }

    @Test func whatIsKeptOutlivesAKill() throws {
        let directory = TemporaryDirectory()
        let folder = directory.path
        let studio = try RunningStudio(in: folder)
        #expect(studio.client("POST", "/api/projects", json: #"{"name":"My tunes"}"#)?.status == 201)
        #expect(studio.client("POST", "/api/projects", json: #"{"name":"My tunes"}"#)?.status == 409)
        #expect(studio.client("POST", "/api/projects", json: #"{"name":"../x"}"#)?.status == 422)
        let save =
            #"{"document":{"deep":[1,{"a":null}]},"chart":"C6","texts":[{"name":"T","text":"words"}],"version":1}"#
        #expect(studio.client("PUT", "/api/projects/My%20tunes", json: save)?.text == #"{"version":2}"#)
        #expect(studio.client("PUT", "/api/projects/My%20tunes", json: save)?.status == 409)
        studio.process.send(SIGKILL)
        #expect(studio.process.status() == 1_009)
        let next = try RunningStudio(in: folder)
        let found = try #require(next.client("GET", "/api/projects/My%20tunes"))
        #expect(
            found.text.contains(#""document":{"deep":[1,{"a":null}]},"chart":"C6""#) && found.text.contains("words")
        )
        #expect(next.client("DELETE", "/api/projects/My%20tunes")?.status == 204)
        #expect(TemporaryDirectory.content(of: "\(folder)/studio/trash/My tunes/project.json") != nil)
        #expect(next.client("GET", "/api/projects/My%20tunes")?.status == 404)
        withExtendedLifetime(directory) {}
    }

    @Test func textsAreWrittenAndLookedInto() throws {
        try withStudio { studio in
            let wish = #"{"prompt":"ROMEO:","length":40,"seed":1}"#
            let text = try #require(studio.client("POST", "/api/text/write", json: wish))
            #expect(text.status == 200 && text.text == studio.client("POST", "/api/text/write", json: wish)?.text)
            let stream = try #require(
                studio.client(
                    "POST", "/api/text/write", json: #"{"prompt":"ROMEO:","length":40,"seed":1,"stream":true}"#))
            #expect(
                stream.head.contains("text/event-stream") && stream.text.contains("event: done")
                    && stream.text.contains(text.value("text") ?? "?"))
            #expect(
                studio.client("POST", "/api/text/alternatives", json: #"{"text":"To be or not to b"}"#)?.text.contains(
                    "\"text\":\"e\"") == true)
            #expect(studio.client("POST", "/api/text/write", json: #"{"model":"none"}"#)?.status == 404)
            #expect(studio.client("PUT", "/api/text/corpora/X", json: "\u{0}\u{1}", type: "text/plain")?.status == 422)
        }
    }

    @Test func aCorpusIsLearnedAndWrittenWith() throws {
        try withStudio { studio in
            let corpus = (0..<400).map { "The \($0 % 7 == 0 ? "cat" : "dog") number \($0) sat on the mat.\n" }.joined()
            #expect(studio.client("PUT", "/api/text/corpora/Pets", json: corpus, type: "text/plain")?.status == 200)
            let job = try #require(
                studio.client(
                    "POST", "/api/text/learn", json: #"{"corpus":"Pets","name":"pets","minutes":0.05,"sampleEvery":1}"#)
            )
            #expect(job.status == 202)
            let events = try #require(studio.client("GET", "/api/jobs/learn1/events"))
            #expect(
                events.text.contains("event: loss") && events.text.contains("event: done")
                    && events.text.contains(#""state":"done""#))
            let text = try #require(
                studio.client(
                    "POST", "/api/text/write", json: #"{"model":"pets","length":60,"temperature":0,"copies":true}"#))
            #expect(text.status == 200 && text.text.contains("\"corpus\":\"Pets\""))
            #expect(studio.client("DELETE", "/api/text/models/pets")?.status == 204)
        }
    }

    // MARK: Harm

    @Test func whatIsNoRequestIsRefusedAndTheServiceGoesOn() throws {
        try withStudio { studio in
            let host = "Host: 127.0.0.1:\(studio.client.port)\r\n"
            let giant = Array("GET / HTTP/1.1\r\n\(host)X: \(String(repeating: "a", count: 40_000))\r\n\r\n".utf8)
            #expect(studio.client.raw(giant)?.status == 431)
            let body =
                "POST /api/pieces HTTP/1.1\r\n\(host)Content-Type: application/json\r\nContent-Length: 999999999999\r\n\r\n"
            #expect(studio.client.raw(Array(body.utf8))?.status == 413)
            #expect(studio.client.raw(Array("NONSENSE\r\n\r\n".utf8))?.status == 400)
            #expect(
                studio.client.raw(Array("GET / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n".utf8))?.status
                    == 411)
            for json in [
                "{\"tempo\":1e999}", "{\"tempo\":NaN}", String(repeating: "[", count: 60_000), "{\"seed\":-1}",
                "\u{FEFF}{}",
            ] {
                let status = studio.client("POST", "/api/pieces", json: json)?.status ?? 0
                #expect(status == 400 || status == 422, "\(json.prefix(20)): \(status)")
            }
            // Connections that say nothing, as many as may be and more.
            let idle = (0..<1_100).compactMap { _ in studio.client.connection() }
            #expect(idle.count > 900)
            #expect(studio.client("GET", "/api/about")?.status == 200)
            for number in idle { WebClient.close(number) }
            #expect(studio.client("GET", "/")?.status == 200 && !studio.process.hasEnded)
        }
    }

    @Test func manyUploadsAtOnceTakeNoMoreThanThereIs() throws {
        try withStudio { studio in
            func head(_ length: Int) -> [UInt8] {
                Array(
                    ("PUT /api/text/corpora/Long HTTP/1.1\r\nHost: 127.0.0.1:\(studio.client.port)\r\n"
                        + "Content-Type: text/plain\r\nContent-Length: \(length)\r\n\r\n").utf8)
            }
            // Each says that it will send much, and waits.
            let slow = (0..<12).compactMap { _ in studio.client.connection() }
            for number in slow { WebClient.send(head(15 << 20), to: number) }
            let refused = try #require(studio.client.raw(head(15 << 20)))
            #expect(refused.status == 503 && String(decoding: refused.body, as: UTF8.self).contains("too much"))
            // Small ones go on.
            #expect(studio.client("POST", "/api/chart/parse", json: "{\"text\": \"Dm7 | G7\"}")?.status == 200)
            for number in slow { WebClient.close(number) }
            #expect(studio.client.raw(head(4) + Array("Long".utf8))?.status != 503)
        }
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)]) func aSignalEndsIt(_ signal: Int32, _ status: Int) throws {
        try withStudio { studio in
            let idle = studio.client.connection()
            studio.process.send(signal)
            let start = ContinuousClock.now
            #expect(studio.process.status(within: 10) == status)
            #expect(ContinuousClock.now - start < .seconds(2))
            if let idle { WebClient.close(idle) }
        }
    }

    @Test func aPortThatIsInUseIsTold() throws {
        try withStudio { studio in
            let second = try ChildProcess(
                try #require(BuiltCommands.folder) + "/studio",
                ["--port", "\(studio.client.port)", "--dir", "\(studio.folder)/other"],
                environment: ["HOME": studio.folder], output: "\(studio.folder)/second")
            #expect(second.status() == 69)
            let said = String(decoding: TemporaryDirectory.content(of: "\(studio.folder)/second") ?? [], as: UTF8.self)
            #expect(said.contains("port \(studio.client.port)") && said.split(separator: "\n").count == 1)
        }
    }

    @Test func otherMachinesAreLetInOnlyWithAToken() throws {
        let directory = TemporaryDirectory()
        let folder = directory.path
        let program = try #require(BuiltCommands.folder) + "/studio"
        let refused = try ChildProcess(
            program, ["--listen", "127.0.0.1", "--port", "0"], environment: ["HOME": folder],
            output: "\(folder)/said")
        #expect(refused.status() == 64)
        let studio = try RunningStudio(in: folder, ["--listen", "127.0.0.1", "--token", "0123456789abcdef"])
        #expect(studio.client("GET", "/api/about")?.status == 401)
        #expect(
            studio.client("GET", "/api/about", headers: ["Authorization: Bearer 0123456789abcdef"])?.status == 200)
        let welcome = try #require(studio.client("GET", "/?token=0123456789abcdef"))
        #expect(welcome.status == 303 && welcome.head.contains("HttpOnly; SameSite=Strict"))
        let said = String(decoding: TemporaryDirectory.content(of: "\(folder)/out") ?? [], as: UTF8.self)
        #expect(!said.contains("0123456789abcdef"))
        withExtendedLifetime(directory) {}
    }
}
