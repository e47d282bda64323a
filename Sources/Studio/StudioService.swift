internal import Synchronization
package import Web

/// The studio behind its server: takes requests, checks who asks, and has them answered in turn.
package final class StudioService: HTTPHandler, Sendable {
    /// nil until the server has a port.
    private let safety = Mutex<Safety?>(nil)
    private let router: Router
    private let turns: WorkQueue
    private let small: WorkQueue
    /// What an answer begins and need not wait for: sound, one piece after the other.
    private let afterwards: WorkQueue

    /// - Parameters:
    ///   - threads: How many make music and texts at once.
    ///   - start: Starts a thread.
    package init(
        desk: PieceDesk, projects: ProjectShelf, texts: TextDesk, threads: Int,
        start: (@escaping @Sendable () -> Void) throws -> Void
    ) rethrows {
        turns = try WorkQueue(threads: threads, most: 1_024, mostOfClient: 32, start: start)
        afterwards = try WorkQueue(threads: 1, most: 256, mostOfClient: 64, start: start)
        small = try WorkQueue(threads: 1, most: 1_024, mostOfClient: 64, start: start)
        var router = Router()
        router.addPages()
        desk.addRoutes(to: &router)
        projects.addRoutes(to: &router)
        texts.addRoutes(to: &router)
        self.router = router
    }

    /// Lets requests in.
    package func open(_ safety: Safety) { self.safety.withLock { $0 = safety } }

    /// The longest body that any function takes.
    package static let mostBytes = 16 << 20

    package func admit(_ request: HTTPRequest) -> Admission {
        guard let safety = safety.withLock({ $0 }) else {
            return .refused(safe(APIError(503, "the studio is not open yet", retryAfter: 1).response))
        }
        if let refusal = safety.refusal(request) { return .refused(safe(refusal.response)) }
        switch router.match(request) {
        case .noPath:
            return .refused(
                safe(
                    APIError(
                        404, "there is nothing at this address", at: String(request.rawPath.prefix(200)),
                        hint: "/api/openapi.json tells what there is"
                    ).response))
        case .noMethod(let allowed):
            var response = APIError(
                405, "this address is not for \(request.method.prefix(20))", at: String(request.rawPath.prefix(200)),
                hint: "use \(allowed.joined(separator: ", "))"
            ).response
            response.headers.append(("Allow", allowed.joined(separator: ", ")))
            return .refused(safe(response))
        case .route(let route, _):
            guard route.method == "POST" || route.method == "PUT" else { return .body(most: 4_096) }
            let type = (request["content-type"] ?? "").split(separator: ";").first.map(HTTPRequest.trimmed) ?? ""
            guard route.mostBytes == 0 || type.lowercased() == route.type else {
                return .refused(
                    safe(
                        APIError(
                            415, "the body is of another type", at: "Content-Type",
                            hint: "send it as \(route.type)"
                        ).response))
            }
            return .body(most: route.mostBytes == 0 ? 4_096 : route.mostBytes)
        }
    }

    package func problem(_ fault: HTTPFault) -> HTTPResponse {
        safe(APIError(fault.status, fault.message, retryAfter: fault.status == 503 ? 1 : nil).response)
    }

    package func answer(_ request: HTTPRequest, _ reply: @escaping @Sendable (HTTPResponse) -> Void) {
        if let welcome = safety.withLock({ $0 })?.welcome(request) { return reply(safe(welcome)) }
        guard case .route(let route, let names) = router.match(request) else {
            return reply(safe(APIError(404, "gone").response))
        }
        // Programs that do not say which page they are are told apart by their connections.
        let client = request["x-page"].map { "page \($0.prefix(64))" } ?? "connection \(request.connection)"
        let work: @Sendable () -> Void = { [self] in
            var response: HTTPResponse
            do {
                response = try route.answer(Router.Call(request: request, names: names))
            } catch {
                response = APIError(error).response
            }
            response = safe(response)
            if !response.headers.contains(where: { $0.name == "Cache-Control" }) {
                response.headers.append(("Cache-Control", "no-store"))
            }
            let rest = response.afterwards
            response.afterwards = nil
            reply(response)
            // Where too much waits already, this thread does it.
            if let rest, (try? afterwards.add(client, rest)) == nil { rest() }
        }
        do throws(WorkQueue.Refusal) {
            switch route.place {
            case .atOnce: work()
            case .soon: try small.add(client, work)
            case .inTurn: try turns.add(client, work)
            }
        } catch {
            let refusal =
                switch error {
                case .clientFull:
                    APIError(
                        429, "this page has asked for too much at once", hint: "wait for what was asked for",
                        retryAfter: 1)
                case .full:
                    APIError(
                        503, "everybody together has asked for too much at once", hint: "ask again in a moment",
                        retryAfter: 2)
                }
            reply(safe(refusal.response))
        }
    }

    private func safe(_ response: HTTPResponse) -> HTTPResponse {
        var response = response
        response.headers += Safety.headers
        return response
    }
}

extension Router {
    /// The page and the description of the interface.
    fileprivate mutating func addPages() {
        for name in PageFiles.all.keys.sorted() + ["index.html"] {
            add("GET", name, .atOnce) { call in
                guard let response = PageFiles.response(call.request.path, ifNoneMatch: call.request["if-none-match"])
                else { throw APIError(404, "there is no such page") }
                return response
            }
        }
    }
}
