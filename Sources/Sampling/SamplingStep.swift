/// One link of the chain between the logits and the draw.
///
/// The order is llama.cpp's: hard masks → logit bias → penalties → DRY → top-k → typical → top-p → min-p → temperature
/// → draw. A step narrows or reweighs the candidates and never empties them; what it does not need of the history it
/// ignores.
package protocol SamplingStep {
    func apply(to candidates: inout Candidates, history: TokenHistory)
}
