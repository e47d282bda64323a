import Commands
import Files
package import Jazz
import MIDI
import Terminal

/// `--changes`: the changes themselves, an iReal Pro link, or the name of a file that holds either or is a MIDI file.
package struct ChartArgument {
    /// Largest file that is read; a playlist of a thousand songs is under two megabytes.
    private static let mostBytes = 16 << 20

    /// Which song of a link with several.
    package var song: String?
    /// The metre to play in; nil for the chart's own.
    package var meter: Meter?
    /// Called with what the reader of the chart should know.
    package var note: (String) -> Void

    package init(song: String? = nil, meter: Meter? = nil, note: @escaping (String) -> Void = { _ in }) {
        self.song = song
        self.meter = meter
        self.note = note
    }

    /// The changes with all that is played once in them; see ``Chart/framed(_:)``.
    ///
    /// Text with a bar line, or that reads as chords, is changes; anything else names a file.
    package func read(_ argument: String) throws -> Chart {
        let chart =
            IRealLink.isPresent(in: argument) && !FileSystem.exists(argument)
            ? try self.chart(ofLinks: argument, source: "--changes") : try readFileOrText(argument)
        return told(chart)
    }

    /// The changes in the bytes of a file, which are not looked for anywhere.
    package func read(_ bytes: [UInt8], called name: String) throws -> Chart {
        told(try chart(of: bytes, name, path: ""))
    }

    private func told(_ chart: Chart) -> Chart {
        for text in chart.notes { note(text) }
        return meter.map { relaid(chart, in: $0) } ?? chart
    }

    private func readFileOrText(_ argument: String) throws -> Chart {
        if argument == "-" { return try readFile("/dev/stdin", called: "standard input") }
        if argument.contains("\n"), let format = ForeignFormat(Array(argument.utf8)), format.isSheet {
            return try readSheet(Array(argument.utf8), format, "--changes")
        }
        if argument.contains("|") || argument.contains("\n") { return try parse(argument, source: "--changes") }
        if !FileSystem.exists(argument), let chart = try? ChartParser.parse(argument) {
            try refuseSong("--changes")
            return chart
        }
        let looksLikePath = argument.contains("/") || argument.contains(".")
        guard FileSystem.exists(argument) else {
            guard looksLikePath else { return try parse(argument, source: "--changes") }
            throw Failure(
                .missingInput, "\(argument): no such file, and it is not changes such as \"Dm7 | G7 | Cmaj7\"")
        }
        return try readFile(argument, called: argument)
    }

    /// Reads a file, or what comes through a pipe.
    private func readFile(_ path: String, called name: String) throws -> Chart {
        let bytes: [UInt8]
        do throws(MIDIError) {
            bytes = try MIDIFile.contents(of: path, limit: Self.mostBytes)
        } catch {
            if case .file(_, .tooLarge) = error {
                throw Failure(.data, "\(name): more than \(Self.mostBytes >> 20) MiB are too much for a chart")
            }
            throw Failure(.missingInput, "\(name): cannot be read as a chart; is it a file, and readable?")
        }
        return try chart(of: bytes, name, path: path)
    }

    /// - Parameter path: Gives a chart without a title one; empty where there is none.
    private func chart(of bytes: [UInt8], _ name: String, path: String) throws -> Chart {
        if MIDIFile.isMIDI(bytes) { return titled(try readMIDIChart(bytes, name), path) }
        if let format = ForeignFormat(bytes) {
            if format.isSheet { return titled(try readSheet(bytes, format, name), path) }
            throw Failure(
                .data,
                "\(name): this is \(format.rawValue), which is not read; write the changes as bars parted by |, or export "
                    + "them as MIDI with the chords as markers")
        }
        let text = try Self.text(bytes, path: name)
        if IRealLink.isPresent(in: text) { return try chart(ofLinks: text, source: name) }
        if text.prefix(4096).lowercased().contains("<html") {
            throw Failure(.data, "\(name): the page holds no irealb:// or irealbook:// link; export it once more")
        }
        return titled(try parse(text, source: name), path)
    }

    /// The changes of a sheet in another notation.
    private func readSheet(_ bytes: [UInt8], _ format: ForeignFormat, _ name: String) throws -> Chart {
        try refuseSong(name)
        if format.isText { _ = try Self.text(bytes, path: name) }
        do throws(SheetMusicError) {
            return try LeadSheet(bytes, as: format, in: meter).changes
        } catch {
            throw Failure(.data, "\(name): \(error)")
        }
    }

    private func titled(_ chart: Chart, _ path: String) -> Chart {
        guard chart.title.isEmpty, !path.isEmpty, !path.hasPrefix("/dev/") else { return chart }
        var chart = chart
        let name = path.split(separator: "/").last.map(String.init) ?? path
        chart.title = name.split(separator: ".").first.map(String.init) ?? name
        return chart
    }

    /// The text of a chart file, which is UTF-8.
    private static func text(_ bytes: [UInt8], path: String) throws -> String {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw Failure(.data, "\(path): the text is encoded as UTF-16; save it as UTF-8")
        }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes[3...]) : bytes
        if let string = String(validating: text, as: UTF8.self), !text.contains(0) { return string }
        if let zero = bytes.firstIndex(of: 0) {
            throw Failure(
                .data,
                "\(path): not a text of changes (byte \(zero + 1) is 0); a chart is plain text, such as "
                    + "\"Dm7 | G7 | C6\"")
        }
        var decoder = UTF8()
        var iterator = text.makeIterator()
        var line = 1
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { if scalar == "\n" { line += 1 } }
        throw Failure(.data, "\(path): line \(line) is not UTF-8 text; save the chart in that encoding")
    }

    private func parse(_ text: String, source: String) throws -> Chart {
        try refuseSong(source)
        do throws(HarmonyError) {
            return try ChartParser.parse(text)
        } catch {
            throw Failure(.data, "\(source): \(error)")
        }
    }

    /// The chord markers of a MIDI file, or else what its notes sound.
    private func readMIDIChart(_ bytes: [UInt8], _ name: String) throws -> Chart {
        try refuseSong(name)
        do {
            let file = try MIDIFile(bytes: bytes, mostNotes: MIDIFile.mostNotes)
            if let warning = file.repairs.warning(name) { note(warning) }
            do throws(HarmonyError) {
                return try Chart(file, in: meter)
            } catch {
                guard case .midi(.noChords) = error, let chart = try? Chart(estimating: file, in: meter) else {
                    throw error
                }
                return chart
            }
        } catch {
            throw Failure(.data, "\(name): \(error)")
        }
    }

    private func refuseSong(_ source: String) throws {
        guard song != nil else { return }
        throw Failure(.usage, "--song picks a song of an iReal Pro link; \(source) is none")
    }

    private func relaid(_ chart: Chart, in meter: Meter) -> Chart {
        let lost = chart.chordsLost(in: meter)
        if lost > 0 {
            note("\(counted(lost, "chord")) left out: some bars have more chords than \(meter) has beats")
        }
        return chart.relaid(in: meter)
    }

    private func chart(ofLinks text: String, source: String) throws -> Chart {
        do {
            let songs = try IRealLink.songs(in: text)
            let index = try pick(songs, source)
            if songs.count > 1 {
                note("\(source): song \(index + 1) of \(songs.count), “\(songs[index].title)”; --song picks another")
            }
            return try songs[index].wholeChart(in: meter)
        } catch let error as HarmonyError {
            throw Failure(.data, "\(source): \(error)")
        }
    }

    /// The place of the song asked for.
    private func pick(_ songs: [IRealSong], _ source: String) throws -> Int {
        // Playlists hold songs without music: the first that has some is meant.
        guard let song else { return songs.firstIndex(where: \.hasMusic) ?? 0 }
        if let number = Int(song), songs.indices.contains(number - 1) { return number - 1 }
        let wanted = song.lowercased()
        let names = songs.map { $0.title.lowercased() }
        if let exact = names.firstIndex(of: wanted) { return exact }
        let near = names.indices.filter { names[$0].contains(wanted) }
        if near.count == 1 { return near[0] }
        let shown = (near.isEmpty ? Array(songs.indices) : near).prefix(8).map { "\($0 + 1) “\(songs[$0].title)”" }
        let rest = (near.isEmpty ? songs.count : near.count) > shown.count ? ", …" : ""
        throw Failure(
            .usage,
            "--song \(song): \(near.isEmpty ? "no song" : "\(near.count) songs") of that name; "
                + (songs.count == 1 ? "there is " : "there are ") + shown.joined(separator: ", ") + rest)
    }
}
