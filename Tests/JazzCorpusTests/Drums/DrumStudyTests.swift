import Band
import JazzCorpus
import MIDI
import TestSupport
import Testing

@Suite struct DrumStudyTests {
    /// Eight bars of the simplest ride: quarters and skip notes, the foot on two and four, a kick on one; `late` ticks
    /// behind the click as a whole.
    static func performance(late: Int = 0, skip: Int = 320) -> MIDIFile {
        var track = Track(name: "drums")
        func hit(_ key: Int, _ tick: Int, _ velocity: Int) {
            track.append(Note(channel: 9, pitch: key, velocity: velocity, start: tick + late, end: tick + late + 20))
        }
        for bar in 0..<8 {
            for beat in 0..<4 {
                let tick = bar * 1920 + beat * 480
                hit(51, tick, beat % 2 == 1 ? 90 : 70)
                if beat % 2 == 1 {
                    hit(51, tick + skip, 60)
                    hit(44, tick, 50)
                }
            }
            hit(36, bar * 1920, 40)
        }
        track.sort()
        return MIDIFile(division: .ticksPerQuarter(480), tracks: [track])
    }

    static func lines(_ study: DrumStudy, _ prefix: String) -> [String] {
        study.table().text.split(separator: "\n").map(String.init).filter { $0.hasPrefix(prefix) }
    }

    @Test(arguments: [0, 25]) func countsWhatFollowsWhat(_ late: Int) throws {
        var study = DrumStudy()
        study.add(try DrumPerformance(Self.performance(late: late), name: "d_s_1_jazz_120_beat_4-4.mid"))
        #expect(study.bars == 8)
        // Beat 1 after nothing (the first) or after quarter and skip (pattern 5): the quarter alone (pattern 1).
        #expect(
            Self.lines(study, "swing time-follows") == [
                "swing time-follows 0 0 1 0 0 0 0 0 0", "swing time-follows 5 0 7 0 0 0 0 0 0",
                "swing time-follows 9 0 0 0 0 0 8 0 0", "swing time-follows 21 0 8 0 0 0 0 0 0",
                "swing time-follows 25 0 0 0 0 0 8 0 0",
            ])
        #expect(Self.lines(study, "swing kick-follows").contains("swing kick-follows 0 0 8 0 0 0 0 0 0"))
        #expect(Self.lines(study, "swing pedal-follows").contains("swing pedal-follows 8 0 8 0 0 0 0 0 0"))
        // 320 of 480 ticks: the long eighth is twice the short one.
        #expect(Self.lines(study, "swing-ratio") == ["swing-ratio 120 2000"])
        // It plays no early and no late note once its lag is off.
        #expect(Self.lines(study, "swing time-timing").allSatisfy { $0.hasSuffix(" 0 0") })
        #expect(Self.lines(study, "fast time-follows").isEmpty && Self.lines(study, "waltz time-follows").isEmpty)
    }

    @Test func theSwingIsMeasuredByTempo() throws {
        var study = DrumStudy()
        study.add(try DrumPerformance(Self.performance(skip: 320), name: "d_jazz_100_beat_4-4.mid"))
        study.add(try DrumPerformance(Self.performance(skip: 264), name: "d_jazz-fast_290_beat_4-4.mid"))
        #expect(Self.lines(study, "swing-ratio") == ["swing-ratio 100 2000", "swing-ratio 290 1222"])
    }

    @Test(arguments: [
        ("song.mid", DrumRefusal.name), ("x_jazz_120_4-4.mid", .name), ("x_jazz_9_beat_4-4.mid", .name), ("", .name),
        ("x_rock_120_beat_4-4.mid", .style("rock")), ("x_jazz_120_beat_5-4.mid", .style("jazz")),
    ])
    func namesThatSayNothingAreRefused(_ name: String, _ refusal: DrumRefusal) {
        #expect(throws: refusal) { try DrumPerformance(Self.performance(), name: name) }
    }

    @Test func silenceAndAbsurdLengthsAreNoTrouble() throws {
        let name = "x_jazz_120_beat_4-4.mid"
        let empty = MIDIFile(division: .ticksPerQuarter(480), tracks: [Track(name: "drums")])
        #expect(throws: DrumRefusal.silent) { try DrumPerformance(empty, name: name) }
        var long = Self.performance()
        long.tracks[0].append(
            Note(channel: 9, pitch: 36, velocity: 9, start: MIDIFile.maximumTick - 1, end: MIDIFile.maximumTick))
        var study = DrumStudy()
        let fill = try DrumPerformance(long, name: "x_jazz_120_fill_4-4.mid")
        study.add(fill)
        #expect(study.bars == 8)
    }

    @Test func comparesTheBandWithTheDrummers() throws {
        let performance = try DrumPerformance(Self.performance(), name: "d_jazz_120_beat_4-4.mid")
        let table = try DrumComparison([performance], table: DrumFixture.table()).table.split(separator: "\n")
        #expect(table.count == 3)
        let real = table[1].split(separator: " ")
        // Rides, foot, snare, kick, toms a bar; on the beats; skip notes a beat; two and four; repeats.
        #expect(
            real.dropFirst(3).prefix(9) == ["6.00", "2.00", "0.00", "1.00", "0.00", "1.00", "0.50", "1.00", "1.00"])
    }
}
