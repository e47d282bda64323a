import BenchCommand
import Testing

@Suite struct TableTests {
    private let table = Table(
        [("what", .left), ("here", .right), ("never", .right), ("goal", .left)],
        rows: [["lstm 2 × 256", "9,502", "", "≥ 2.0 × ok"], ["rnn", "101k", "", ""]])

    @Test func columnsStandUnderTheirHeadings() {
        #expect(
            table.text == """
                what           here  never  goal
                lstm 2 × 256  9,502         ≥ 2.0 × ok
                rnn            101k

                """)
    }

    @Test func emptyColumnsAreLeftOut() {
        #expect(
            table.compact.text == """
                what           here  goal
                lstm 2 × 256  9,502  ≥ 2.0 × ok
                rnn            101k

                """)
    }

    @Test func markdown() {
        var table = table.compact
        table.rows[1][0] = "a|b"
        #expect(
            table.markdown == """
                | what | here | goal |
                |---|---:|---|
                | lstm 2 × 256 | 9,502 | ≥ 2.0 × ok |
                | a\\|b | 101k |  |

                """)
    }
}
