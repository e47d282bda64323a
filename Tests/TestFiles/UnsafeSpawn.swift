import Glibc

/// Starts a program for ``ChildProcess`` and ``TerminalRun``.
///
/// Test threads may block signals; a command starts with none blocked and none ignored.
///
/// - Parameters:
///   - environment: All of its environment, as NAME=VALUE.
///   - directory: Where it runs; nil for where the tests do.
///   - leadsSession: Whether it is the leader of a session of its own.
/// - Returns: What `posix_spawn` says, 0 or an `errno`, and the process.
func unsafeSpawn(
    _ program: String, _ arguments: [String], environment: [String], in directory: String?,
    actions: inout posix_spawn_file_actions_t, leadsSession: Bool = false
) -> (code: Int32, process: pid_t) {
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    // 0x80 is POSIX_SPAWN_SETSID.
    unsafe posix_spawnattr_setflags(
        &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (leadsSession ? 0x80 : 0)))
    let words =
        directory.map { ["sh", "-c", "cd \"$0\" && exec \"$@\"", $0, program] + arguments } ?? [program] + arguments
    // Both lists end in nil and are freed below, after the child has its copies.
    var argv = unsafe words.map { unsafe strdup($0) } + [nil]
    var envp = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer { unsafe (argv + envp).forEach { unsafe free($0) } }
    var process: pid_t = 0
    let code = unsafe posix_spawn(
        &process, directory == nil ? program : "/bin/sh", &actions, &attributes, &argv, &envp)
    return (code, process)
}
