import Jazz

/// The drummer's table that comes with the program.
enum DrumFixture {
    static let text = PackageFiles.text(PackageFiles.path("Sources/Pretrained/drums.table")) ?? ""

    static func table() throws -> DrumTable { try DrumTable(text: text) }
}
