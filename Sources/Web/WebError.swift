internal import Files

/// Why a server cannot listen.
package enum WebError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another program listens on the port already.
    case portInUse(address: String, port: Int)
    /// The address is none of this machine, or not one in numbers.
    case badAddress(String)
    /// The system refuses.
    case system(action: String, code: Int32)

    package var description: String {
        switch self {
        case .portInUse(let address, let port):
            "port \(port) of \(address) is in use, perhaps by another studio; choose another with --port, or 0 for any that is free"
        case .badAddress(let address):
            "\(address) is no address of this machine; write one in numbers, such as 127.0.0.1 or 0.0.0.0"
        case .system(let action, let code): "\(action): \(systemMessage(code))"
        }
    }
}
