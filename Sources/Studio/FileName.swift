/// Names that pages give to what is kept: each is one name in one folder, whatever it holds.
enum FileName {
    static let most = 80

    /// The name, where it is one.
    static func checked(_ name: String, at place: String) throws(APIError) -> String {
        let isPlain = name.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && scalar != "/" && scalar != "\\" && !(0x7F...0x9F).contains(scalar.value)
                && scalar.properties.generalCategory != .format
        }
        guard !name.isEmpty, name.unicodeScalars.count <= most, name.utf8.count <= 200, isPlain, name.first != "."
        else {
            throw APIError(
                422, "this is no name", at: place,
                hint:
                    "a name has 1 to \(most) characters, without slashes and control characters, and begins with no full stop"
            )
        }
        return name
    }
}
