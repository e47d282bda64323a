import Glibc

/// Runs a command of the shell and returns its exit status.
@discardableResult
package func shell(_ command: String) -> Int32 {
    let status = withSignals { unsafe system(command) }
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
}

/// Runs a command of the shell and returns its exit status and what it printed.
package func shellOutput(_ command: String) -> (status: Int32, bytes: [UInt8]) {
    guard let pipe = unsafe withSignals({ unsafe popen(command, "r") }) else { return (-1, []) }
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

/// Starts something with no signals blocked: test threads may block them, and what they start would never hear `kill`.
private func withSignals<Result>(_ start: () -> Result) -> Result {
    var (none, before) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { _ = unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    return start()
}

/// Sets a variable of the tests' own environment.
package func setEnvironment(_ name: String, _ value: String) {
    unsafe _ = setenv(name, value, 1)
}
