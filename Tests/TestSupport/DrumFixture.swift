package import Band

/// The drummer's table that comes with the program.
package enum DrumFixture {
    package static let text = PackageFiles.text(PackageFiles.path("Sources/Pretrained/drums.table")) ?? ""

    package static func table() throws -> DrumTable { try DrumTable(text: text) }
}
