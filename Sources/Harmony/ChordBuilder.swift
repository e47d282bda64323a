/// Puts a chord together from the tokens of its symbol.
struct ChordBuilder {
    private enum Base { case plain, major, minor, diminished, halfDiminished, augmented }

    private var base = Base.plain
    private var isFirst = true
    private var hasNumber = false
    private var hasSeventh = false
    private var hasMajorSeventh = false
    private var hasSixth = false
    private var suspension: Int?
    private var hasAddedThird = false
    private var isAltered = false
    private var isPower = false
    private var hasFlatFive = false
    private var hasSharpFive = false
    private var impliesNine = false
    private var tensions: Tensions = []

    /// Takes in the tokens in order.
    mutating func add(_ tokens: [ChordToken]) throws(ChordFault) {
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            let next = index + 1 < tokens.count ? tokens[index + 1].kind : nil
            var used = 1
            switch token.kind {
            case .gap: break
            case .major: try addMajor(next, at: token.offset)
            case .minor: try setBase(.minor, at: token.offset)
            case .diminished: try setBase(.diminished, at: token.offset)
            case .halfDiminished: try setBase(.halfDiminished, at: token.offset)
            case .augmented: try addAugmented(at: token.offset)
            case .suspended: used += try addSuspension(next, at: token.offset)
            case .altered:
                guard base == .plain, !isAltered else { throw ChordFault(offset: token.offset) }
                isAltered = true
            case .added:
                guard case .number(let number, let accidental) = next else { throw ChordFault(offset: token.offset) }
                try addNote(number, accidental, at: token.offset)
                used = 2
            case .number(let number, let accidental):
                try addNumber(number, accidental, at: token.offset)
                hasNumber = true
            case .accidental: throw ChordFault(offset: token.offset)
            }
            if token.kind != .gap { isFirst = false }
            index += used
        }
    }

    private mutating func setBase(_ new: Base, at offset: Int) throws(ChordFault) {
        guard isFirst else { throw ChordFault(offset: offset) }
        base = new
    }

    private mutating func addMajor(_ next: ChordToken.Kind?, at offset: Int) throws(ChordFault) {
        if isFirst {
            base = .major
            return
        }
        // "mMaj7", "+j7", "dim(maj7)"
        guard [.minor, .augmented, .diminished].contains(base), !hasNumber, case .number(let number, 0) = next,
            number >= 7
        else { throw ChordFault(offset: offset) }
        hasMajorSeventh = true
    }

    private mutating func addAugmented(at offset: Int) throws(ChordFault) {
        if isFirst {
            base = .augmented
            return
        }
        guard hasNumber || base == .major, !hasSharpFive else { throw ChordFault(offset: offset) }
        hasSharpFive = true
    }

    private mutating func addSuspension(_ next: ChordToken.Kind?, at offset: Int) throws(ChordFault) -> Int {
        guard suspension == nil, [.plain, .major, .minor].contains(base) else { throw ChordFault(offset: offset) }
        if case .number(let number, 0) = next, number == 2 || number == 4 {
            suspension = number
            return 1
        }
        suspension = 4
        return 0
    }

    private mutating func addNote(_ number: Int, _ accidental: Int, at offset: Int) throws(ChordFault) {
        switch (number, accidental) {
        case (2, 0): tensions.insert(.nine)
        case (3, 0): hasAddedThird = true
        case (4, 0): tensions.insert(.eleven)
        case (6, 0): hasSixth = true
        case (9, _), (11, _), (13, _): try insert(number, accidental, at: offset)
        default: throw ChordFault(offset: offset)
        }
    }

    private mutating func addNumber(_ number: Int, _ accidental: Int, at offset: Int) throws(ChordFault) {
        switch (number, accidental) {
        case (7, 0):
            guard !hasSeventh else { throw ChordFault(offset: offset) }
            hasSeventh = true
        case (6, 0):
            if hasSeventh { tensions.insert(.thirteen) } else { hasSixth = true }
        case (6, -1): tensions.insert(.flatThirteen)
        case (5, -1): hasFlatFive = true
        case (5, 1): hasSharpFive = true
        case (5, 0):
            guard isFirst else { throw ChordFault(offset: offset) }
            isPower = true
        case (2, 0):
            guard isFirst else { throw ChordFault(offset: offset) }
            tensions.insert(.nine)
        case (9, _), (11, _), (13, _):
            if !hasNumber, accidental == 0, number > 9 { impliesNine = true }
            if !hasSixth, !isPower { hasSeventh = true }
            try insert(number, accidental, at: offset)
        default: throw ChordFault(offset: offset)
        }
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

    /// The chord on a root.
    func chord(on root: NoteName) -> Chord {
        var tensions = self.tensions
        if impliesNine, tensions.isDisjoint(with: [.flatNine, .sharpNine]) { tensions.insert(.nine) }
        if isAltered { return Chord(rootName: root, quality: .altered) }
        let isSuspended = suspension != nil && !hasAddedThird
        if suspension != nil, hasAddedThird { tensions.insert(.eleven) }
        let quality = isSuspended ? suspended(&tensions) : isPower ? .power : stacked(&tensions)
        return Chord(rootName: root, quality: quality, tensions: tensions)
    }

    private func suspended(_ tensions: inout Tensions) -> ChordQuality {
        if hasFlatFive { tensions.insert(.flatFive) }
        if hasSharpFive { tensions.insert(.flatThirteen) }
        if hasSixth { tensions.insert(.thirteen) }
        if hasSeventh { return base == .major || hasMajorSeventh ? .majorSeventhSuspended : .dominantSuspended }
        return suspension == 2 ? .suspendedSecond : .suspendedFourth
    }

    private func stacked(_ tensions: inout Tensions) -> ChordQuality {
        switch base {
        case .minor: return minor(&tensions)
        case .halfDiminished: return .halfDiminished
        case .diminished:
            if hasMajorSeventh { return .diminishedMajorSeventh }
            return hasSeventh || hasSixth ? .diminishedSeventh : .diminished
        case .plain, .major, .augmented:
            let isAugmented = base == .augmented || hasSharpFive
            // With both fifths altered the lowered one is heard as a raised eleventh.
            if hasFlatFive { tensions.insert(isAugmented ? .sharpEleven : .flatFive) }
            if hasSixth, !hasSeventh {
                if isAugmented { tensions.insert(.flatThirteen) }
                return .sixth
            }
            if hasSixth { tensions.insert(.thirteen) }
            guard hasSeventh || hasMajorSeventh else { return isAugmented ? .augmented : .major }
            if base == .major || hasMajorSeventh { return isAugmented ? .augmentedMajorSeventh : .majorSeventh }
            return isAugmented ? .augmentedSeventh : .dominant
        }
    }

    private func minor(_ tensions: inout Tensions) -> ChordQuality {
        if hasSharpFive { tensions.insert(.flatThirteen) }
        if hasSixth, hasSeventh { tensions.insert(.thirteen) }
        if hasMajorSeventh { return hasFlatFive ? .diminishedMajorSeventh : .minorMajorSeventh }
        if hasSeventh { return hasFlatFive ? .halfDiminished : .minorSeventh }
        if hasSixth { return hasFlatFive ? .diminishedSeventh : .minorSixth }
        return hasFlatFive ? .diminished : .minor
    }
}
