import Glibc

/// Runs a command of the shell and returns its exit status.
@discardableResult
package func shell(_ command: String) -> Int32 {
    let status = unsafe system(command)
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
}

/// Runs a command of the shell and returns its exit status and what it printed.
package func shellOutput(_ command: String) -> (status: Int32, bytes: [UInt8]) {
    guard let pipe = unsafe popen(command, "r") else { return (-1, []) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = unsafe fread(&buffer, 1, buffer.count, pipe)
        if count == 0 { break }
        bytes += buffer[..<count]
    }
    let status = unsafe pclose(pipe)
    return (status & 0x7F == 0 ? status >> 8 & 0xFF : -1, bytes)
}

/// Sets a variable of the tests' own environment.
package func setEnvironment(_ name: String, _ value: String) {
    unsafe _ = setenv(name, value, 1)
}
