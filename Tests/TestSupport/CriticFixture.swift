import Improvisation
import Numerics
import Recurrent
package import Scoring

/// Critics for tests.
package enum CriticFixture {
    /// One that has learned nothing: it thinks something of everything.
    package static func critic(seed: UInt64 = 1) throws -> Critic {
        var random = Xoshiro256StarStar(seed: seed)
        return Critic(try Network(ModelKind.critic.configuration(hiddenSize: 16), using: &random))
    }
}
