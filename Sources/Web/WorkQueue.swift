internal import Synchronization

/// Work that waits for a thread, bounded, and fair: clients take turns, however much each of them asks for.
package final class WorkQueue: Sendable {
    package typealias Work = @Sendable () -> Void

    private struct State {
        var waiting: [String: [Work]] = [:]
        /// The clients in the order of their turns.
        var turns: [String] = []
        var count = 0
        var idle: [Int] = []
        var isClosed = false
    }

    package enum Refusal: Error, Equatable {
        /// This client has as much waiting as one may.
        case clientFull
        /// All clients together have.
        case full
    }

    private let state = Mutex(State())
    private let most: Int
    private let mostOfClient: Int
    private let signal: Signal

    /// - Parameters:
    ///   - threads: How many work at once.
    ///   - most: How many may wait.
    ///   - mostOfClient: How many of one client may.
    ///   - start: Starts a thread.
    package init(
        threads: Int, most: Int, mostOfClient: Int, start: (@escaping @Sendable () -> Void) throws -> Void
    ) rethrows {
        self.most = most
        self.mostOfClient = mostOfClient
        signal = Signal()
        for _ in 0..<threads {
            try start { [self] in
                Socket.lowerPriority()
                while let work = next() { work() }
            }
        }
    }

    /// How many wait.
    package var count: Int { state.withLock { $0.count } }

    /// Adds work of a client.
    package func add(_ client: String, _ work: @escaping Work) throws(Refusal) {
        let refusal = state.withLock { state -> Refusal? in
            guard state.count < most else { return .full }
            guard state.waiting[client, default: []].count < mostOfClient else { return .clientFull }
            if state.waiting[client, default: []].isEmpty { state.turns.append(client) }
            state.waiting[client, default: []].append(work)
            state.count += 1
            return nil
        }
        if let refusal { throw refusal }
        signal.raise()
    }

    /// Waits for work; nil where none will come.
    private func next() -> Work? {
        while true {
            let (work, isClosed) = state.withLock { state -> (Work?, Bool) in
                guard !state.isClosed, let client = state.turns.first else { return (nil, state.isClosed) }
                state.turns.removeFirst()
                let work = state.waiting[client]!.removeFirst()
                if state.waiting[client]!.isEmpty { state.waiting[client] = nil } else { state.turns.append(client) }
                state.count -= 1
                return (work, false)
            }
            if let work { return work }
            if isClosed { return nil }
            signal.wait()
        }
    }

    /// Lets the calling thread wait behind those that answer pages.
    package static func lowerPriority() { Socket.lowerPriority() }

    /// Lets the threads end.
    package func close() {
        state.withLock { state in
            state.isClosed = true
            state.waiting = [:]
            state.turns = []
        }
        for _ in 0..<64 { signal.raise() }
    }
}
