import MilepostCommands
import Testing

@Suite("Language and colours")
struct ChoiceTests {
  @Test(
    "The language is what was asked for, else the environment's, in the order that POSIX gives",
    arguments: [
      ([:], Language.english), (["LANG": "zh_CN.UTF-8"], .chinese), (["LANG": "zh"], .chinese),
      (["LANG": "C.UTF-8"], .english), (["LANG": "zha_CN"], .english),
      (["LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"], .english),
      (["LANG": "en_US", "LC_ALL": "zh_TW"], .chinese), (["LANG": "zh_CN", "LC_ALL": ""], .chinese),
      (["LC_ALL": "en_US", "MILEPOST_LANG": "zh"], .chinese), (["LANG": "zh_CN", "MILEPOST_LANG": "en"], .english),
      (["LANG": "zh_CN", "MILEPOST_LANG": ""], .chinese),
    ])
  func language(environment: [String: String], expected: Language) {
    #expect(Language.choose(option: nil, environment: environment) == expected)
    for asked in Language.allCases {
      #expect(Language.choose(option: asked, environment: environment) == asked)
    }
  }

  @Test(
    "Colours come only on a terminal that has them and that nobody muted",
    arguments: [
      (true, ["TERM": "xterm"], true), (false, ["TERM": "xterm"], false), (true, ["TERM": "dumb"], false),
      (true, [:], false), (true, ["TERM": "xterm", "NO_COLOR": "1"], false),
      (true, ["TERM": "xterm", "NO_COLOR": ""], true),
    ])
  func colours(isTerminal: Bool, environment: [String: String], expected: Bool) {
    #expect(Palette(isTerminal: isTerminal, environment: environment).isColoured == expected)
  }
}
