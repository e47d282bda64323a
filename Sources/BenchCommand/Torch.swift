import Commands
import Terminal

/// PyTorch, in a process that lives as long as the measuring, so that its start does not count.
package final class Torch {
    /// Where the other side of the conversation lies in the repository.
    static let script = "bench/torch_counterpart.py"
    /// The longest that anything may take, in seconds: PyTorch's own start on a slow disk, or trying the forms.
    private static let timeout = 300.0

    /// What it said about itself at the start.
    package private(set) var about: TorchReply
    private let child: Child
    private var pending: [UInt8] = []

    /// Starts Python and waits until PyTorch is there.
    ///
    /// - Parameter waiting: Called several times a second.
    /// - Throws: `Failure` with status 69 where Python, PyTorch or the script is missing; 130 after Ctrl-C.
    package init(waiting: () -> Void = {}) throws {
        guard let script = Installation.file(Self.script) else {
            throw Failure(.unavailable, "\(Self.script) is not there; run ./woodshed bench in the repository")
        }
        do {
            child = try Child("python3", ["-u", script])
        } catch {
            throw Failure(.unavailable, "--against-torch needs python3 with PyTorch; there is no python3 on the PATH")
        }
        about = TorchReply()
        about = try reply(waiting: waiting)
    }

    /// Says something and waits for the answer.
    ///
    /// - Throws: `Failure`: what Python complains about, or 130 after Ctrl-C.
    package func ask(_ request: TorchRequest, waiting: () -> Void = {}) throws -> TorchReply {
        guard child.write(request.line) else { throw Self.gone }
        return try reply(waiting: waiting)
    }

    private static var gone: Failure { Failure(.unavailable, "the process of PyTorch ended unexpectedly") }

    private func reply(waiting: () -> Void) throws -> TorchReply {
        let deadline = Environment.seconds() + Self.timeout
        while true {
            if let end = pending.firstIndex(of: 0x0A) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeFirst(end + 1)
                // Libraries may have something to say as well.
                guard let reply = TorchReply(line: line) else { continue }
                if let error = reply.error { throw Failure(.unavailable, error) }
                return reply
            }
            try checkInterruption()
            waiting()
            guard let bytes = child.read(waiting: 0.1) else {
                guard Environment.seconds() < deadline else {
                    throw Failure(.unavailable, "PyTorch has not answered for \(Int(Self.timeout)) s")
                }
                continue
            }
            guard !bytes.isEmpty else {
                // Ctrl-C reaches Python as well, and may do so first.
                try checkInterruption()
                throw Self.gone
            }
            pending += bytes
        }
    }
}

/// PyTorch's side of a duel.
struct TorchContender: Contender {
    /// The fastest form of the program, in words.
    let variant: String
    let tokensPerPiece: Int
    private let torch: Torch
    private let slot: Int

    /// Has the network made and the forms tried.
    ///
    /// - Parameter slot: The number of the task among those that take turns.
    init(_ torch: Torch, _ task: TorchTask, slot: Int = 0, waiting: () -> Void) throws {
        let reply = try torch.ask(.prepare(task, slot: slot), waiting: waiting)
        self.torch = torch
        self.slot = slot
        variant = reply.variant ?? ""
        tokensPerPiece = reply.tokens ?? 1
    }

    mutating func work(seconds: Double) throws -> [Double] {
        try torch.ask(.work(seconds: seconds, slot: slot)).durations ?? []
    }
}
