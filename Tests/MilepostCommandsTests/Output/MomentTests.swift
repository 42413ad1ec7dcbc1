import MilepostCommands
import Testing

@Suite("Moments")
struct MomentTests {
  @Test(
    "RFC 3339 in UTC is read to the millisecond",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2022-05-31T01:00:00Z", 1_653_958_800_000),
      ("2022-05-31T01:00:00.5Z", 1_653_958_800_500), ("2022-05-31T01:00:00.123456Z", 1_653_958_800_123),
      ("1969-12-31T23:59:59.999Z", -1), ("2024-02-29T00:00:00Z", 1_709_164_800_000),
    ] as [(String, Int64)])
  func reads(text: String, milliseconds: Int64) {
    #expect(Moment(rfc3339: text)?.milliseconds == milliseconds)
  }

  @Test(
    "Any other form is not a moment",
    arguments: [
      "", "Z", "2022-05-31", "2022-05-31T01:00:00", "2022-05-31T01:00:00+08:00", "2022-05-31T01:00:00.Z",
      "2022-05-31 01:00:00Z", "20x2-05-31T01:00:00Z", "2022-05-31T01:00:00.1234567890Z", "2022-05-31T01:00:00.1x3Z",
    ])
  func refuses(text: String) {
    #expect(Moment(rfc3339: text) == nil)
  }
}
