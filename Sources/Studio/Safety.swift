import Web

/// Who may ask: this machine's own pages and programs, or whoever knows the token.
package struct Safety: Sendable {
    /// The names that the server goes by, as a Host has them.
    private let hosts: Set<String>
    /// Asked for where the studio listens to other machines.
    private let token: String?

    static let cookie = "woodshed-token"

    /// - Parameter token: nil for a server that only this machine reaches.
    package init(port: Int, token: String?) {
        let names = ["127.0.0.1", "localhost", "[::1]"]
        hosts = Set(names.map { "\($0):\(port)" } + (port == 80 ? names : []))
        self.token = token
    }

    /// Why a request is refused; nil where it is not.
    ///
    /// A page from elsewhere that has its name point to this machine (DNS rebinding) is told by its Host, a page that sends
    /// requests here by its Origin or by what browsers say of where a request comes from.
    func refusal(_ request: HTTPRequest) -> APIError? {
        let host = (request["host"] ?? "").lowercased()
        if token == nil, !hosts.contains(host) {
            return APIError(
                403, "this server is not called so", at: "Host",
                hint: "open it by the address that it printed when it started")
        }
        if let origin = request["origin"], origin.lowercased() != "http://\(host)" {
            return APIError(403, "another page asks", at: "Origin", hint: "only the studio's own page may ask here")
        }
        if let site = request["sec-fetch-site"], !["same-origin", "none"].contains(site) {
            // A link to the page may stand anywhere; what it shows is asked for by itself.
            guard request["sec-fetch-mode"] == "navigate", request.method == "GET", request.path.isEmpty else {
                return APIError(
                    403, "another page asks", at: "Sec-Fetch-Site", hint: "only the studio's own page may ask here")
            }
        }
        guard let token else { return nil }
        let given = [bearer(request), cookie(request), request.path.isEmpty ? request.query["token"] : nil]
        guard given.contains(where: { $0.map { Self.areEqual($0, token) } ?? false }) else {
            return APIError(
                401, "the token is missing or wrong", at: "Authorization",
                hint: "open /?token=TOKEN once, or send the header Authorization: Bearer TOKEN")
        }
        return nil
    }

    /// Where the token is in the address, it is kept in a cookie and taken out of sight.
    func welcome(_ request: HTTPRequest) -> HTTPResponse? {
        guard let token, request.path.isEmpty, request.query["token"] == token else { return nil }
        return HTTPResponse(
            303,
            headers: [
                ("Location", "/"), ("Set-Cookie", "\(Self.cookie)=\(token); HttpOnly; SameSite=Strict; Path=/"),
            ])
    }

    private func bearer(_ request: HTTPRequest) -> String? {
        guard let value = request["authorization"], value.lowercased().hasPrefix("bearer ") else { return nil }
        return HTTPRequest.trimmed(value.dropFirst(7))
    }

    private func cookie(_ request: HTTPRequest) -> String? {
        for pair in (request["cookie"] ?? "").split(separator: ";") {
            let halves = pair.split(separator: "=", maxSplits: 1)
            if halves.count == 2, HTTPRequest.trimmed(halves[0]) == Self.cookie {
                return HTTPRequest.trimmed(halves[1])
            }
        }
        return nil
    }

    /// In a time that does not tell where they differ.
    private static func areEqual(_ first: String, _ second: String) -> Bool {
        let (first, second) = (Array(first.utf8), Array(second.utf8))
        guard first.count == second.count else { return false }
        return zip(first, second).reduce(UInt8(0)) { $0 | $1.0 ^ $1.1 } == 0
    }

    /// What every answer says to a browser: nothing from elsewhere is loaded, run, or lets itself be shown in a frame.
    static let headers: [(name: String, value: String)] = [
        (
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
                + "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
                + "frame-ancestors 'none'"
        ),
        ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), midi=(self)"),
    ]
}
