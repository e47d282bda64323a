extension Manner {
    /// Where players of a school lie.
    public enum School: String, Sendable, CaseIterable {
        case traditional, swing, cool, bebop, hardBop = "hard-bop", postBop = "post-bop", fusion

        /// The means of its solos, in the order of ``Trait``.
        var means: [Double] {
            switch self {
            case .traditional: [-0.60, 0.37, -0.69, 0.07, -0.05, 0.33, -0.90, -0.95, -0.70, 0.18, 0.31, -0.91, -0.35]
            case .swing: [-0.16, 0.34, -0.05, -0.20, -0.23, 0.28, -0.13, -0.20, -0.33, 0.02, 0.32, -0.17, -0.15]
            case .cool: [-0.38, -0.25, -0.57, -0.02, 0.05, 0.04, -0.51, -0.33, -0.57, 0.14, 0.41, 0.24, -0.23]
            case .bebop: [0.48, -0.21, -0.12, -0.14, 0.22, -0.14, 0.38, -0.14, 0.20, 0.22, 0.16, 0.16, 0.04]
            case .hardBop: [0.02, -0.09, -0.16, 0.09, 0.10, 0.08, 0.14, -0.25, -0.07, 0.02, -0.04, 0.72, 0.33]
            case .postBop: [0.30, 0.06, 0.38, -0.06, 0.20, -0.23, 0.31, 0.50, 0.32, -0.03, -0.08, -0.13, 0.01]
            case .fusion: [0.04, -0.17, 0.09, 0.69, 0.55, 0.04, 0.27, 0.56, 0.15, 0.10, -0.41, -0.58, -0.31]
            }
        }
    }
}
