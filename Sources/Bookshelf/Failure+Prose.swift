package import Commands
package import Prose

extension Failure {
    /// The failure that an error about a corpus amounts to.
    package init(_ error: ProseError) {
        switch error {
        case .missing, .isDirectory, .unreadable, .folder, .noTexts: self.init(.missingInput, error.description)
        case .promptForbidden: self.init(.usage, error.description)
        default: self.init(.data, error.description)
        }
    }
}
