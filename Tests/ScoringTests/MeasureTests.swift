import Scoring
import Testing

@Suite struct MeasureTests {
    /// Programs know the measures by these names.
    @Test func theNamesStay() {
        #expect(
            Measure.allCases.map(\.rawValue) == [
                "density", "rest_ratio", "phrase_notes", "phrase_bars", "mean_abs_interval", "step_ratio",
                "leap_gt_octave", "repeat_note", "direction_change", "range90", "H1", "H4", "GS", "GSj", "CT_strong",
                "CT_offbeat", "CT_contrast", "scale_ratio", "NCT_resolved", "ioi_eighth", "ioi_long", "H_ioi",
                "offbeat_share", "swing_ratio", "rep4", "rep4_pitch", "longest_self_repeat", "self_sim", "H_interval",
                "CPI",
            ])
        #expect(Set(Measure.inDistance).count == 17)
    }
}
