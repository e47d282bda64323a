import Commands
import Files
package import Jazz
import MIDI

/// Music of one's own, as a file holds it: changes, a melody, and what else plays.
package struct Manuscript {
    package var chart: Chart
    /// The melody first; empty where the file holds changes only.
    package var parts: [Part]
    /// How it is played, where the file says so.
    package var style: Style?
    /// Whether no chords are written and nothing sounds but the melody.
    package var lacksChords = false
    /// What should be known about how it was read.
    package var notes: [String] = []

    package var melody: Part? { parts.first { $0.role == .lead } }

    private static let mostBytes = 16 << 20

    /// Reads a file: MIDI, MusicXML or ABC with a melody; or changes in any form.
    ///
    /// - Parameter needsMelody: Whether a file without one, or with one in which notes sound at once, is refused.
    package static func read(_ path: String, needsMelody: Bool) throws -> Manuscript {
        let bytes: [UInt8]
        do throws(MIDIError) {
            bytes = try MIDIFile.contents(of: path == "-" ? "/dev/stdin" : path, limit: mostBytes)
        } catch {
            throw Failure(error, path)
        }
        return try read(bytes, called: path, needsMelody: needsMelody)
    }

    /// Reads the bytes of a file, as ``read(_:needsMelody:)`` does.
    package static func read(_ bytes: [UInt8], called path: String, needsMelody: Bool) throws -> Manuscript {
        let music: Manuscript
        do {
            music = try read(bytes, path, needsMelody)
            if needsMelody {
                let name = music.melody.map { $0.name.isEmpty ? "the melody" : "“\($0.name)”" } ?? ""
                try MelodyReader.check(music.melody?.notes ?? [], name: name, lines: music.chart.barLines)
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.data, "\(path): \(error)")
        }
        guard music.chart.bars.count <= PieceLimits.mostBars else {
            throw Failure(
                .data,
                "\(path): it has \(music.chart.bars.count) bars, a piece at most \(PieceLimits.mostBars); shorten it")
        }
        return music
    }

    private static func read(_ bytes: [UInt8], _ path: String, _ needsMelody: Bool) throws -> Manuscript {
        if MIDIFile.isMIDI(bytes) {
            return try Manuscript(MIDIFile(bytes: bytes, mostNotes: MIDIFile.mostNotes), path)
        }
        if let format = ForeignFormat(bytes), format.isSheet {
            return try Manuscript(LeadSheet(bytes, as: format, requiresChords: false))
        }
        guard !needsMelody else {
            throw Failure(.data, "\(path): it holds no melody; give a MIDI or MusicXML file, or a tune in ABC")
        }
        var notes: [String] = []
        let chart = try ChartArgument(note: { notes.append($0) }).read(bytes, called: path)
        return Manuscript(chart: chart, parts: [], style: chart.style, notes: notes)
    }
}

extension Manuscript {
    private init(_ file: MIDIFile, _ path: String) throws {
        parts = try MelodyReader.parts(of: file).sorted { $0.role == .lead && $1.role != .lead }
        do throws(HarmonyError) { chart = try Chart(file) } catch {
            guard case .midi(.noChords) = error else { throw error }
            lacksChords = parts.allSatisfy { $0.role == .lead || $0.role == .drums }
            chart = lacksChords ? try Chart(file, chords: [(0, .noChord)], in: nil) : try Chart(estimating: file)
        }
        if let found = try PieceRecipe.find(in: file.labels(.text).map(\.text), name: path) {
            style = found.recipe.style
        }
        notes = chart.notes
        if let warning = file.repairs.warning(path) { notes.append(warning) }
    }

    private init(_ sheet: LeadSheet) throws {
        chart = sheet.chart
        style = chart.style
        parts = []
        notes = chart.notes
        guard !sheet.melody.isEmpty else { return }
        parts = [
            Part(
                role: .lead, name: sheet.melodyName.map { String($0.prefix(40)) }, notes: sheet.melody,
                written: sheet.melody)
        ]
        parts[0].isNotated = true
        lacksChords = chart.bars.allSatisfy { $0.chords.allSatisfy(\.chord.isNoChord) }
    }
}
