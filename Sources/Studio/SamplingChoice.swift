import Jazz
import Sampling

/// How changes are drawn where somebody asks for it.
enum SamplingChoice {
    /// nil where nothing is asked for.
    static func options(_ temperature: Double?, topP: Double?) throws(APIError) -> SamplingOptions? {
        guard temperature != nil || topP != nil else { return nil }
        do throws(SamplingError) {
            return try SamplingOptions(
                temperature: temperature ?? ProgressionInventor.usualTemperature,
                topP: topP ?? ProgressionInventor.usualTopP)
        } catch {
            throw APIError(error)
        }
    }
}
