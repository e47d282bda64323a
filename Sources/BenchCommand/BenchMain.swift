import Commands

@main enum BenchMain {
    static func main() {
        runCommand(Bench.self)
    }
}
