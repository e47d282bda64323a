import Glibc
import TestFiles
import Testing

/// A studio that runs, with a folder of its own.
final class RunningStudio {
    let process: ChildProcess
    let client: WebClient
    let folder: String

    init(in folder: String, _ options: [String] = []) throws {
        self.folder = folder
        let program = try #require(BuiltCommands.folder) + "/studio"
        let address = "\(folder)/address"
        _ = unsafe unlink(address)
        process = try ChildProcess(
            program, ["--port", "0", "--dir", "\(folder)/studio", "--announce", address] + options,
            environment: ["PATH": "/usr/bin:/bin", "HOME": folder], output: "\(folder)/out")
        var text = ""
        for _ in 0..<1_000 where text.isEmpty {
            usleep(10_000)
            text = String(decoding: TemporaryDirectory.content(of: address) ?? [], as: UTF8.self)
        }
        let digits = text.split(separator: ":").last?.prefix { $0.isNumber } ?? ""
        client = WebClient(port: try #require(Int(digits), "the studio did not open: \(text)"))
    }
}
