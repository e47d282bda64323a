internal import Synchronization

/// What a server does with requests.
package protocol HTTPHandler: Sendable {
    /// Called when the head of a request has been read.
    ///
    /// - Returns: The longest body that is taken, or an answer that refuses the request.
    func admit(_ request: HTTPRequest) -> Admission

    /// Answers a request, at once or later, from any thread, but once.
    func answer(_ request: HTTPRequest, _ reply: @escaping @Sendable (HTTPResponse) -> Void)

    /// The answer to what is no request.
    func problem(_ fault: HTTPFault) -> HTTPResponse
}

package enum Admission: Sendable {
    case body(most: Int)
    case refused(HTTPResponse)
}

/// A server of HTTP/1.1 (RFC 9112): one thread that reads and writes, and never waits for anybody.
///
/// It holds against clients that mean harm: heads and bodies have limits of size and time, clients that neither send nor read
/// are cut off, and where there are as many connections as there may be, the one that has been idle longest makes room.
package final class HTTPServer {
    /// Limits of time, in seconds.
    package struct Patience: Sendable {
        /// For a request's head, from its first byte.
        package var head = 10.0
        /// For the first byte of the next request.
        package var idle = 75.0
        /// For a body, and a second more for each ``bytesASecond``.
        package var body = 20.0
        package var bytesASecond = 65_536.0
        /// Without any progress in sending.
        package var sending = 20.0

        package init() {}
    }

    /// The port that is listened on.
    package let port: Int
    package var patience = Patience()
    private let listener: Int32
    private let handler: any HTTPHandler
    private let mostConnections: Int
    private var poller: Poller
    private let mailbox: Mailbox
    private var connections: [Int32: Connection] = [:]
    private var lastID = 0
    private var isFull = false

    /// Answers on their way from other threads to that of the server.
    private final class Mailbox: Sendable {
        enum Letter: Sendable {
            case answer(connection: Int, socket: Int32, HTTPResponse)
            case more(connection: Int, socket: Int32)
            /// There is another request already: taken up in turn, so that nobody keeps the others waiting.
            case next(connection: Int, socket: Int32)
        }

        private let letters = Mutex<[Letter]>([])
        private let bell: Poller.Doorbell

        init(_ bell: Poller.Doorbell) { self.bell = bell }

        func put(_ letter: Letter) {
            letters.withLock { $0.append(letter) }
            bell.ring()
        }

        func take() -> [Letter] {
            letters.withLock { letters in
                defer { letters = [] }
                return letters
            }
        }
    }

    /// Listens; nothing is answered before ``run(shouldStop:)``.
    package init(
        address: String, port: Int, mostConnections: Int = 1000, handler: any HTTPHandler
    ) throws(WebError) {
        // Some numbers are for files.
        self.mostConnections = max(16, min(mostConnections, Socket.raiseFileLimit(to: mostConnections + 100) - 100))
        self.handler = handler
        var poller = try Poller()
        (listener, self.port) = try Socket.listening(address, port: port)
        mailbox = Mailbox(poller.doorbell)
        poller.watch(listener, reads: true, writes: false)
        self.poller = poller
    }

    deinit {
        for connection in connections.values { Socket.close(connection.socket) }
        Socket.close(listener)
    }

    /// Serves until told to stop, which it asks some twenty times a second.
    package func run(shouldStop: () -> Bool) {
        var lastSweep = Socket.now()
        while !shouldStop() {
            let (events, rang) = poller.wait(milliseconds: 50)
            // New connections last: their numbers may be those of connections closed just now.
            for event in events where event.socket != listener { take(event) }
            if events.contains(where: { $0.socket == listener }) { accept() }
            if rang { for letter in mailbox.take() { deliver(letter) } }
            let now = Socket.now()
            if now - lastSweep > 0.5 {
                lastSweep = now
                sweep(now)
            }
        }
    }

    // MARK: Connections

    private func accept() {
        for _ in 0..<64 {
            if connections.count >= mostConnections { makeRoom() }
            let (socket, isFull) = Socket.accept(listener)
            guard let socket else {
                if isFull { makeRoom() }
                return
            }
            lastID += 1
            let connection = Connection(id: lastID, socket: socket, deadline: Socket.now() + patience.head)
            guard connections.count < mostConnections else {
                let (head, _) = handler.problem(HTTPFault(status: 503, message: "too many connections at once"))
                    .head(keepsAlive: false)
                _ = Socket.write(socket, head[...])
                Socket.close(socket)
                continue
            }
            connections[socket] = connection
            poller.watch(socket, reads: true, writes: false)
        }
    }

    /// Closes the connection that has waited longest without a request.
    private func makeRoom() {
        let idle = connections.values.filter { $0.phase == .head || $0.phase == .draining }
        if let oldest = idle.min(by: { $0.id < $1.id }) { close(oldest) }
    }

    private func sweep(_ now: Double) {
        for connection in connections.values where connection.deadline < now {
            switch connection.phase {
            case .head where !connection.input.isEmpty, .body:
                refuse(connection, HTTPFault(status: 408, message: "the request did not arrive in time"))
            case .answering: connection.deadline = .infinity
            // A stream that has nothing to say is not slow.
            case .writing where !connection.hasOutput: connection.deadline = now + patience.sending
            default: close(connection)
            }
        }
    }

    private func close(_ connection: Connection) {
        if let source = connection.source, !source.stream.leave(connection.id), source.stream.endsWithReader {
            source.stream.abandon()
        }
        connections[connection.socket] = nil
        poller.forget(connection.socket)
        Socket.close(connection.socket)
    }

    private func watch(_ connection: Connection) {
        let reads = [.head, .body, .draining].contains(connection.phase)
        // Who leaves while more is being made would not be missed before it is there.
        let awaitsMore = connection.phase == .writing && connection.source.map { !$0.isDone } ?? false
        let wanted = (reads: reads, writes: connection.hasOutput, halfClose: awaitsMore)
        guard wanted != connection.watch else { return }
        connection.watch = wanted
        poller.watch(
            connection.socket, reads: wanted.reads, writes: wanted.writes, halfClose: wanted.halfClose)
    }

    private func take(_ event: Poller.Event) {
        guard let connection = connections[event.socket] else { return }
        if event.isGone || event.isHalfClosed && connection.watch.halfClose { return close(connection) }
        if event.canRead { read(connection) }
        guard connections[event.socket] === connection else { return }
        if event.canWrite { write(connection) }
    }

    // MARK: Reading

    /// What is thrown away of a request that was refused, so that its sender gets to read the answer.
    private static let mostWasted = 1 << 20

    private func read(_ connection: Connection) {
        if connection.phase == .draining {
            var waste: [UInt8] = []
            let outcome = Socket.read(connection.socket, to: &waste, limit: 1 << 16)
            connection.wasted += waste.count
            if outcome == .closed || connection.wasted > Self.mostWasted { close(connection) }
            return
        }
        let wasEmpty = connection.input.isEmpty
        switch Socket.read(connection.socket, to: &connection.input, limit: 1 << 16) {
        case .closed: return close(connection)
        case .again: return
        case .moved: break
        }
        if wasEmpty, connection.phase == .head { connection.deadline = Socket.now() + patience.head }
        proceed(connection)
    }

    /// Makes requests of what has been read.
    private func proceed(_ connection: Connection) {
        if connection.phase == .head {
            guard let end = Self.headEnd(connection.input) else {
                if connection.input.count > HTTPRequest.mostHeadBytes {
                    refuse(
                        connection,
                        HTTPFault(
                            status: 431, message: "the request's head has more than \(HTTPRequest.mostHeadBytes) bytes")
                    )
                }
                return
            }
            guard end.head <= HTTPRequest.mostHeadBytes else {
                return refuse(
                    connection,
                    HTTPFault(
                        status: 431, message: "the request's head has more than \(HTTPRequest.mostHeadBytes) bytes"))
            }
            let request: HTTPRequest
            do throws(HTTPFault) {
                request = try HTTPRequest(head: connection.input[..<end.head], connection: connection.id)
            } catch {
                return refuse(connection, error)
            }
            connection.input.removeFirst(end.next)
            connection.request = request
            connection.keepsAlive = request.keepsAlive
            switch handler.admit(request) {
            case .refused(let response):
                connection.keepsAlive = connection.keepsAlive && request.bodyLength == 0
                return send(response, connection)
            case .body(let most):
                guard request.bodyLength <= most else {
                    return refuse(
                        connection,
                        HTTPFault(
                            status: 413,
                            message: "the body has \(request.bodyLength) bytes, at most \(most) are taken here"))
                }
            }
            // Small ones are no burden, however many.
            if request.bodyLength > 1 << 16, bodyBytes + request.bodyLength > Self.mostBodyBytes {
                return refuse(
                    connection,
                    HTTPFault(status: 503, message: "too much is being sent here at once; send it again later"))
            }
            connection.phase = .body
            connection.deadline = Socket.now() + patience.body + Double(request.bodyLength) / patience.bytesASecond
            if request.expectsContinue, connection.input.count < request.bodyLength {
                connection.output += Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
                write(connection)
            }
        }
        guard connection.phase == .body, var request = connection.request,
            connection.input.count >= request.bodyLength
        else { return }
        request.body = Array(connection.input[..<request.bodyLength])
        connection.input.removeFirst(request.bodyLength)
        connection.phase = .answering
        connection.deadline = .infinity
        watch(connection)
        let (mailbox, id, socket) = (mailbox, connection.id, connection.socket)
        handler.answer(request) { mailbox.put(.answer(connection: id, socket: socket, $0)) }
    }

    /// Bytes of bodies that are on their way or being answered at the same time, of all connections together.
    package static let mostBodyBytes = 96 << 20

    private var bodyBytes: Int {
        connections.values.reduce(0) {
            $0 + ([.body, .answering].contains($1.phase) ? $1.request?.bodyLength ?? 0 : 0)
        }
    }

    /// Where a head ends and what follows begins.
    private static func headEnd(_ bytes: [UInt8]) -> (head: Int, next: Int)? {
        let limit = min(bytes.count, HTTPRequest.mostHeadBytes + 4)
        guard limit >= 4 else { return nil }
        for index in 0...(limit - 4)
        where bytes[index] == 0x0D && bytes[index + 1] == 0x0A && bytes[index + 2] == 0x0D && bytes[index + 3] == 0x0A {
            return (index, index + 4)
        }
        return nil
    }

    // MARK: Writing

    private func refuse(_ connection: Connection, _ fault: HTTPFault) {
        connection.keepsAlive = false
        send(handler.problem(fault), connection)
    }

    private func deliver(_ letter: Mailbox.Letter) {
        switch letter {
        case .answer(let id, let socket, let response):
            guard let connection = connections[socket], connection.id == id, connection.phase == .answering else {
                if case .stream(let stream, _, _) = response.body {
                    stream.miss()
                    if stream.endsWithReader { stream.abandon() }
                }
                return
            }
            send(response, connection)
        case .more(let id, let socket):
            guard let connection = connections[socket], connection.id == id else { return }
            write(connection)
        case .next(let id, let socket):
            guard let connection = connections[socket], connection.id == id, connection.phase == .head else { return }
            proceed(connection)
        }
    }

    private func send(_ response: HTTPResponse, _ connection: Connection) {
        let isHead = connection.request?.method == "HEAD"
        let (head, isChunked) = response.head(keepsAlive: connection.keepsAlive)
        connection.output += head
        connection.phase = .writing
        connection.deadline = Socket.now() + patience.sending
        if !isHead {
            switch response.body {
            case .bytes(let bytes): connection.output += bytes
            case .stream(let stream, let start, let count):
                connection.source = Connection.Source(
                    stream: stream, offset: start, left: count ?? stream.length.map { $0 - start },
                    isChunked: isChunked)
                let (mailbox, id, socket) = (mailbox, connection.id, connection.socket)
                stream.listen(id) { mailbox.put(.more(connection: id, socket: socket)) }
            }
        }
        write(connection)
    }

    private func write(_ connection: Connection) {
        while true {
            guard connection.fill() else { return close(connection) }
            guard connection.hasOutput else { break }
            switch Socket.write(connection.socket, connection.output[connection.written...]) {
            case .closed: return close(connection)
            case .again: return watch(connection)
            case .moved(let count):
                connection.written += count
                connection.deadline = max(connection.deadline, Socket.now() + patience.sending)
            }
        }
        guard connection.phase == .writing, connection.source?.isDone ?? true else { return watch(connection) }
        finish(connection)
    }

    /// The answer is out.
    private func finish(_ connection: Connection) {
        connection.source?.stream.leave(connection.id)
        connection.source = nil
        connection.output = []
        connection.written = 0
        connection.request = nil
        guard connection.keepsAlive else {
            Socket.endWriting(connection.socket)
            connection.phase = .draining
            connection.input = []
            connection.deadline = Socket.now() + 2
            return watch(connection)
        }
        connection.phase = .head
        connection.deadline = Socket.now() + (connection.input.isEmpty ? patience.idle : patience.head)
        watch(connection)
        if !connection.input.isEmpty { mailbox.put(.next(connection: connection.id, socket: connection.socket)) }
    }
}
