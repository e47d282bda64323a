internal import CKernels

/// Runs `body` with denormal numbers flushed to zero on this thread, and restores the caller's mode.
///
/// Vanishing gradients and decaying memories would otherwise cost a hundred cycles an operation.
package func flushingDenormals<Result>(_ body: () -> Result) -> Result {
    let mode = ck_flush_denormals()
    defer { ck_restore_denormals(mode) }
    return body()
}

/// Whether denormal numbers count on this thread.
struct DenormalMode: Sendable {
    private let mode: UInt64

    /// That of this thread now.
    init() {
        let mode = ck_flush_denormals()
        ck_restore_denormals(mode)
        self.mode = UInt64(mode)
    }

    /// Runs `body` in this mode, and restores that of the thread.
    func callAsFunction(_ body: () -> Void) {
        let own = ck_flush_denormals()
        defer { ck_restore_denormals(own) }
        ck_restore_denormals(.init(mode))
        body()
    }
}
