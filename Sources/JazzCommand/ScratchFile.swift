import Commands
import Files
import Glibc

/// A file for what has to be whole before it can be passed on; gone when it has been.
enum ScratchFile {
    /// Hands `body` a path at which there is no file, and removes what it has put there.
    static func with(_ body: (String) throws -> Void) throws {
        let folder = Environment.value("TMPDIR") ?? "/tmp"
        let path = "\(folder)/woodshed-\(getpid()).part"
        TemporaryFiles.remember(path)
        defer {
            FileSystem.remove(path)
            TemporaryFiles.forget(path)
        }
        try body(path)
    }

    /// Hands `body` what is in a file, a piece at a time.
    static func read(_ path: String, _ body: ([UInt8]) throws -> Void) throws {
        do throws(FileSystem.Failure) {
            let descriptor = try FileSystem.open(path, O_RDONLY)
            defer { try? FileSystem.close(descriptor) }
            while true {
                let bytes = try FileSystem.read(descriptor, count: 1 << 16)
                guard !bytes.isEmpty else { return }
                do { try body(bytes) } catch { throw FileSystem.Failure(code: EIO) }
            }
        } catch {
            throw Failure(FileWriteError(path: "standard output", code: error.code))
        }
    }
}
