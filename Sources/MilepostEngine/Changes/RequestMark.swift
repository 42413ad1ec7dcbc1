import MilepostCore
import MilepostStore

/// What a request asks of the transaction that it leads to, beside the change itself. It travels with the task.
package struct RequestMark: Sendable {
  @TaskLocal package static var current: RequestMark?

  /// The change is made only while this still has the revision that the caller has seen.
  package struct Precondition: Sendable {
    package enum Subject: Sendable {
      case project(String)
      case milestone(String, of: String)
      case activity(String, of: String)
      case endpoint(String)
      // These have a stamp in place of a revision.
      case alert(Int64)
      case token(String)
      case feed(String)
      case route(String)
      case silence(Int64)
    }

    package var subject: Subject
    package var revision: Int64

    package init(_ subject: Subject, revision: Int64) {
      self.subject = subject
      self.revision = revision
    }
  }

  package var precondition: Precondition?
  /// Recorded with the change, so that the same request sent again is known.
  package var repetition: Repetition?

  package init(precondition: Precondition? = nil, repetition: Repetition? = nil) {
    self.precondition = precondition
    self.repetition = repetition
  }
}

extension UnitOfWork {
  func check(_ precondition: RequestMark.Precondition) throws {
    // Of what is not there the change itself has more to say.
    guard let revision = try revision(of: precondition.subject) else { return }
    try refuseUnlessRevision(precondition.revision, is: revision)
  }

  private func revision(of subject: RequestMark.Precondition.Subject) throws -> Int64? {
    switch subject {
    case .project(let key): try Lookup.project(key, in: reader).revision
    case .milestone(let key, let project):
      try Lookup.milestone(try Lookup.project(project, in: reader), key, in: reader).revision
    case .activity(let key, let project):
      try Lookup.activity(try Lookup.project(project, in: reader), key, in: reader).revision
    case .endpoint(let name): try Lookup.endpoint(name, in: reader).revision
    case .alert(let id): try reader.alert(id: id).map(Stamp.of)
    case .token(let name): try reader.token(name: name).map(Stamp.of)
    case .feed(let name): try reader.feed(name: name).map(Stamp.of)
    case .route(let name): try Stamp.of(Lookup.route(name, in: reader))
    case .silence(let id): try reader.silence(id: id).map(Stamp.of)
    }
  }
}

extension Engine {
  /// Keeps the answer to a request that may be sent again; the change itself stands already.
  package func keep(_ answer: KeptAnswer, to repetition: Repetition) async throws {
    try await withCheckedThrowingContinuation { continuation in
      turn { engine in
        continuation.resume(
          with: Result { try engine.store.write { try $0.keep(answer, to: repetition, at: engine.wall.now()) } })
      }
    }
  }
}
