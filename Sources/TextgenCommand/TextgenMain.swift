import Commands

@main enum TextgenMain {
    static func main() {
        runCommand(Textgen.self)
    }
}
