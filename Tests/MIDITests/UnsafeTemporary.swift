import Glibc

/// A folder of its own, with what is in it gone when the closure is done.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    var template = Array("/tmp/woodshed-midi-XXXXXX".utf8CString)
    // mkdtemp replaces the Xs in place; the template ends in a zero.
    let made = unsafe mkdtemp(&template) != nil
    guard made else { throw SystemFailure(code: errno) }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { _ = run("rm -rf '\(path)'") }
    return try body(path)
}

struct SystemFailure: Error {
    let code: Int32
}

/// Runs a shell command and returns its exit status.
func run(_ command: String) -> Int32 {
    let status = unsafe system(command)
    return status & 0x7F == 0 ? status >> 8 & 0xFF : -1
}

func writeFile(_ bytes: [UInt8], to path: String) throws {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw SystemFailure(code: errno) }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { throw SystemFailure(code: errno) }
        rest = rest.dropFirst(count)
    }
}

/// The paths of the files in a folder whose names end as given, sorted; none where there is no such folder.
func files(in folder: String, ending: String) -> [String] {
    guard let directory = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
        // The system ends each name with a zero within the record.
        let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { pointer in
            unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
        }
        if name.hasSuffix(ending) { names.append("\(folder)/\(name)") }
    }
    return names.sorted()
}
