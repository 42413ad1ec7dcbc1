import Testing

@testable import MilepostCore

@Suite struct ChineseNumeralsTests {
  private static let digits = Array("零一二三四五六七八九")

  /// 1 to 9999 as they are spoken.
  private func spoken(_ number: Int) -> String {
    var text = ""
    var isGap = false
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
      let digit = number / unit % 10
      if digit == 0 {
        isGap = !text.isEmpty
        continue
      }
      if isGap { text += "零" }
      isGap = false
      text += (digit == 1 && unit == 10 && text.isEmpty ? "" : String(ChineseNumeralsTests.digits[digit])) + name
    }
    return text
  }

  @Test("Every number from 1 to 9999 is read as it is spoken")
  func everyNumber() {
    let wrong = (1...9999).filter { ChineseNumerals.value(of: Array(spoken($0).unicodeScalars)) != $0 }
    #expect(wrong == [])
  }

  @Test(
    "Years digit by digit, twenties and thirties in short, and 两 are read",
    arguments: [("二〇二二", 2022), ("二零三〇", 2030), ("廿", 20), ("廿五", 25), ("卅一", 31), ("两", 2), ("两百", 200)])
  func others(text: String, value: Int) {
    #expect(ChineseNumerals.value(of: Array(text.unicodeScalars)) == value)
  }

  @Test(
    "What has no one value is left as it stands",
    arguments: ["三五", "六七", "二〇", "一百五", "十百", "百", "二三十", "一二三四五", "十十", "两〇二二", "廿廿"])
  func ambiguous(text: String) {
    #expect(ChineseNumerals.value(of: Array(text.unicodeScalars)) == nil)
  }

  @Test("Beside other digits nothing is replaced")
  func mixed() {
    let text = Array("3十天2022年十二月".unicodeScalars)
    #expect(String(String.UnicodeScalarView(ChineseNumerals.replaced(in: text))) == "3十天2022年12月")
  }
}
