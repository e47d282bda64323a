import TestFiles
/// Data beside the checkout, which the tests use where they are there.
enum SharedData {
    /// The folder of the package, three levels above this file.
    static let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        .joined(separator: "/")

    static let solos = midiFiles("wjazzd")
    static let drums = midiFiles("groove-jazz")
    static let odd =
        midiFiles("midi-odd/jazz-soft/midi")
        + TemporaryDirectory.files(in: folder("midi-odd/jazz-soft/midi2"), ending: "")

    static func folder(_ name: String) -> String { "\(package)/../shared/data/\(name)" }

    private static func midiFiles(_ name: String) -> [String] {
        TemporaryDirectory.files(in: folder(name), ending: ".mid")
    }

    static let oddFileMaker = "\(package)/../shared/prototypes/mkodd.py"
    static let hasOddFileMaker = shell("test -r '\(oddFileMaker)' && command -v python3 >/dev/null") == 0
    static let hasMido = shell("python3 -c 'import mido' 2>/dev/null") == 0
}
