package import Improvisation
package import JazzCorpus
public import MIDI
import Music
public import Recurrent

/// What there is to say of one MIDI file's lead: its measures, what it has in common with a corpus, and how well a
/// network predicts it.
public struct FileScore: Sendable {
    /// What is measured at a time.
    public enum Windowing: Sendable, Equatable {
        /// The whole line.
        case whole
        /// Windows of so many bars.
        case windows(bars: Int)
        /// Windows of so many bars, or the whole line if it is shorter.
        case windowsOrWhole(bars: Int)
    }

    /// A stretch of the line.
    public struct Window: Sendable {
        /// Where it begins, in bars from the start of the file.
        public let bar: Int
        public let measures: SoloMeasures
        /// What it has in common with a corpus; nil without one.
        public let novelty: Novelty?
    }

    /// The lead and where its chords are from.
    public let lead: LeadLine
    /// The stretches that have enough notes, at least one.
    public let windows: [Window]
    /// What the critic thinks of the whole lead; nil without one, or of a lead too short to be judged.
    public let verdict: Critic.Verdict?
    /// How well the network predicts the solos of the file; nil without a network, or where ``bitsRefusal`` says why.
    package let bits: BitsPerNote?
    /// Why the file has no solo that a network could predict, though it has a lead to measure.
    package let bitsRefusal: SoloRefusal?

    /// Scores a file.
    ///
    /// - Parameters:
    ///   - name: The file's name; a line of the index of this name is passed over where `skipsItself`.
    ///   - network: A lead network, see ``ModelKind/lead``.
    ///   - critic: Who judges whether a player played it.
    /// - Complexity: Linear in the notes for the measures; by far most of the time is the network's.
    public init(
        _ file: MIDIFile, name: String, windowing: Windowing, index: NoveltyIndex? = nil, skipsItself: Bool = false,
        network: Network? = nil, critic: Critic? = nil
    ) throws(ScoreRefusal) {
        let lead = try LeadLine(file)
        self.lead = lead
        verdict = critic?.verdict(on: lead.line, tempo: lead.tempo)
        windows = try Self.stretches(of: lead, windowing).map { range, measures in
            Window(
                bar: Int((range.lowerBound / lead.line.barBeats).rounded(.down)), measures: measures,
                novelty: index?.novelty(of: lead.line, in: range, excluding: skipsItself ? name : nil))
        }
        var bits: BitsPerNote?
        var refusal: SoloRefusal?
        if let network {
            do throws(SoloRefusal) {
                let solos = try SoloReader.solos(in: file, name: name).solos
                bits = BitsPerNote(network: network, solos: solos.map { $0.encoded() })
            } catch {
                refusal = error
            }
        }
        self.bits = bits
        bitsRefusal = refusal
    }

    private static func stretches(
        of lead: LeadLine, _ windowing: Windowing
    ) throws(ScoreRefusal) -> [(range: Range<Double>, measures: SoloMeasures)] {
        switch windowing {
        case .whole: return try lead.windows(bars: nil)
        case .windows(let bars): return try lead.windows(bars: bars)
        case .windowsOrWhole(let bars):
            do {
                return try lead.windows(bars: bars)
            } catch .tooShort, .thinWindows {
                return try lead.windows(bars: nil)
            } catch {
                throw error
            }
        }
    }

    /// The median of a measure over the windows.
    public subscript(measure: Measure) -> Double? { quantile(windows.compactMap { $0.measures[measure] }, 0.5) }

    /// The real bands to hold the windows against: those of the length nearest to theirs.
    public var bands: RealBands { .core(nearest: windows[0].measures.bars) }
}
