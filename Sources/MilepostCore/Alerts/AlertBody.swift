/// Stored bodies with a word more.
package enum AlertBody {
  /// The same alert, with why it comes (again): within its `data`, as its last field.
  package static func adding(note: Bilingual, to body: String) -> String {
    guard body.hasSuffix("}}") else { return body }
    var json = JSONText()
    json.pairs("note", [("en", note.en), ("zh", note.zh)])
    return body.dropLast(2) + "," + json.closed.dropFirst() + "}"
  }

  /// What a stored body says, in both languages, escapes and all but the quotes' own undone.
  package static func sentence(of body: String) -> Bilingual {
    guard let data = JSONSlice(body).raw("data"), let message = JSONSlice(data).raw("message") else {
      return Bilingual(en: "", zh: "")
    }
    let slice = JSONSlice(message)
    func text(_ name: String) -> String {
      let raw = String((slice.raw(name) ?? "").dropFirst().dropLast())
      return raw.replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
    }
    return Bilingual(en: text("en"), zh: text("zh"))
  }
}
