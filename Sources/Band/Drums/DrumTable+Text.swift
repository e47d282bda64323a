import Numerics

extension DrumTable {
    /// The first line of a table.
    public static let header = "woodshed-drums 1"
    /// What begins a line that is no number: `about name My drums`.
    private static let about = "about"

    /// An array of a feel by its name, cut into rows. The patterns of even playing are not used and not written.
    private struct Section {
        let name: String
        let row: Int
        let path: WritableKeyPath<FeelTable, [Int]>
    }

    private static func sections(_ feel: Feel) -> [Section] {
        let quantiles = quantiles.count
        var sections: [Section] = []
        for limb in DrumLimb.allCases {
            let index = limb.rawValue
            if feel != .even {
                sections += [
                    Section(name: "\(limb.name)-follows", row: feel.patterns, path: \.limbs[index].follows),
                    Section(name: "\(limb.name)-given", row: feel.patterns, path: \.limbs[index].given),
                    Section(name: "\(limb.name)-habit", row: 1, path: \.limbs[index].habit),
                ]
            }
            sections += [
                Section(name: "\(limb.name)-velocity", row: quantiles, path: \.limbs[index].velocity),
                Section(name: "\(limb.name)-timing", row: 2, path: \.limbs[index].timing),
            ]
        }
        sections += [
            Section(name: "fill-strokes", row: FillStroke.allCases.count, path: \.fill.strokes),
            Section(name: "fill-kick", row: 2, path: \.fill.kick),
            Section(name: "fill-velocity", row: quantiles, path: \.fill.velocity),
        ]
        return sections
    }

    /// The table as text: what there is to say ``about`` it, then a line for each row that is not all zeros: feel, section,
    /// row, numbers.
    public var text: String {
        var lines = [Self.header]
        lines += about.sorted { $0.key < $1.key }.map { key, value in
            "\(Self.about) \(key) \(value.split(whereSeparator: \.isNewline).joined(separator: " "))"
        }
        lines += swing.map { "swing-ratio \($0.tempo) \($0.ratio)" }
        for feel in Feel.allCases {
            for section in Self.sections(feel) {
                let numbers = self[feel][keyPath: section.path]
                for row in 0..<numbers.count / section.row {
                    let values = numbers[(row * section.row)..<((row + 1) * section.row)]
                    guard values.contains(where: { $0 != 0 }) else { continue }
                    var line = "\(feel.rawValue) \(section.name) \(row)"
                    for value in values {
                        line += " "
                        line += String(value)
                    }
                    lines.append(line)
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// 32 hexadecimal digits that stand for the numbers, whatever is said about them.
    public var contentHash: String {
        var numbers = self
        numbers.about = [:]
        var hash = Fingerprint()
        hash.update(numbers.text)
        return hash.hex
    }

    /// The table written as ``text``.
    ///
    /// - Throws: ``DrumTableError`` with the first line that is not understood.
    public init(text: String) throws(DrumTableError) {
        self.init()
        var sections: [String: (feel: Feel, section: Section)] = [:]
        for feel in Feel.allCases {
            for section in Self.sections(feel) { sections["\(feel.rawValue) \(section.name)"] = (feel, section) }
        }
        var number = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            if number == 1 {
                guard line == Self.header else { throw .header }
                continue
            }
            if line.isEmpty { continue }
            let words = line.split(separator: " ", maxSplits: line.hasPrefix(Self.about + " ") ? 2 : .max)
            func fault() -> DrumTableError { .line(number) }
            if words[0] == Self.about {
                guard words.count == 3, about.updateValue(String(words[2]), forKey: String(words[1])) == nil else {
                    throw fault()
                }
                continue
            }
            if words[0] == "swing-ratio" {
                guard words.count == 3, let tempo = Int(words[1]), let ratio = Int(words[2]),
                    (20...400).contains(tempo), (1000...3000).contains(ratio), tempo > swing.last?.tempo ?? 0
                else { throw fault() }
                swing.append((tempo, ratio))
                continue
            }
            guard words.count > 2, let (feel, section) = sections["\(words[0]) \(words[1])"],
                words.count == 3 + section.row, let row = Int(words[2]), row >= 0,
                row < self[feel][keyPath: section.path].count / section.row
            else { throw fault() }
            let isVelocity = section.name.hasSuffix("velocity")
            let limits = section.name.hasSuffix("timing") ? -2000...2000 : isVelocity ? 1...127 : 0...10_000_000
            var values: [Int] = []
            for word in words.dropFirst(3) {
                guard let value = Int(word), limits.contains(value) else { throw fault() }
                values.append(value)
            }
            self[feel][keyPath: section.path].replaceSubrange(
                (row * section.row)..<((row + 1) * section.row), with: values)
        }
        guard number > 0 else { throw .header }
    }
}

/// Why a text is no drum table.
public enum DrumTableError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The first line is not that of a drum table.
    case header
    /// A line, counted from 1, that is not understood.
    case line(Int)

    public var description: String {
        switch self {
        case .header: "not a drum table: its first line should be \"woodshed-drums 1\"; make one with jazz train-drums"
        case .line(let number): "not a drum table: line \(number) is not understood; make it anew with jazz train-drums"
        }
    }
}
