public import Harmony

/// Reads lead sheets and scores from MusicXML: chords, melody, form.
///
/// Specification: MusicXML 4.0; files of versions 1 to 3 are read as well, partwise and timewise, and compressed ones
/// (`.mxl`). The melody is the part over which the chords stand, in sounding pitch.
public enum MusicXMLReader {
    /// The most bytes that a compressed file may unpack to.
    private static let mostBytes = 32 << 20
    /// Measures of one part, written out or not.
    private static let mostMeasures = 16_384

    /// The sheet of a file's bytes.
    ///
    /// - Parameters:
    ///   - meter: Plays the bars in this metre; nil keeps the sheet's.
    ///   - requiresChords: Whether a sheet without chord symbols is refused.
    /// - Throws: ``SheetMusicError``, with the measure or the line.
    public static func sheet(
        _ bytes: [UInt8], in meter: Meter? = nil, requiresChords: Bool = true
    ) throws(SheetMusicError) -> LeadSheet {
        let isPacked = bytes.starts(with: [0x50, 0x4B, 3, 4])
        let document = try MusicXMLDocument(isPacked ? try unpacked(bytes) : bytes)
        return try document.sheet(in: meter, requiresChords: requiresChords)
    }

    /// The score in a compressed file: the one that its container names, or the first there is.
    private static func unpacked(_ bytes: [UInt8]) throws(SheetMusicError) -> [UInt8] {
        let archive = try ZipArchive(bytes)
        let names = archive.names
        var name = names.first {
            ($0.hasSuffix(".musicxml") || $0.hasSuffix(".xml")) && !$0.hasPrefix("META-INF/")
        }
        if names.contains("META-INF/container.xml") {
            var reader = try XMLReader(try archive.file("META-INF/container.xml", limit: 1 << 20))
            var named: String?
            try reader.read(opens: { $0 == "rootfiles" }) { _, element throws(SheetMusicError) in
                if element.name == "rootfile", named == nil { named = element.attributes["full-path"] }
            }
            name = named ?? name
        }
        guard let name else { throw .archive("holds no score") }
        return try archive.file(name, limit: mostBytes)
    }

    static func checkCount(_ count: Int) throws(SheetMusicError) {
        guard count < mostMeasures else { throw .whole("more than \(mostMeasures) measures are too many for a sheet") }
    }
}

/// A score as it is read: what stands in its parts.
struct MusicXMLDocument {
    private var title: String?
    private var names: [String: String] = [:]
    /// Ids in the order of the score.
    private var order: [String] = []
    private var parts: [String: MusicXMLPart] = [:]

    private static let roots = ["score-partwise", "score-timewise"]

    init(_ bytes: [UInt8]) throws(SheetMusicError) {
        var reader = try XMLReader(bytes)
        var (title, work): (String?, String?) = (nil, nil)
        var (order, parts, names) = ([String](), [String: MusicXMLPart](), [String: String]())
        var timewise = 0
        try reader.read(opens: {
            ["part", "part-list", "work"].contains($0) || $0.hasPrefix("score-") && $0 != "score-part"
        }) {
            path, element throws(SheetMusicError) in
            guard Self.roots.contains(path.first?.name ?? "") else { return }
            func add(_ measure: XMLElement, number: String?, to id: String) throws(SheetMusicError) {
                if parts[id] == nil { order.append(id) }
                let count = parts[id]?.measures.count ?? 0
                try MusicXMLReader.checkCount(count)
                try parts[id, default: MusicXMLPart()].add(measure, number: number ?? "\(count + 1)")
            }
            switch (path.last?.name, element.name) {
            case (_, "movement-title"): title = element.trimmed
            case ("work", "work-title"): work = element.trimmed
            case (_, "score-part"):
                names[element.attributes["id"] ?? ""] = element.text("part-name") ?? ""
            case ("part", "measure"):
                try add(element, number: element.attributes["number"], to: path.last?.attributes["id"] ?? "")
            case ("score-timewise", "measure"):
                timewise += 1
                for part in element.all("part") {
                    try add(part, number: element.attributes["number"], to: part.attributes["id"] ?? "")
                }
            default: break
            }
        }
        guard Self.roots.contains(reader.root ?? "") else {
            throw .whole("the XML holds no score: its root is neither score-partwise nor score-timewise")
        }
        self.title = (work?.isEmpty ?? true) ? title : work
        self.order = order
        self.names = names
        for id in order {
            if var part = parts[id] {
                try part.finish()
                self.parts[id] = part
            }
        }
    }

    func sheet(in meter: Meter?, requiresChords: Bool) throws(SheetMusicError) -> LeadSheet {
        let all = order.compactMap { id in parts[id].map { (id: id, part: $0) } }
        guard !all.isEmpty else { throw .whole("it has no measures") }
        let withChords = all.filter { $0.part.hasChords }
        guard !requiresChords || !withChords.isEmpty else {
            let staves = all.reduce(0) { $0 + $1.part.staves }
            let what = staves == 1 ? "a staff" : "\(staves) staves"
            throw .whole(
                "it has \(what) and no chord symbols; write them over the melody in the notation program, and export it "
                    + "once more")
        }
        // The melody stands under the chords; where they stand over rests, it is the first part that has notes.
        let sounding = all.filter { $0.part.hasNotes }
        let melody = withChords.first { $0.part.hasNotes } ?? sounding.first ?? all[0]
        var measures = melody.part.measures
        if let chords = withChords.first, chords.id != melody.id {
            for index in measures.indices where chords.part.measures.indices.contains(index) {
                measures[index].chords = chords.part.measures[index].chords
            }
        }
        // Repeats and letters stand over the uppermost staff only, in some programs.
        let top = all[0].part
        for index in measures.indices where top.measures.indices.contains(index) {
            if measures[index].signs == PlayingOrder.Measure() { measures[index].signs = top.measures[index].signs }
            measures[index].section = measures[index].section ?? top.measures[index].section
        }
        let style = all.lazy.flatMap(\.part.words).first { StyleName($0) != nil }
        var sheet = try LeadSheet(
            measures, title: title ?? "", key: (withChords.first ?? melody).part.key,
            tempo: all.lazy.compactMap(\.part.tempo).first, style: style, in: meter, requiresChords: false)
        let name = names[melody.id].flatMap { $0.isEmpty ? nil : $0 }
        sheet.melodyName = name
        return sheet
    }
}
