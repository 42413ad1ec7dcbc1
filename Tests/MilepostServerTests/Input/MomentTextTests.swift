import MilepostCore
import Testing

@testable import MilepostServer

@Suite struct MomentTextTests {
  private func moment(_ text: String) -> String? {
    (try? MomentText.instant(text, .utc, place: "since"))?.map(\.rfc3339) ?? nil
  }

  @Test(
    "A moment is read with its offset and as much of a second as is kept",
    arguments: [
      ("2022-06-30T08:00:00Z", "2022-06-30T08:00:00.000Z"), ("2022-06-30t08:00:00+08:00", "2022-06-30T00:00:00.000Z"),
      ("2022-01-01T00:00:00-00:30", "2022-01-01T00:30:00.000Z"), (" 2022-06-30 ", "2022-06-30T00:00:00.000Z"),
      ("2022-06-30T08:00:00.5Z", "2022-06-30T08:00:00.500Z"),
      ("2022-06-30T08:00:00.123456789123456789Z", "2022-06-30T08:00:00.123Z"),
    ])
  func read(text: String, means: String) { #expect(moment(text) == means) }

  @Test(
    "What no clock shows and no zone has is refused, not read as something else",
    arguments: [
      "2022-06-30T08:00:00+99:99", "2022-06-30T08:00:00+9999999999999:00", "292278996-01-01T00:00:00Z",
      "-99999-01-01T00:00:00Z", "2022-06-30T24:00:00Z", "2022-06-30T08:60:00Z", "2022-02-30T08:00:00Z",
      "2022-06-30T08:00:00", "2022-06-30T08:00:00.Z", "2022-06-30T08:00:00Z ½", "２０２２-06-30T08:00:00Z", "",
    ])
  func refused(text: String) { #expect(moment(text) == nil) }
}
