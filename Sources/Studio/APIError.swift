import Commands
internal import ModelFile
package import Web

/// Why a request is not fulfilled: a status of HTTP, and words for people.
package struct APIError: Error, Equatable, Sendable {
    package var status: Int
    /// What is wrong, one sentence.
    package var message: String
    /// Which field, bar or line.
    package var place: String?
    /// What to do.
    package var hint: String?
    /// Seconds after which it may be asked again.
    package var retryAfter: Int?

    package init(_ status: Int, _ message: String, at place: String? = nil, hint: String? = nil, retryAfter: Int? = nil)
    {
        self.status = status
        self.message = message
        self.place = place
        self.hint = hint
        self.retryAfter = retryAfter
    }

    /// What a library refuses; its sentence ends in what to do.
    package init(_ error: any Error, at place: String? = nil) {
        switch error {
        case let error as APIError: self = error
        case let failure as Failure:
            let halves = failure.message.replacing("--", with: "").split(separator: "; ", maxSplits: 1).map(String.init)
            self.init(
                failure.status == .unavailable ? 503 : 422, halves.first ?? "it cannot be done", at: place,
                hint: halves.count > 1 ? halves[1] : nil)
        default: self.init(Failure(error), at: place)
        }
    }

    /// As JSON: `error`, `where`, `hint`.
    package var response: HTTPResponse {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("error", message)
            writer.member("where", place)
            writer.member("hint", hint)
        }
        var response = HTTPResponse(status, type: "application/json", writer.text)
        if let retryAfter { response.headers.append(("Retry-After", String(retryAfter))) }
        return response
    }
}

extension JSONWriter {
    mutating func member(_ key: String, _ value: String?) {
        self.key(key)
        if let value { string(value) } else { null() }
    }

    mutating func member(_ key: String, _ value: Double?) {
        self.key(key)
        if let value { number(value) } else { null() }
    }

    mutating func member(_ key: String, _ value: Int?) {
        self.key(key)
        if let value { integer(value) } else { null() }
    }

    mutating func member(_ key: String, _ value: Bool) {
        self.key(key)
        boolean(value)
    }

    mutating func member(_ key: String, _ values: [String]) {
        self.key(key)
        array { for value in values { $0.string(value) } }
    }

    mutating func member(_ key: String, _ body: (inout JSONWriter) -> Void) {
        self.key(key)
        object(body)
    }

    mutating func list<Element>(
        _ key: String, _ elements: some Sequence<Element>, _ body: (inout JSONWriter, Element) -> Void
    ) {
        self.key(key)
        array { writer in for element in elements { writer.object { body(&$0, element) } } }
    }
}

extension HTTPResponse {
    /// An answer in JSON.
    init(_ status: Int = 200, json body: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object(body)
        self.init(status, type: "application/json", writer.text)
    }
}
