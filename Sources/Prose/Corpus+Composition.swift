@_spi(_Unicode) import Swift

/// One spelling for each text: é may be one character or an e and an accent, and a model would take them for two things.
extension Corpus {
    /// The same text in Normalization Form C (Unicode Standard Annex #15); itself where it is so already.
    ///
    /// - Complexity: O(1) for a text without combining characters, O(n) for others.
    /// - Throws: `ProseError.changed`, `.cannotStore`, `.tooLarge`.
    func composed(in directory: String) throws(ProseError) -> Corpus {
        guard counts.present.contains(where: { $0.scalar.mayCompose }) else { return self }
        var isComposed = true
        forEachPiece { piece in
            isComposed = piece.unicodeScalars.elementsEqual(piece.composed.unicodeScalars)
            return isComposed
        }
        guard !isComposed, !isCut else { return self }
        var spool = Spool(file: name, directory: directory, memoryLimit: Self.memoryLimit, limit: Self.pipeLimit)
        var failure: ProseError?
        forEachPiece { piece in
            do throws(ProseError) { try spool.append(Array(piece.composed.utf8)[...]) } catch { failure = error }
            return failure == nil
        }
        if let failure { throw failure }
        guard !isCut else { throw .changed(file: name) }
        return try Corpus(spool.bytes(), name: name, fileCount: fileCount) { _ in }
    }

    /// Calls `body` with one piece of the text after the other, until it returns false. Each begins with an ASCII
    /// character, which never composes with what stands before it.
    private func forEachPiece(_ body: (String) -> Bool) {
        var piece = String.UnicodeScalarView()
        var (count, goesOn) = (0, true)
        forEachValue(0..<characterCount) { value in
            guard goesOn else { return }
            if count >= 4_096, value < 0x80 {
                goesOn = body(String(piece))
                piece = String.UnicodeScalarView()
                count = 0
            }
            piece.append(Unicode.Scalar(value) ?? "\u{FFFD}")
            count += 1
        }
        if goesOn, count > 0 { _ = body(String(piece)) }
    }
}

extension Unicode.Scalar {
    /// Whether composing may change a text with this character: as a rule only marks and the vowels of Hangul do.
    fileprivate var mayCompose: Bool {
        guard value >= 0x300 else { return false }
        if properties.canonicalCombiningClass != .notReordered || 0x1161...0x11FF ~= value { return true }
        return properties.generalCategory == .spacingMark || !String(self).composed.unicodeScalars.elementsEqual([self])
    }
}

extension StringProtocol {
    /// The text in Normalization Form C.
    var composed: String {
        var scalars = String.UnicodeScalarView()
        for scalar in String(self)._nfc { scalars.append(scalar) }
        return String(scalars)
    }

    /// The text in Normalization Form D.
    var decomposed: String {
        var scalars = String.UnicodeScalarView()
        for scalar in String(self)._nfd { scalars.append(scalar) }
        return String(scalars)
    }
}
