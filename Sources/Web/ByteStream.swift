internal import Synchronization

/// Bytes that one thread makes while others send them: sound while it is rendered, events as they happen.
///
/// All of them are kept, so that who comes late gets the whole. Nobody ever waits for a reader.
package final class ByteStream: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isFinished = false
        var listeners: [Int: @Sendable () -> Void] = [:]
        var isWanted = true
        /// Whether it has had a reader, or would have had one who had gone.
        var wasSent = false
    }

    private let state = Mutex(State())
    /// The length, where it is known before all are made.
    package let length: Int?
    /// No stream holds more; what is beyond is refused.
    private let limit: Int
    /// Whether nobody wants it any more when its reader has gone.
    let endsWithReader: Bool

    package init(length: Int? = nil, limit: Int = 1 << 28, endsWithReader: Bool = false) {
        self.length = length
        self.limit = limit
        self.endsWithReader = endsWithReader
    }

    /// A stream that is complete.
    package convenience init(_ bytes: [UInt8]) {
        self.init(length: bytes.count)
        append(bytes)
        finish()
    }

    /// How many there are already.
    package var count: Int { state.withLock { $0.bytes.count } }
    package var isFinished: Bool { state.withLock { $0.isFinished } }

    /// Adds bytes, up to the length where there is one.
    ///
    /// - Returns: Whether more are wanted.
    @discardableResult
    package func append(_ bytes: some Collection<UInt8>) -> Bool {
        let (listeners, isWanted) = state.withLock { state -> ([@Sendable () -> Void], Bool) in
            guard !state.isFinished else { return ([], false) }
            state.bytes += bytes.prefix(max(0, min(length ?? limit, limit) - state.bytes.count))
            return (Array(state.listeners.values), state.isWanted && state.bytes.count < limit)
        }
        for listener in listeners { listener() }
        return isWanted
    }

    package func finish() {
        let listeners = state.withLock { state -> [@Sendable () -> Void] in
            state.isFinished = true
            return Array(state.listeners.values)
        }
        for listener in listeners { listener() }
    }

    /// Nobody reads it any more.
    package func abandon() { state.withLock { $0.isWanted = false } }

    /// So many bytes from an offset on, and whether none follow.
    func read(from offset: Int, most: Int) -> (bytes: ArraySlice<UInt8>, isFinished: Bool) {
        state.withLock { state in
            let end = min(state.bytes.count, offset + most)
            let bytes = offset < end ? state.bytes[offset..<end] : []
            return (bytes, state.isFinished && end >= state.bytes.count)
        }
    }

    /// All of them, where they are complete.
    package var whole: [UInt8]? { state.withLock { $0.isFinished ? $0.bytes : nil } }

    func listen(_ key: Int, _ body: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.listeners[key] = body
            state.wasSent = true
        }
    }

    /// Whether all who read it have gone.
    package var isDeserted: Bool { state.withLock { $0.wasSent && $0.listeners.isEmpty } }

    /// It could not be sent: who asked for it has gone.
    func miss() { state.withLock { $0.wasSent = true } }

    /// - Returns: Whether others listen.
    @discardableResult
    func leave(_ key: Int) -> Bool {
        state.withLock { state in
            state.listeners[key] = nil
            return !state.listeners.isEmpty
        }
    }
}
