import ArgumentParser
import Glibc
import Terminal

/// Runs the command and turns whatever ends it into one line and an exit status.
@main enum TextgenMain {
    static func main() {
        do {
            var command = try Textgen.parseAsRoot()
            try command.run()
        } catch {
            let status = Textgen.exitCode(for: error)
            if error is ExitCode || status == .success { Textgen.exit(withError: error) }
            if status == .validationFailure {
                let message = Textgen.message(for: error).replacing("\n", with: " ")
                fail("\(message) (textgen --help explains)", CommandError.usage)
            }
            let failure = CommandError(error)
            fail(failure.message, failure.status)
        }
    }

    private static func fail(_ message: String, _ status: Int32) -> Never {
        Descriptor.error.write("textgen: \(message)\n")
        exit(status)
    }
}
