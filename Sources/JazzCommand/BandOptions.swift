import ArgumentParser
import Commands
import Jazz

/// Who plays, and on what: shared by `generate` and `play`.
struct BandOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What a part is played on, such as lead=alto-sax or chords=vibraphone; repeatable. jazz instruments lists "
                + "the names.", valueName: "part=name"))
    var instrument: [String] = []

    @Option(help: ArgumentHelp("Leave out a part: lead, chords, bass or drums; repeatable.", valueName: "part"))
    var without: [String] = []

    @Option(help: ArgumentHelp("Keep this part alone; repeatable.", valueName: "part"))
    var only: [String] = []

    func validate() throws { _ = try arrangement() }

    /// The parts that play, in the order of their tracks.
    func roles() throws -> [PartRole] {
        guard without.isEmpty || only.isEmpty else {
            throw ValidationError("give the parts either with --only or with --without, not with both")
        }
        let kept = try only.map { try role($0, option: "--only") }
        let left = try without.map { try role($0, option: "--without") }
        let roles = PartRole.allCases.filter { kept.isEmpty ? !left.contains($0) : kept.contains($0) }
        guard !roles.isEmpty else {
            throw ValidationError("--without leaves no part to play; leave one of them in")
        }
        return roles
    }

    /// The instruments asked for, at most one for a part.
    func instruments() throws -> [PartRole: Instrument] {
        var chosen: [PartRole: Instrument] = [:]
        for text in instrument {
            guard let equals = text.firstIndex(of: "=") else {
                throw ValidationError("--instrument \(text) names no part; write it as in lead=tenor-sax")
            }
            let role = try role(String(text[..<equals]), option: "--instrument")
            guard chosen[role] == nil else {
                throw ValidationError("--instrument names two for the part \(role.rawValue); it can play on one")
            }
            do throws(InstrumentError) {
                chosen[role] = try Instrument(String(text[text.index(after: equals)...]), for: role)
            } catch {
                throw ValidationError("--instrument \(text): \(error)")
            }
        }
        return chosen
    }

    /// Who plays on what.
    func arrangement() throws -> Arrangement {
        Arrangement(roles: try roles(), instruments: try instruments())
    }

    private func role(_ name: String, option: String) throws -> PartRole {
        guard let role = PartRole(rawValue: name.lowercased()) else {
            let known = PartRole.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("\(option): there is no part \"\(name)\"; choose one of \(known)")
        }
        return role
    }
}
