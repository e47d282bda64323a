public import Harmony

extension ForeignFormat {
    /// Whether ``LeadSheet/init(_:as:in:requiresChords:)`` reads it.
    public var isSheet: Bool {
        switch self {
        case .musicXML, .zip, .abc, .chordPro, .chordino, .improVisor: true
        default: false
        }
    }

    /// Whether its files are texts in UTF-8.
    public var isText: Bool { isSheet && self != .musicXML && self != .zip }
}

extension LeadSheet {
    /// The sheet of a file's bytes.
    ///
    /// - Parameters:
    ///   - format: One that is read, see ``ForeignFormat/isSheet``.
    ///   - meter: Plays the bars in this metre; nil keeps the sheet's.
    ///   - requiresChords: Whether a melody without chord symbols is refused.
    /// - Throws: ``SheetMusicError``.
    public init(
        _ bytes: [UInt8], as format: ForeignFormat, in meter: Meter? = nil, requiresChords: Bool = true
    ) throws(SheetMusicError) {
        precondition(format.isSheet, "\(format) is not read")
        func text() -> String { String(decoding: bytes, as: UTF8.self) }
        switch format {
        case .abc: self = try ABCReader.sheet(text(), in: meter, requiresChords: requiresChords)
        case .chordPro: self = try ChordProReader.sheet(text(), in: meter)
        case .chordino: self = try ChordinoReader.sheet(text(), in: meter)
        case .improVisor: self = try ImproVisorReader.sheet(text(), in: meter)
        default: self = try MusicXMLReader.sheet(bytes, in: meter, requiresChords: requiresChords)
        }
    }
}
