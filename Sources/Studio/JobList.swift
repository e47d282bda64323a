internal import Files
import ModelFile
import Prose
internal import Synchronization
import Web

/// The jobs of this run of the studio: one at a time is at work.
final class JobList: Sendable {
    private struct State {
        var jobs: [LearningJob] = []
        var waiting: [(job: LearningJob, then: @Sendable () -> Void)] = []
        var isBusy = false
        var number = 0
    }

    private let state = Mutex(State())
    private let folder: String
    private let threads: Int
    private let today: @Sendable () -> String
    private let start: @Sendable (@escaping @Sendable () -> Void) throws -> Void
    private static let mostWaiting = 8
    private static let mostKept = 50

    init(
        folder: String, threads: Int, today: @escaping @Sendable () -> String,
        start: @escaping @Sendable (@escaping @Sendable () -> Void) throws -> Void
    ) {
        self.folder = folder
        self.threads = threads
        self.today = today
        self.start = start
    }

    func addRoutes(to router: inout Router) {
        router.add("GET", "api/jobs", .atOnce) { [self] _ in
            let jobs = state.withLock { $0.jobs }
            return HTTPResponse { writer in writer.list("jobs", jobs) { $1.write(to: &$0) } }
        }
        router.add("GET", "api/jobs/*", .atOnce) { [self] call in
            let job = try job(call)
            return HTTPResponse { job.write(to: &$0) }
        }
        router.add("GET", "api/jobs/*/events", .atOnce) { [self] call in
            HTTPResponse(200, headers: [("Content-Type", "text/event-stream")], body: .stream(try job(call).stream))
        }
        router.add("POST", "api/jobs/*/stop", .atOnce, mostBytes: 0) { [self] call in
            let job = try job(call)
            job.stop()
            return HTTPResponse { job.write(to: &$0) }
        }
        router.add("POST", "api/jobs/*/resume", .soon, mostBytes: 0) { [self] call in
            let job = try job(call)
            guard job.phase == .stopped else {
                throw APIError(409, "the job was not stopped", at: "id", hint: "only a job that was stopped goes on")
            }
            job.wake()
            try add(job) {}
            return HTTPResponse(202) { job.write(to: &$0) }
        }
    }

    private func job(_ call: Router.Call) throws(APIError) -> LearningJob {
        guard let job = state.withLock({ $0.jobs.first { $0.id == call.names[0] } }) else {
            throw APIError(404, "there is no job of this id", at: "id", hint: "GET /api/jobs lists them")
        }
        return job
    }

    func begin(_ order: LearningOrder, corpus: Corpus, then: @escaping @Sendable () -> Void) throws -> HTTPResponse {
        guard corpus.characterCount >= Corpus.minimumCharacters else {
            throw APIError(
                422, "the corpus has \(corpus.characterCount) characters", at: "corpus",
                hint: "at least \(Corpus.minimumCharacters) are needed")
        }
        let isTaken = state.withLock { state in
            state.jobs.contains { $0.order.name == order.name && [.waiting, .running, .stopping].contains($0.phase) }
        }
        guard !isTaken else {
            throw APIError(
                409, "a model of this name is being learned", at: "name", hint: "wait for it, or choose another name")
        }
        do { try Directories.make(folder + "/models", .ownUser) } catch {
            throw APIError(503, "it cannot be kept: \(error)", at: "the disk", retryAfter: 5)
        }
        // What an older job has left is not gone on with: the corpus may be another.
        _ = FileSystem.remove("\(folder)/models/\(order.name).checkpoint")
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        let job = LearningJob(
            id: "learn\(number)", order, corpus: corpus, folder: folder, threads: threads, today: today)
        try add(job, then)
        state.withLock { state in
            state.jobs.append(job)
            if state.jobs.count > Self.mostKept,
                let old = state.jobs.firstIndex(where: { $0.phase == .done || $0.phase == .failed })
            {
                state.jobs.remove(at: old)
            }
        }
        return HTTPResponse(202) { job.write(to: &$0) }
    }

    /// Has a job run when those before it have.
    private func add(_ job: LearningJob, _ then: @escaping @Sendable () -> Void) throws {
        let (isFull, starts) = state.withLock { state in
            guard state.waiting.count < Self.mostWaiting else { return (true, false) }
            state.waiting.append((job, then))
            defer { state.isBusy = true }
            return (false, !state.isBusy)
        }
        guard !isFull else {
            throw APIError(
                429, "\(Self.mostWaiting) jobs wait already", at: "corpus", hint: "wait for one, or stop one",
                retryAfter: 30)
        }
        guard starts else { return }
        try start { [self] in
            WorkQueue.lowerPriority()
            while let (job, then) = state.withLock({ state -> (LearningJob, @Sendable () -> Void)? in
                guard !state.waiting.isEmpty else {
                    state.isBusy = false
                    return nil
                }
                return state.waiting.removeFirst()
            }) {
                job.run()
                then()
            }
        }
    }

    /// Has all stop, as when the program ends.
    func stopAll() { for job in state.withLock({ $0.jobs }) { job.stop() } }
}
