extension Manner {
    /// Where players of a school lie.
    public enum School: String, Sendable, CaseIterable {
        case traditional, swing, cool, bebop, hardBop = "hard-bop", postBop = "post-bop", fusion

        /// The means of its solos, in the order of ``Trait``.
        var means: [Double] {
            switch self {
            case .traditional: [-0.46, 0.39, -0.58, 0.04, -0.10, 0.08, 0, 0, 0, 0, 0, 0, 0]
            case .swing: [-0.16, 0.26, -0.03, -0.25, -0.22, 0.26, 0, 0, 0, 0, 0, 0, 0]
            case .cool: [-0.33, -0.24, -0.58, -0.07, -0.09, -0.15, 0, 0, 0, 0, 0, 0, 0]
            case .bebop: [0.37, -0.24, -0.15, -0.10, 0.08, -0.15, 0, 0, 0, 0, 0, 0, 0]
            case .hardBop: [0.10, -0.16, -0.17, 0.06, 0.01, 0.23, 0, 0, 0, 0, 0, 0, 0]
            case .postBop: [0.19, 0.01, 0.41, 0.04, 0.05, -0.11, 0, 0, 0, 0, 0, 0, 0]
            case .fusion: [0.08, -0.09, 0.15, 0.66, 0.44, 0.08, 0, 0, 0, 0, 0, 0, 0]
            }
        }
    }
}
