internal import Jazz
internal import Synchronization

/// The last pieces that were made.
final class PieceStore: Sendable {
    private struct State {
        var pieces: [String: StudioPiece] = [:]
        /// The oldest first.
        var order: [String] = []
        var notes = 0
    }

    private let state = Mutex(State())
    /// So many notes are kept, some 40 bytes each.
    private static let mostNotes = 600_000

    func add(_ piece: StudioPiece) {
        state.withLock { state in
            if state.pieces[piece.id] != nil { remove(piece.id, &state) }
            state.pieces[piece.id] = piece
            state.order.append(piece.id)
            state.notes += Self.size(piece)
            while state.notes > Self.mostNotes, state.order.count > 1 { remove(state.order[0], &state) }
        }
    }

    private func remove(_ id: String, _ state: inout State) {
        guard let piece = state.pieces.removeValue(forKey: id) else { return }
        state.order.removeAll { $0 == id }
        state.notes -= Self.size(piece)
    }

    private static func size(_ piece: StudioPiece) -> Int {
        200 + piece.text.utf8.count / 40
            + piece.piece.parts.reduce(0) { $0 + $1.notes.count + ($1.written?.count ?? 0) }
    }

    /// A piece by its id.
    func piece(_ id: String) throws(APIError) -> StudioPiece {
        guard let piece = state.withLock({ $0.pieces[id] }) else {
            throw APIError(
                404, "there is no piece of this id any more", at: "id",
                hint: "make it again from its recipe: POST /api/pieces/remake")
        }
        return piece
    }
}
