import Commands

/// Endless loops beside what is measured, as programs are that share the machine.
final class BusyLoops {
    private var children: [Child] = []

    /// How many there are.
    var count: Int { children.count }

    /// Each asks now and then whether this program is still there, so that none outlives it, however it ends.
    private static let script = """
        while kill -0 $PPID 2>/dev/null; do i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; done
        """

    /// - Throws: `Failure` where there is no shell.
    init(_ count: Int) throws {
        for _ in 0..<count {
            do {
                children.append(try Child("/bin/sh", ["-c", Self.script]))
            } catch {
                throw Failure(.unavailable, "--busy needs /bin/sh, which cannot be started")
            }
        }
    }

    /// Ends them all.
    func end() { children.removeAll() }
}
