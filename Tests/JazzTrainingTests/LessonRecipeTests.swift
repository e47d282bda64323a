import JazzTraining
import Testing

@Suite struct LessonRecipeTests {
    @Test func littleMusicIsLearnedByASmallNetwork() {
        let sizes = [0, 4_999, 5_000, 49_999, 50_000].map(LeadLesson.recipe.hiddenSize(for:))
        #expect(sizes == [32, 32, 96, 96, 160])
        #expect([0, 5_000, 30_000].map(BassLesson.recipe.hiddenSize(for:)) == [24, 48, 64])
        #expect(ChangesLesson.recipe.hiddenSize(for: 1) == 112)
    }
}
