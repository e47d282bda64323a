/// How the band plays: a table of words, tempos and patterns that a musician can read and change.
///
///     Style.bossa.name                            // "bossa"
///     let mine = try Style(text)                  // see ``StyleTable/init(_:bases:)`` for the format
public struct Style: Hashable, Sendable, CustomStringConvertible {
    /// Shared, for a style is handed about a great deal.
    private final class Storage: Sendable {
        let table: StyleTable
        let text: String

        init(_ table: StyleTable, _ text: String) {
            self.table = table
            self.text = text
        }
    }

    private let storage: Storage

    /// What the table says.
    public var table: StyleTable { storage.table }
    /// The table as text.
    public var text: String { storage.text }
    /// The name by which it is asked for: "new-orleans".
    public var name: String { storage.table.name }
    /// Whether it comes with the program.
    public var isBuiltIn: Bool { Self.allCases.contains(self) }

    /// A style from a table as text.
    ///
    /// - Throws: `HarmonyError.style`, with the line.
    public init(_ text: String) throws(HarmonyError) {
        storage = Storage(try StyleTable(text) { name in Self.named(name)?.table }, text)
    }

    /// A style of the program, whose tables are in order.
    private init(builtIn bytes: [UInt8], over others: [Style]) {
        let text = String(decoding: bytes, as: UTF8.self)
        do throws(HarmonyError) {
            storage = Storage(
                try StyleTable(text) { name in others.first { $0.name == name }?.table }, text)
        } catch {
            preconditionFailure("a table of the program: \(error)")
        }
    }

    /// The style of the program that has this name.
    public static func named(_ name: String) -> Style? { allCases.first { $0.name == name } }

    public var description: String { name }

    public static func == (first: Style, second: Style) -> Bool {
        first.storage === second.storage || first.text == second.text
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension Style: CaseIterable {
    /// The styles of the program. Those that others are based on come first.
    public static let allCases: [Style] = {
        var styles: [Style] = []
        for bytes in [
            PackageResources.swing_style, PackageResources.bebop_style, PackageResources.ballad_style,
            PackageResources.waltz_style, PackageResources.bossa_style, PackageResources.even_style,
            PackageResources.shuffle_style, PackageResources.samba_style, PackageResources.latin_style,
            PackageResources.afro_style, PackageResources.funk_style, PackageResources.new_orleans_style,
        ] { styles.append(Style(builtIn: bytes, over: styles)) }
        return styles
    }()

    /// Walking bass, ride cymbal, swung eighths.
    public static let swing = allCases[0]
    /// Fast swing, its eighths more even and its accompaniment busier.
    public static let bebop = allCases[1]
    /// Two-feel bass, brushes, sparse chords.
    public static let ballad = allCases[2]
    /// Swing in three, one felt pulse a bar.
    public static let waltz = allCases[3]
    /// Even eighths over a two-beat bass.
    public static let bossa = allCases[4]
}
