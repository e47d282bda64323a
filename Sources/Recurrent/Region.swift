/// A matrix inside a flat array: where it starts, its size, and the distance between its rows.
struct Region: Sendable {
    var start: Int
    var rows: Int
    var columns: Int
    var stride: Int

    /// A whole row-major matrix.
    init(start: Int, rows: Int, columns: Int) {
        self.init(start: start, rows: rows, columns: columns, stride: columns)
    }

    init(start: Int, rows: Int, columns: Int, stride: Int) {
        self.start = start
        self.rows = rows
        self.columns = columns
        self.stride = stride
    }

    /// One past the last number.
    var end: Int { rows == 0 ? start : start + (rows - 1) * stride + columns }

    /// Some of the rows.
    func rows(_ range: Range<Int>) -> Region {
        Region(start: start + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride)
    }
}
