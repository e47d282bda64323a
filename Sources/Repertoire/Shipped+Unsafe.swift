package import Jazz
package import JazzTraining
import Pretrained

/// What the executable carries: the models, the drummer's table and the sample charts.
package enum Shipped {
    /// The bytes of a model's file.
    package static func model(_ form: ModelForm) -> [UInt8] {
        switch form.kind.name {
        case ModelForm.backwardLead.kind.name: unsafe bytes(pretrained_backward_model)
        case ModelForm.bass.kind.name: unsafe bytes(pretrained_bass_model)
        case ModelForm.changes.kind.name: unsafe bytes(pretrained_changes_model)
        default: unsafe bytes(pretrained_lead_model)
        }
    }

    /// The bytes of the drummer's table.
    package static var drumTable: [UInt8] { unsafe bytes(pretrained_drum_table) }

    /// The bytes of the table of what is played over each chord.
    static var harmonyTable: [UInt8] { unsafe bytes(pretrained_harmony_table) }

    /// The sample charts by name.
    package static var charts: ChartLibrary {
        var texts: [(name: String, text: String)] = []
        for index in 0..<pretrained_chart_count {
            let file = unsafe pretrained_chart(index)
            texts.append((unsafe String(cString: file.name), String(decoding: unsafe bytes(file), as: UTF8.self)))
        }
        return ChartLibrary(texts)
    }

    /// The array and its length stand side by side in `pretrained_file`, both written by the compiler.
    private static func bytes(_ file: pretrained_file) -> [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
}
