/// A way to the reader of request bodies for programs that try it.
package enum InputProbe {
  /// Whether it is JSON as the API takes it.
  package static func takesJSON(_ bytes: [UInt8]) -> Bool { (try? JSONReader.read(bytes)) != nil }
}
