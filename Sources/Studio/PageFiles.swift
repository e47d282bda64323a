import Web

/// The page, which the executable carries.
package enum PageFiles {
    /// The name of a file as in the address, its type, and its bytes.
    static let all: [String: (type: String, bytes: [UInt8])] = [
        "": ("text/html; charset=utf-8", PackageResources.index_html),
        "api/openapi.json": ("application/json", PackageResources.openapi_json),
    ]

    static func response(_ path: [String], ifNoneMatch tag: String?) -> HTTPResponse? {
        let name = path.joined(separator: "/")
        guard let file = all[name == "index.html" ? "" : name] else { return nil }
        return HTTPResponse(
            200, headers: [("Content-Type", file.type), ("Cache-Control", "no-cache")], body: .bytes(file.bytes))
    }
}
