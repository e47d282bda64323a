/// A connection, as the server's thread has it.
final class Connection {
    enum Phase: Equatable {
        /// Waiting for a request, or reading its head.
        case head
        case body
        /// Somebody is at work on the answer.
        case answering
        case writing
        /// The answer is out; what the client still sends is thrown away, so that it gets to read the answer.
        case draining
    }

    let id: Int
    let socket: Int32
    var phase = Phase.head
    var input: [UInt8] = []
    var request: HTTPRequest?
    var output: [UInt8] = []
    /// How much was thrown away while draining.
    var wasted = 0
    /// How much of the output is written.
    var written = 0
    var source: Source?
    var keepsAlive = true
    /// When it is cut off.
    var deadline: Double
    var watch = (reads: true, writes: false, halfClose: false)

    struct Source {
        let stream: ByteStream
        var offset: Int
        /// nil: to its end.
        var left: Int?
        let isChunked: Bool
        var isDone = false
    }

    init(id: Int, socket: Int32, deadline: Double) {
        self.id = id
        self.socket = socket
        self.deadline = deadline
    }

    var hasOutput: Bool { written < output.count }

    /// Bytes sent in one piece at most.
    private static let piece = 1 << 16

    /// Takes what there is of the source into the output.
    ///
    /// - Returns: false where the source ended before its length.
    func fill() -> Bool {
        guard var source, !source.isDone, output.count - written < Self.piece else { return true }
        if written > 0 {
            output.removeFirst(written)
            written = 0
        }
        let (bytes, isFinished) = source.stream.read(
            from: source.offset, most: min(Self.piece, source.left ?? Self.piece))
        source.offset += bytes.count
        if !bytes.isEmpty {
            if source.isChunked { output += Array((String(bytes.count, radix: 16) + "\r\n").utf8) }
            output += bytes
            if source.isChunked { output += [0x0D, 0x0A] }
        }
        var isWhole = true
        if let left = source.left {
            source.left = left - bytes.count
            source.isDone = left == bytes.count
            if isFinished, !source.isDone { isWhole = false }
        } else if isFinished {
            source.isDone = true
            if source.isChunked { output += Array("0\r\n\r\n".utf8) }
        }
        self.source = source
        return isWhole
    }
}
