import MilepostCore

/// What the YAML parser complains about, in words that help.
enum YAMLProblem {
  /// libyaml's own words stand where nothing better is known.
  static func sentence(for problem: String) -> Bilingual {
    known[problem]
      ?? Bilingual(en: "\(problem).", zh: "无法解析（\(problem)）。")
  }

  private static let known: [String: Bilingual] = [
    "block sequence entries are not allowed in this context": Bilingual(
      en: "a “- ” entry cannot stand here; put it on a line of its own.", zh: "此处不能出现“- ”条目，请另起一行。"),
    "control characters are not allowed": Bilingual(en: "control characters are not allowed.", zh: "不能含有控制字符。"),
    "could not find expected ':'": Bilingual(
      en: "a “:” is missing after a key.", zh: "键的后面缺少“:”。"),
    "did not find expected ',' or ']'": Bilingual(
      en: "a “,” or “]” is missing in a list that begins with “[”.", zh: "以“[”开始的列表缺少“,”或“]”。"),
    "did not find expected ',' or '}'": Bilingual(
      en: "a “,” or “}” is missing among fields that begin with “{”.", zh: "以“{”开始的内容缺少“,”或“}”。"),
    "did not find expected '-' indicator": Bilingual(
      en: "a “- ” is missing, or the line is indented differently from the entry before it.", zh: "缺少“- ”，或缩进与上一个条目不一致。"
    ),
    "did not find expected <document start>": Bilingual(
      en: "something follows the end of the document.", zh: "文档结束之后还有多余内容。"),
    "did not find expected key": Bilingual(
      en: "a key should stand here; look at the indentation and quotes above.", zh: "此处应为键；请检查上文的缩进和引号。"),
    "did not find expected node content": Bilingual(en: "a value should stand here.", zh: "此处应为一个值。"),
    "found a tab character that violates indentation": Bilingual(
      en: "a tab stands where spaces should; indent with spaces.", zh: "缩进使用了制表符，请改用空格。"),
    "found a tab character where an indentation space is expected": Bilingual(
      en: "a tab stands where spaces should; indent with spaces.", zh: "缩进使用了制表符，请改用空格。"),
    "found character that cannot start any token": Bilingual(
      en: "no value can begin with this character; put the text in quotes.", zh: "值不能以此字符开头，请给文本加引号。"),
    "found undefined tag handle": Bilingual(
      en: "no value can begin with “!” here; put the text in quotes.", zh: "值不能以“!”开头，请给文本加引号。"),
    "found unexpected ':'": Bilingual(
      en: "a “:” cannot stand here; put the text in quotes.", zh: "此处不能出现“:”，请给文本加引号。"),
    "found unexpected document indicator": Bilingual(
      en: "a text in quotes is not closed before “---” or “...”.", zh: "引号中的文本在“---”或“...”之前没有结束。"),
    "found unexpected end of stream": Bilingual(en: "a text in quotes is not closed.", zh: "文本缺少结束的引号。"),
    "found unknown escape character": Bilingual(
      en: "there is no such escape after “\\”; use single quotes.", zh: "“\\”之后没有这种转义写法，请改用单引号。"),
    "mapping keys are not allowed in this context": Bilingual(
      en: "a key cannot stand here; look at the indentation.", zh: "此处不能出现键，请检查缩进。"),
    "mapping values are not allowed in this context": Bilingual(
      en: "a “:” cannot stand here; look at the indentation, or put the text in quotes.", zh: "此处不能出现“:”；请检查缩进，或给文本加引号。"
    ),
  ]
}
