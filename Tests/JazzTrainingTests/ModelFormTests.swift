import Jazz
import JazzTraining
import ModelFile
import Recurrent
import Numerics
import Testing

@Suite struct ModelFormTests {
    @Test(arguments: 0..<4) func aModelOfTheFormFits(_ index: Int) throws {
        let form = ModelForm.all[index]
        var random = Xoshiro256StarStar(seed: 1)
        let network = try Network(form.kind.configuration(cell: .rnn, hiddenSize: 8, layers: 2), using: &random)
        #expect(network.configuration.cell == .rnn && network.configuration.layers == 2)
        #expect(network.configuration.outputSize == form.kind.vocabulary.count)
        try form.check(form.model(network, card: ModelCard(kind: form.kind.name)), name: "x")
        // Which way a lead is read does not show in the shape of the network; the encoding says it.
        for other in ModelForm.all where other.kind.name != form.kind.name {
            #expect(other.kind.encoding != form.kind.encoding)
            let isLead = Set([form.kind.name, other.kind.name]) == [ModelKind.lead.name, ModelKind.backwardLead.name]
            #expect(other.kind.fits(network.configuration) == isLead)
            let model = form.model(network, card: ModelCard(kind: form.kind.name))
            #expect(throws: LessonError.self) { try other.check(model, name: "x") }
        }
    }

    @Test func anotherEncodingOrNetworkIsRefused() throws {
        var random = Xoshiro256StarStar(seed: 1)
        let form = ModelForm.lead
        let network = try Network(form.kind.configuration(cell: .lstm, hiddenSize: 8, layers: 1), using: &random)
        var model = form.model(network, card: ModelCard(kind: form.kind.name))
        model.extra[ModelForm.encodingKey] = "older"
        let needed = form.kind.encoding
        #expect(
            throws: LessonError.otherEncoding(file: "x", found: "older", needed: needed, maker: "jazz train")
        ) { try form.check(model, name: "x") }
        model.extra[ModelForm.encodingKey] = nil
        #expect(throws: LessonError.noEncoding(file: "x", maker: "jazz train")) { try form.check(model, name: "x") }
        let other = try Network(ModelKind.bass.configuration(cell: .lstm, hiddenSize: 8, layers: 1), using: &random)
        let foreign = form.model(other, card: ModelCard(kind: form.kind.name))
        #expect(throws: LessonError.otherNetwork(file: "x", encoding: needed, maker: "jazz train")) {
            try form.check(foreign, name: "x")
        }
    }
}
