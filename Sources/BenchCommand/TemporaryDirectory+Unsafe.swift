package import Commands
import Glibc

/// A directory that is removed with all that is in it when nobody needs it any more.
package final class TemporaryDirectory {
    package let path: String

    /// - Throws: `Failure` where it cannot be made.
    package init() throws(Failure) {
        let parent = Environment.value("TMPDIR") ?? "/tmp"
        // mkdtemp writes the name over the six letters at the end.
        var template = Array((parent + "/woodshed-bench-XXXXXX").utf8CString)
        guard unsafe mkdtemp(&template) != nil else {
            throw Failure(.cannotCreate, "\(parent): no directory can be made here; set TMPDIR to another")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        if unsafe Glibc.remove(path) == 0 { return }
        if let directory = unsafe opendir(path) {
            while let entry = unsafe readdir(directory) {
                // The name is a C string within the entry's own array.
                let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                    unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
                }
                if name != ".", name != ".." { remove(path + "/" + name) }
            }
            unsafe closedir(directory)
        }
        _ = unsafe Glibc.remove(path)
    }
}
