/// Puts a chord together from the tokens of its symbol.
struct ChordBuilder {
    private enum Base { case plain, major, minor, dominant, diminished, halfDiminished, augmented }

    private var base = Base.plain
    private var isFirst = true
    private var hasNumber = false
    private var hasSeventh = false
    /// Whether the seventh is written, and not only meant by a ninth or more.
    private var writesSeventh = false
    private var hasMajorSeventh = false
    private var hasSixth = false
    private var suspensions: Set<Int> = []
    private var hasAddedThird = false
    private var isAltered = false
    private var isPower = false
    private var hasFlatFive = false
    private var hasSharpFive = false
    private var impliesNine = false
    /// "C11", which is played without its third.
    private var isEleventh = false
    private var omitted: Set<Int> = []
    private var tensions: Tensions = []
    /// Whether what is read stands in brackets or behind a slash: a note beside the chord.
    private var isAside = false

    /// Takes in the tokens in order.
    mutating func add(_ tokens: [ChordToken]) throws(ChordFault) {
        var index = 0
        while index < tokens.count {
            index += try add(tokens[index...])
        }
    }

    /// Takes in the first of the tokens that are left, and says how many it used.
    private mutating func add(_ tokens: ArraySlice<ChordToken>) throws(ChordFault) -> Int {
        let token = tokens[tokens.startIndex]
        let next = tokens.dropFirst().first
        var used = 1
        switch token.kind {
        case .open, .slash: isAside = true
        case .close: isAside = false
        case .comma, .space: break
        case .major(let isTriangle): used += try addMajor(isTriangle: isTriangle, next, at: token.offset)
        case .minor: try setBase(.minor, at: token.offset)
        case .dominant: try setBase(.dominant, at: token.offset)
        case .diminished: try setBase(.diminished, at: token.offset)
        case .halfDiminished: try setBase(.halfDiminished, at: token.offset)
        case .augmented: try addAugmented(at: token.offset)
        case .suspended: used += try addSuspension(tokens.dropFirst(), at: token.offset)
        case .altered:
            guard base == .plain || base == .dominant, !isAltered else { throw ChordFault(offset: token.offset) }
            isAltered = true
        case .lydian: try addMode(.sharpEleven, isMajor: true, at: token.offset)
        case .phrygian: try addMode(.flatNine, isMajor: false, at: token.offset)
        case .added: used += try addAdded(tokens.dropFirst(), at: token.offset)
        case .omitted: used += try addOmitted(tokens.dropFirst(), at: token.offset)
        case .number(let number, let accidental):
            used += try addNumber(number, accidental, tokens.dropFirst(), at: token.offset)
            hasNumber = true
        case .accidental, .sign: throw ChordFault(offset: token.offset)
        }
        if !token.isGap { isFirst = false }
        return used
    }

    private mutating func setBase(_ new: Base, at offset: Int) throws(ChordFault) {
        // "7dom" is as good as "dom7".
        guard isFirst || (new == .dominant && base == .plain && hasSeventh) else { throw ChordFault(offset: offset) }
        base = new
    }

    private mutating func addMajor(
        isTriangle: Bool, _ next: ChordToken?, at offset: Int
    ) throws(ChordFault) -> Int {
        if isFirst {
            base = .major
            // A triangle is a major seventh, whatever follows; the word needs a number.
            hasMajorSeventh = isTriangle
            guard isTriangle, next?.number ?? (0, 0) == (7, 0) else { return 0 }
            hasNumber = true
            return 1
        }
        // "m9(maj7)", "13(maj7)": the number's seventh is the major one.
        if next?.number ?? (0, 0) == (7, 0), hasSeventh, !writesSeventh, [.plain, .minor].contains(base) {
            try addMajorSeventh(at: offset)
            return 1
        }
        // "mMaj7", "mΔ", "+j7", "dim(maj7)", "6(maj7)", "sus(maj7)"
        let isPlain = base == .plain && !hasSeventh && (hasSixth || !suspensions.isEmpty)
        let isDiminishedSeventh = base == .diminished && hasSeventh
        guard isPlain || [.minor, .augmented, .diminished].contains(base), !hasMajorSeventh,
            !hasSeventh || isDiminishedSeventh
        else { throw ChordFault(offset: offset) }
        hasMajorSeventh = true
        guard let number = next?.number else { return 0 }
        guard number.accidental == 0, number.value >= 7 else { throw ChordFault(offset: offset) }
        guard number.value == 7 else { return 0 }
        hasNumber = true
        return 1
    }

    private mutating func addAugmented(at offset: Int) throws(ChordFault) {
        if isFirst {
            base = .augmented
            return
        }
        guard hasNumber || base == .major || base == .minor, !hasSharpFive else { throw ChordFault(offset: offset) }
        hasSharpFive = true
    }

    /// "sus", "sus4", "sus2", "sus24", "sus2/4"; says how many of the tokens behind it belong to it.
    private mutating func addSuspension(
        _ rest: ArraySlice<ChordToken>, at offset: Int
    ) throws(ChordFault) -> Int {
        guard ![.diminished, .halfDiminished].contains(base), !isAltered, !isPower else {
            throw ChordFault(offset: offset)
        }
        var found: Set<Int> = []
        var used = 0
        var cursor = rest.startIndex
        while cursor < rest.endIndex {
            let gaps: [ChordToken.Kind] = found.isEmpty ? [.open, .space] : [.slash, .comma, .space]
            let number = cursor + (gaps.contains(rest[cursor].kind) ? 1 : 0)
            guard number < rest.endIndex, let read = rest[number].number, read.accidental == 0,
                read.value == 2 || read.value == 4, !found.contains(read.value)
            else { break }
            found.insert(read.value)
            cursor = number + 1
            used = cursor - rest.startIndex
        }
        if found.isEmpty { found = [4] }
        guard suspensions.isDisjoint(with: found) else { throw ChordFault(offset: offset) }
        suspensions.formUnion(found)
        return used
    }

    private mutating func addMode(_ tension: Tensions, isMajor: Bool, at offset: Int) throws(ChordFault) {
        guard base == .plain || (isMajor && (base == .major || base == .dominant)) else {
            throw ChordFault(offset: offset)
        }
        tensions.insert(tension)
        if !isMajor {
            hasSeventh = true
            suspensions = [4]
        } else if !hasSeventh, !hasMajorSeventh, base == .plain {
            base = .major
            hasMajorSeventh = true
        }
    }

    /// The note behind "add"; says how many tokens it took.
    private mutating func addAdded(_ rest: ArraySlice<ChordToken>, at offset: Int) throws(ChordFault) -> Int {
        var cursor = rest.startIndex
        while cursor < rest.endIndex, rest[cursor].kind == .space || rest[cursor].kind == .open {
            if rest[cursor].kind == .open { isAside = true }
            cursor += 1
        }
        guard cursor < rest.endIndex else { throw ChordFault(offset: offset) }
        if case .major = rest[cursor].kind, cursor + 1 < rest.endIndex, rest[cursor + 1].number ?? (0, 0) == (7, 0) {
            try addMajorSeventh(at: offset)
            return cursor + 2 - rest.startIndex
        }
        guard let number = rest[cursor].number else { throw ChordFault(offset: offset) }
        switch (number.value, number.accidental) {
        case (2, _): try insert(9, number.accidental, at: offset)
        case (3, 0): hasAddedThird = true
        case (4, 0), (4, 1): try insert(11, number.accidental, at: offset)
        case (5, -1): tensions.insert(.sharpEleven)
        case (5, 1), (6, -1): tensions.insert(.flatThirteen)
        case (6, 0), (13, 0): addSixth()
        case (7, 1): try addMajorSeventh(at: offset)
        case (9, _), (11, _), (13, _): try insert(number.value, number.accidental, at: offset)
        default: throw ChordFault(offset: offset)
        }
        return cursor + 1 - rest.startIndex
    }

    /// A sixth, which beside a seventh is the thirteenth.
    private mutating func addSixth() {
        if hasSeventh || hasMajorSeventh { tensions.insert(.thirteen) } else { hasSixth = true }
    }

    private mutating func addMajorSeventh(at offset: Int) throws(ChordFault) {
        if hasSeventh, !writesSeventh, base != .diminished { hasSeventh = false }
        guard !hasMajorSeventh, !hasSeventh || base == .diminished, base != .halfDiminished, base != .dominant,
            !isPower
        else { throw ChordFault(offset: offset) }
        hasMajorSeventh = true
    }

    /// The notes behind "no" or "omit"; says how many tokens they took.
    private mutating func addOmitted(_ rest: ArraySlice<ChordToken>, at offset: Int) throws(ChordFault) -> Int {
        var used = 0
        var cursor = rest.startIndex
        while cursor < rest.endIndex {
            if let number = rest[cursor].number {
                guard number.accidental == 0, [3, 5].contains(number.value) || (used == 0 && number.value > 7) else {
                    break
                }
                omitted.insert(number.value)
                used = cursor + 1 - rest.startIndex
            } else if ![.space, .comma, .slash].contains(rest[cursor].kind) {
                break
            }
            cursor += 1
        }
        guard used > 0 else { throw ChordFault(offset: offset) }
        return used
    }

    /// A number of the symbol; says how many of the tokens behind it belong to it.
    private mutating func addNumber(
        _ number: Int, _ accidental: Int, _ rest: ArraySlice<ChordToken>, at offset: Int
    ) throws(ChordFault) -> Int {
        switch (number, accidental) {
        case (7, 0):
            // "7M", "o7M7"
            if case .major? = rest.first?.kind, base != .major, base != .dominant, base != .halfDiminished {
                if base == .diminished { hasSeventh = true }
                try addMajorSeventh(at: offset)
                return base == .diminished && rest.dropFirst().first?.number ?? (0, 0) == (7, 0) ? 2 : 1
            }
            guard !hasSeventh, !hasMajorSeventh || base == .diminished, !isPower else {
                throw ChordFault(offset: offset)
            }
            (hasSeventh, writesSeventh) = (true, true)
        case (7, -1):
            guard !hasSeventh, !hasMajorSeventh, base != .major, base != .diminished else {
                throw ChordFault(offset: offset)
            }
            (hasSeventh, writesSeventh) = (true, true)
        case (7, 1): try addMajorSeventh(at: offset)
        case (6, 0): addSixth()
        case (6, -1): tensions.insert(.flatThirteen)
        case (5, -1): hasFlatFive = true
        case (5, 1): hasSharpFive = true
        case (5, 0):
            // "aug5"
            if base == .augmented, !hasNumber { break }
            guard isFirst else { throw ChordFault(offset: offset) }
            isPower = true
        case (4, 0): try addFourth(at: offset)
        case (4, 1): tensions.insert(.sharpEleven)
        case (2, 0):
            guard isFirst || hasSeventh || !hasNumber else { throw ChordFault(offset: offset) }
            tensions.insert(.nine)
        case (2, _): try insert(9, accidental, at: offset)
        case (9, _), (11, _), (13, _): try addTension(number, accidental, at: offset)
        default: throw ChordFault(offset: offset)
        }
        return 0
    }

    /// "C4" and "C7/4" are suspended; on a minor chord the fourth is the eleventh.
    private mutating func addFourth(at offset: Int) throws(ChordFault) {
        switch base {
        case .minor: tensions.insert(.eleven)
        case .plain, .dominant:
            guard !suspensions.contains(4), !isPower else { throw ChordFault(offset: offset) }
            suspensions.insert(4)
        default: throw ChordFault(offset: offset)
        }
    }

    private mutating func addTension(_ number: Int, _ accidental: Int, at offset: Int) throws(ChordFault) {
        let isNatural = accidental == 0
        // "C(9)" and "C(#11)" add a note to a triad; every other tension lives on a seventh chord.
        let isAdded = isAside && base != .major && (isNatural ? number < 13 : (number, accidental) == (11, 1))
        if !hasNumber, isNatural, !isAside {
            impliesNine = number > 9
            isEleventh = number == 11
        }
        if number == 13, isNatural, isAside, base != .major { return addSixth() }
        if !hasSixth, !isPower, !isAdded, !hasMajorSeventh { hasSeventh = true }
        try insert(number, accidental, at: offset)
    }

    private mutating func insert(_ number: Int, _ accidental: Int, at offset: Int) throws(ChordFault) {
        switch (number, accidental) {
        case (9, -1): tensions.insert(.flatNine)
        case (9, 0): tensions.insert(.nine)
        case (9, 1): tensions.insert(.sharpNine)
        case (11, 0): tensions.insert(.eleven)
        case (11, 1): tensions.insert(.sharpEleven)
        case (13, -1): tensions.insert(.flatThirteen)
        case (13, 0): tensions.insert(.thirteen)
        default: throw ChordFault(offset: offset)
        }
    }

    // MARK: The chord

    /// The chord on a root; nil where what was read contradicts itself.
    func chord(on root: NoteName) -> Chord? {
        var tensions = self.tensions
        if impliesNine, tensions.isDisjoint(with: [.flatNine, .sharpNine]) { tensions.insert(.nine) }
        if omitted.contains(9) { tensions.remove(.nine) }
        if omitted.contains(11) { tensions.remove(.eleven) }
        var suspensions = self.suspensions
        if isEleventh, base == .plain || base == .dominant, !hasMajorSeventh, !hasAddedThird, !omitted.contains(11) {
            suspensions.insert(4)
        }
        let quality: ChordQuality?
        if isAltered {
            guard suspensions.isEmpty, !hasMajorSeventh, omitted.isEmpty else { return nil }
            if hasFlatFive { tensions.insert(.sharpEleven) }
            if hasSixth { tensions.insert(.thirteen) }
            quality = .altered
        } else if !suspensions.isEmpty, !hasAddedThird {
            quality = suspended(by: suspensions, &tensions)
        } else if isPower || (omitted.contains(3) && isMajorTriad) {
            if hasSixth { tensions.insert(.thirteen) }
            guard !hasFlatFive, !hasSharpFive, !hasSeventh, !hasMajorSeventh, !hasAddedThird else { return nil }
            quality = .power
        } else {
            if !suspensions.isEmpty { tensions.insert(.eleven) }
            quality = stacked(&tensions)
        }
        guard let quality else { return nil }
        if omitted.contains(5) {
            guard tensions.isDisjoint(with: [.flatFive, .sharpFive]), quality.intervals.contains(7) else { return nil }
            tensions.insert(.noFifth)
        }
        if omitted.contains(3), quality.intervals.contains(where: { $0 == 3 || $0 == 4 }) {
            tensions.insert(.noThird)
        }
        // What the chord has already is no tension of it.
        for (tension, interval) in [(Tensions.nine, 2), (.eleven, 5), (.thirteen, 9)]
        where quality.intervals.contains(interval) {
            tensions.remove(tension)
        }
        if quality == .augmented { tensions.remove(.flatThirteen) }
        let chord = Chord(rootName: root, quality: quality, tensions: tensions)
        // A root alone is no chord.
        return chord.writtenTones.count > 1 ? chord : nil
    }

    private var isMajorTriad: Bool {
        (base == .plain || base == .major) && !hasSeventh && !hasMajorSeventh && !hasSixth
    }

    private func suspended(by suspensions: Set<Int>, _ tensions: inout Tensions) -> ChordQuality? {
        let hasRaisedFifth = hasSharpFive || base == .augmented
        // With both fifths altered the lowered one is heard as a raised eleventh, as in a chord with a third.
        if hasFlatFive { tensions.insert(hasRaisedFifth ? .sharpEleven : .flatFive) }
        if hasRaisedFifth { tensions.insert(.sharpFive) }
        if hasSixth { tensions.insert(.thirteen) }
        let isSecond = !suspensions.contains(4)
        if !isSecond, suspensions.contains(2) { tensions.insert(.nine) }
        if hasMajorSeventh || (base == .major && hasSeventh) {
            return isSecond ? .majorSeventhSuspendedSecond : .majorSeventhSuspended
        }
        if hasSeventh || base == .dominant { return isSecond ? .dominantSuspendedSecond : .dominantSuspended }
        return isSecond ? .suspendedSecond : .suspendedFourth
    }

    private func stacked(_ tensions: inout Tensions) -> ChordQuality? {
        switch base {
        case .minor: return minor(&tensions)
        case .halfDiminished:
            return hasMajorSeventh || hasSharpFive || hasSixth ? nil : .halfDiminished
        case .diminished:
            guard !hasSharpFive else { return nil }
            if hasMajorSeventh, hasSeventh || hasSixth {
                tensions.insert(.majorSeventh)
                return .diminishedSeventh
            }
            if hasMajorSeventh { return .diminishedMajorSeventh }
            return hasSeventh || hasSixth ? .diminishedSeventh : .diminished
        case .plain, .major, .augmented, .dominant:
            let isAugmented = base == .augmented || hasSharpFive
            // With both fifths altered the lowered one is heard as a raised eleventh.
            if hasFlatFive { tensions.insert(isAugmented ? .sharpEleven : .flatFive) }
            let hasAnySeventh = hasSeventh || hasMajorSeventh || base == .dominant
            if hasSixth, !hasAnySeventh {
                if isAugmented { tensions.insert(.sharpFive) }
                return .sixth
            }
            if hasSixth { tensions.insert(.thirteen) }
            guard hasAnySeventh else { return isAugmented ? .augmented : .major }
            if base == .major || hasMajorSeventh { return isAugmented ? .augmentedMajorSeventh : .majorSeventh }
            return isAugmented ? .augmentedSeventh : .dominant
        }
    }

    private func minor(_ tensions: inout Tensions) -> ChordQuality? {
        guard !(hasSharpFive && hasFlatFive), !hasAddedThird else { return nil }
        if hasSharpFive { tensions.insert(.sharpFive) }
        if hasSixth, hasSeventh || hasMajorSeventh { tensions.insert(.thirteen) }
        if hasMajorSeventh { return hasFlatFive ? .diminishedMajorSeventh : .minorMajorSeventh }
        if hasSeventh { return hasFlatFive ? .halfDiminished : .minorSeventh }
        if hasSixth { return hasFlatFive ? .diminishedSeventh : .minorSixth }
        return hasFlatFive ? .diminished : .minor
    }
}
