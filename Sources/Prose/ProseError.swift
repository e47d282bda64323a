public import Files

/// Why a corpus, a vocabulary or a network cannot be used for text.
public enum ProseError: Error, Equatable, Sendable {
    /// The file does not exist.
    case missing(file: String)
    /// A folder cannot be read.
    case folder(FileReadError)
    /// A folder has no text in it.
    case noTexts(folder: String)
    /// The path names a directory.
    case isDirectory(file: String)
    /// The operating system refused to read the file; `code` is its `errno`.
    case unreadable(file: String, code: Int32)
    /// More comes out of a pipe than will be stored; the limit in bytes.
    case tooLarge(file: String, limit: Int)
    /// The text of a pipe cannot be stored in this directory; `code` is the system's `errno`.
    case cannotStore(file: String, directory: String, code: Int32)
    /// The file has lost some of its text while it was in use.
    case changed(file: String)
    /// The file has no characters.
    case empty(file: String)
    /// The file begins as gzip's do, and cannot be decompressed.
    case badGzip(file: String)
    /// The file has a NUL byte, which no text has.
    case binary(file: String, offset: Int)
    /// The file begins with the mark of UTF-16.
    case utf16(file: String)
    /// The bytes from this offset on are not UTF-8; the encoding is named where there is no doubt of it.
    case invalidUTF8(file: String, offset: Int, encoding: String?)
    /// There is too little text to learn from and to check against.
    case tooShort(file: String, characters: Int, needed: Int)
    /// There are too few lines to learn from and to check against.
    case tooFewLines(file: String, lines: Int, needed: Int)
    /// There are too few documents between separators.
    case tooFewDocuments(file: String, documents: Int, needed: Int)
    /// The text has more characters than passages are looked up in.
    case tooLong(file: String, characters: Int, limit: Int)
    /// What a text begins with breaks a rule that it is written by; the number of the character, from 1 on.
    case promptForbidden(rule: String, character: Int)
    /// Two models that are to be blended do not have the same characters, or not the same kind of texts.
    case differentVocabularies(one: Int, other: Int)
    /// Two models that are to be blended have other kinds of tokens.
    case differentTokenizers(one: String, other: String)
    /// A model does not read its tokens as vectors that are words.
    case noVectors(tokens: String)
    /// A word has no vector.
    case unknownWord(String)
    /// A line of a file of vectors is none.
    case badVectors(file: String, line: Int, reason: String)
    /// A vocabulary entry is neither a special token in its place nor a single character, or occurs twice.
    case badVocabulary(entry: Int, text: String)
    /// The texts of a vocabulary are lines, and it has no character that ends one.
    case noLineEnd
    /// A network's input or output does not have one entry for each token.
    case wrongNetwork(inputSizes: [Int], outputSize: Int, vocabularySize: Int)
}

extension ProseError: CustomStringConvertible {
    /// One line: what failed, where, and what to do about it.
    public var description: String {
        switch self {
        case .missing(let file):
            "\(file): no such file; check the path of the corpus"
        case .folder(let error): error.description
        case .noTexts(let folder):
            "\(folder): has no file that ends in .txt, .text or .md; name the files themselves"
        case .isDirectory(let file):
            "\(file): is a directory; name a text file"
        case .unreadable(let file, let code):
            "\(file): cannot be read: \(systemMessage(code))"
        case .tooLarge(let file, let limit):
            "\(file): more than \(limit >> 20) MiB came; write it to a file first and name that"
        case .cannotStore(let file, let directory, let code):
            "\(file): cannot be stored in \(directory): \(systemMessage(code)); write it to a file and name that"
        case .changed(let file):
            "\(file): was cut or written anew while it was read; learn from a copy that stays as it is"
        case .empty(let file):
            "\(file): is empty; there is nothing to learn from"
        case .badGzip(let file):
            "\(file): its compressed data are damaged or cut; compress it again"
        case .binary(let file, let offset):
            "\(file): is not a text file: a NUL byte at offset \(offset)"
        case .utf16(let file):
            "\(file): is UTF-16; convert it first (iconv -f UTF-16 -t UTF-8)"
        case .invalidUTF8(let file, let offset, let encoding):
            "\(file): is not valid UTF-8 at byte \(offset)"
                + (encoding.map { ", but \($0); convert it first (iconv -f \($0) -t UTF-8)" }
                    ?? "; find out its encoding and convert it first (iconv -f ENCODING -t UTF-8)")
                + "; or learn its bytes as they are with --tokenizer bytes"
        case .tooShort(let file, let characters, let needed):
            "\(file): has \(characters) character\(characters == 1 ? "" : "s"); at least \(needed) are needed to learn from and to check against"
        case .tooFewLines(let file, let lines, let needed):
            "\(file): has \(lines) line\(lines == 1 ? "" : "s") that \(lines == 1 ? "is" : "are") not empty; at least "
                + "\(needed) are needed to learn from and check against"
        case .tooFewDocuments(let file, let documents, let needed):
            "\(file): its separators make \(documents) document\(documents == 1 ? "" : "s"); at least \(needed) are needed to "
                + "learn from and check against"
        case .tooLong(let file, let characters, let limit):
            "\(file): has \(characters) characters; copied passages are looked up in texts of up to \(limit)"
        case .promptForbidden(let rule, let character):
            "the prompt breaks \(rule) at character \(character); change one of them"
        case .differentTokenizers(let one, let other):
            "the models do not fit each other: one writes \(one), the other \(other); blend models of one vocabulary, such as "
                + "those of textgen train --from"
        case .noVectors(let tokens):
            "the model writes \(tokens), or reads its words one-hot, so that they have no vectors; learn the text with "
                + "--tokenizer words"
        case .unknownWord(let word): "there is no vector for the word \(word.debugDescription)"
        case .badVectors(let file, let line, let reason):
            "\(file): line \(line) \(reason); a line is a word and its numbers, with spaces between them"
        case .differentVocabularies(let one, let other):
            "the models do not fit each other: one has \(one) tokens, the other \(other), or other ones, or other texts; "
                + "blend models of one vocabulary, such as those of textgen train --from"
        case .badVocabulary(let entry, let text):
            "entry \(entry) of the vocabulary, \(text.debugDescription), is not what a model of its kind has there"
        case .noLineEnd:
            "the vocabulary has no line's end, so that no text would ever end; leave --lines out"
        case .wrongNetwork(let inputSizes, let outputSize, let size):
            "a network that reads \(inputSizes) and writes \(outputSize) does not fit a vocabulary of \(size)"
        }
    }
}
