import Web

/// Which function answers a path.
struct Router: Sendable {
    /// Who does the work.
    enum Place: Sendable {
        /// The thread of the server: a moment's work.
        case atOnce
        /// A thread for small things, such as reading a file.
        case soon
        /// One of those that make music and texts, in turn.
        case inTurn
    }

    /// What a function is handed.
    struct Call: Sendable {
        var request: HTTPRequest
        /// What stands for `*` in the path.
        var names: [String]

        /// The body as JSON.
        func json() throws(APIError) -> JSONValue { try JSONValue(request.body) }
    }

    struct Route: Sendable {
        var method: String
        var path: [String]
        var place: Place
        var mostBytes: Int
        var type: String
        var answer: @Sendable (Call) throws -> HTTPResponse
    }

    private var routes: [Route] = []

    /// Adds a function.
    ///
    /// - Parameters:
    ///   - path: Its segments; * stands for any one.
    ///   - mostBytes: The longest body.
    ///   - type: What the body is.
    mutating func add(
        _ method: String, _ path: String, _ place: Place, mostBytes: Int = 64 << 10, type: String = "application/json",
        _ answer: @escaping @Sendable (Call) throws -> HTTPResponse
    ) {
        routes.append(
            Route(
                method: method, path: path.split(separator: "/").map(String.init), place: place, mostBytes: mostBytes,
                type: type, answer: answer))
    }

    enum Match {
        case route(Route, names: [String])
        case noPath
        case noMethod(allowed: [String])
    }

    func match(_ request: HTTPRequest) -> Match {
        var allowed: [String] = []
        let method = request.method == "HEAD" ? "GET" : request.method
        for route in routes {
            guard let names = Self.names(route.path, request.path) else { continue }
            if route.method == method { return .route(route, names: names) }
            allowed.append(route.method)
            if route.method == "GET" { allowed.append("HEAD") }
        }
        return allowed.isEmpty ? .noPath : .noMethod(allowed: allowed)
    }

    private static func names(_ pattern: [String], _ path: [String]) -> [String]? {
        guard pattern.count == path.count else { return nil }
        var names: [String] = []
        for (wanted, found) in zip(pattern, path) {
            if wanted == "*" {
                names.append(found)
            } else if wanted != found {
                return nil
            }
        }
        return names
    }
}
