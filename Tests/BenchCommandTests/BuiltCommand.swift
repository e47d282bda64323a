import BenchCommand

/// A run of the `woodshed-bench` that was built beside the tests, standard error and output together.
struct BuiltCommand {
    var status: Int
    var output: String

    /// - Parameter interrupting: Sends Ctrl-C as soon as this holds for what was written so far.
    init(
        _ arguments: [String], environment: [String: String] = [:], interrupting: ((String) -> Bool)? = nil
    ) throws {
        let child = try Child(
            "/bin/sh", ["-c", #"exec "$0" "$@" 2>&1"#, Installation.directory + "/woodshed-bench"] + arguments,
            environment: environment)
        child.closeInput()
        var bytes: [UInt8] = []
        var interrupted = false
        // A minute of silence is too much.
        for _ in 0..<600 {
            if let interrupting, !interrupted, interrupting(String(decoding: bytes, as: UTF8.self)) {
                child.interrupt()
                interrupted = true
            }
            guard let read = child.read(waiting: 0.1) else { continue }
            if read.isEmpty { break }
            bytes += read
        }
        output = String(decoding: bytes, as: UTF8.self)
        status = child.reap().status
    }
}

/// Whether there is a python3.
let hasPython = pythonCan("pass")

/// Whether it has PyTorch.
let hasTorch = pythonCan("import torch")

private func pythonCan(_ program: String) -> Bool {
    guard let child = try? Child("python3", ["-c", program]) else { return false }
    return child.reap().status == 0
}
