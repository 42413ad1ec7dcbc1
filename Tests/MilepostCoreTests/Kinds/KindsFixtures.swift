import MilepostCore

/// The code and place with which something is refused; nil when it is not.
func refusal(_ body: () throws -> Void) -> Refusal? {
  do {
    try body()
    return nil
  } catch let refusal as Refusal {
    return refusal
  } catch {
    fatalError("not a refusal: \(error)")
  }
}
