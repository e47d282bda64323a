import Commands
import ModelFile
import PretrainedText

extension LearnedText {
    /// The model that comes with the program: William Shakespeare's plays.
    ///
    /// - Throws: ``Failure``.
    package static func shipped() throws -> LearnedText {
        // The array and its length stand side by side, both written by the compiler.
        let bytes = unsafe Array(
            UnsafeBufferPointer(start: pretrained_text_model, count: pretrained_text_model_count))
        return try LearnedText(Model(bytes: bytes, name: shippedName, kind: kind), name: shippedName)
    }

    /// What it is called in messages, and in place of a file's name.
    package static let shippedName = "shakespeare"
}
