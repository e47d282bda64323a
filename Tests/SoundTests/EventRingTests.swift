import Dispatch
import Glibc
import Sound
import Testing

@Suite struct EventRingTests {
    private func event(_ frame: Int64) -> ScheduledEvent {
        ScheduledEvent(
            frame: frame, kind: .noteOn, channel: UInt8(frame & 15), data1: UInt8(frame & 127), data2: 1)
    }

    @Test("events come out in the order they went in, and a full ring takes no more")
    func order() {
        let ring = EventRing(capacity: 4)
        #expect(ring.first == nil)
        for round in Int64(0)..<5 {
            for index in Int64(0)..<4 { #expect(ring.push(event(round * 4 + index))) }
            #expect(!ring.push(event(99)))
            #expect(ring.count == 4)
            for index in Int64(0)..<4 {
                #expect(ring.first == event(round * 4 + index))
                ring.removeFirst()
            }
            #expect(ring.first == nil && ring.count == 0)
        }
    }

    @Test("a producer and a consumer on two threads lose nothing and see no event half written")
    func twoThreads() {
        let ring = EventRing(capacity: 64)
        let count: Int64 = 200_000
        let group = DispatchGroup()
        DispatchQueue.global().async(group: group) {
            var next: Int64 = 0
            while next < count { if ring.push(event(next)) { next += 1 } else { sched_yield() } }
        }
        var next: Int64 = 0
        var wrong = 0
        while next < count {
            guard let taken = ring.first else {
                // On one core, the producer cannot go on while this thread spins.
                sched_yield()
                continue
            }
            if taken != event(next) { wrong += 1 }
            ring.removeFirst()
            next += 1
        }
        group.wait()
        #expect(wrong == 0)
        #expect(ring.count == 0)
    }
}
