internal import CKernels

/// Runs `body` with denormal numbers flushed to zero on this thread, and restores the caller's mode.
///
/// Vanishing gradients and decaying memories would otherwise cost a hundred cycles an operation.
package func flushingDenormals<Result>(_ body: () -> Result) -> Result {
    let mode = ck_flush_denormals()
    defer { ck_restore_denormals(mode) }
    return body()
}
