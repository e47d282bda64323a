import Files

/// A file of instruments for the synthesizer (.sf2 or .sf3).
public struct SoundFont: Equatable, Sendable {
    public let path: String

    /// The sound font in the file `path`; only the shape of the file is looked at here.
    ///
    /// - Throws: ``SoundError/soundFontUnreadable(_:)`` or ``SoundError/soundFontDamaged(path:reason:)``.
    public init(path: String) throws(SoundError) {
        let head: [UInt8]
        let size: Int
        do throws(FileReadError) {
            (head, size) = try FileSystem.beginning(of: path, count: 12)
        } catch {
            throw .soundFontUnreadable(error)
        }
        if let reason = Self.flaw(head: head, size: size) { throw .soundFontDamaged(path: path, reason: reason) }
        self.path = path
    }

    /// The sound font to use: the one named, else the one of the environment, else the first found on the machine.
    ///
    /// One that is named but not usable is an error: another in its place would not be what was asked for.
    ///
    /// - Parameters:
    ///   - named: what the user chose, if anything.
    ///   - environment: the choice of the user's environment, which only the command reads; empty counts as none.
    /// - Throws: ``SoundError``: `noSoundFont`, `soundFontUnreadable`, `soundFontDamaged`, `libraryMissing`.
    public static func find(named: String? = nil, environment: String? = nil) throws(SoundError) -> SoundFont {
        if let named { return try SoundFont(path: named) }
        if let environment, !environment.isEmpty { return try SoundFont(path: environment) }
        return try find(
            files: [try FluidSynthLibrary.shared().defaultSoundFont].compactMap(\.self) + standardFiles,
            folders: standardFolders)
    }

    /// Where Debian's alternatives system keeps links to the font the administrator prefers.
    package static let standardFiles = [
        "/usr/share/sounds/sf2/default-GM.sf2",
        "/usr/share/sounds/sf3/default-GM.sf3",
    ]

    /// Where fonts are installed, here and in other distributions.
    package static let standardFolders = [
        "/usr/share/sounds/sf2",
        "/usr/share/sounds/sf3",
        "/usr/share/soundfonts",
        "/usr/local/share/sounds/sf2",
        "/usr/local/share/sounds/sf3",
        "/usr/local/share/soundfonts",
    ]

    /// The first usable font: of the files in turn, then of the folders, by name.
    package static func find(files: [String], folders: [String]) throws(SoundError) -> SoundFont {
        var searched: [String] = []
        for path in files where !searched.contains(path) {
            searched.append(path)
            if let font = try? SoundFont(path: path) { return font }
        }
        for folder in folders {
            searched.append("\(folder)/*.sf2, *.sf3")
            let names = ((try? FileSystem.names(in: folder)) ?? []).filter {
                $0.hasSuffix(".sf2") || $0.hasSuffix(".sf3")
            }
            for name in names.sorted() {
                if let font = try? SoundFont(path: "\(folder)/\(name)") { return font }
            }
        }
        throw .noSoundFont(searched: searched)
    }

    /// What is wrong with a file that begins with `head` and has `size` bytes: a font is one RIFF chunk of form `sfbk`
    /// (SoundFont 2.04, "RIFF Structure"), which must be there in full.
    private static func flaw(head: [UInt8], size: Int) -> String? {
        guard head.count >= 12, head[0..<4].elementsEqual("RIFF".utf8), head[8..<12].elementsEqual("sfbk".utf8) else {
            return "it does not begin as an .sf2 or .sf3 file does"
        }
        let declared = 8 + head[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        return declared > size ? "it is cut short: \(size) bytes of \(declared)" : nil
    }
}
