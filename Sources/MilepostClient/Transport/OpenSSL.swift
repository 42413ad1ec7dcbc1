import Glibc

/// The functions of `libssl.so.3` that a client needs, found at run time.
struct OpenSSL {
  typealias Pointer = OpaquePointer

  static let setMinimumVersion: Int32 = 123
  static let tls12 = 0x0303
  static let setServerName: Int32 = 55
  static let wantRead: Int32 = 2
  static let wantWrite: Int32 = 3
  static let systemCall: Int32 = 5
  static let closed: Int32 = 6

  let method: @convention(c) () -> Pointer?
  let newContext: @convention(c) (Pointer?) -> Pointer?
  let freeContext: @convention(c) (Pointer?) -> Void
  let defaultPaths: @convention(c) (Pointer?) -> Int32
  let contextControl: @convention(c) (Pointer?, Int32, Int, UnsafeMutableRawPointer?) -> Int
  let newConnection: @convention(c) (Pointer?) -> Pointer?
  let freeConnection: @convention(c) (Pointer?) -> Void
  let setVerify: @convention(c) (Pointer?, Int32, UnsafeMutableRawPointer?) -> Void
  let setHost: @convention(c) (Pointer?, UnsafePointer<CChar>?) -> Int32
  let parameters: @convention(c) (Pointer?) -> Pointer?
  let setAddress: @convention(c) (Pointer?, UnsafePointer<CChar>?) -> Int32
  let control: @convention(c) (Pointer?, Int32, Int, UnsafeMutableRawPointer?) -> Int
  let setDescriptor: @convention(c) (Pointer?, Int32) -> Int32
  let connect: @convention(c) (Pointer?) -> Int32
  let read: @convention(c) (Pointer?, UnsafeMutableRawPointer?, Int32) -> Int32
  let write: @convention(c) (Pointer?, UnsafeRawPointer?, Int32) -> Int32
  let error: @convention(c) (Pointer?, Int32) -> Int32
  let verdict: @convention(c) (Pointer?) -> Int
  let words: @convention(c) (Int) -> UnsafePointer<CChar>

  /// Nil when the system has no OpenSSL 3. It stays loaded for as long as the process lives.
  init?() {
    guard let library = dlopen("libssl.so.3", RTLD_NOW | RTLD_LOCAL) else { return nil }
    // Sound as long as the types above are those of OpenSSL 3's headers, which its soname vouches for.
    func function<Function>(_ name: String, as type: Function.Type = Function.self) -> Function? {
      dlsym(library, name).map { unsafeBitCast($0, to: type) }
    }
    guard let method: @convention(c) () -> Pointer? = function("TLS_client_method"),
      let newContext: @convention(c) (Pointer?) -> Pointer? = function("SSL_CTX_new"),
      let freeContext: @convention(c) (Pointer?) -> Void = function("SSL_CTX_free"),
      let defaultPaths: @convention(c) (Pointer?) -> Int32 = function("SSL_CTX_set_default_verify_paths"),
      let contextControl: @convention(c) (Pointer?, Int32, Int, UnsafeMutableRawPointer?) -> Int = function(
        "SSL_CTX_ctrl"),
      let newConnection: @convention(c) (Pointer?) -> Pointer? = function("SSL_new"),
      let freeConnection: @convention(c) (Pointer?) -> Void = function("SSL_free"),
      let setVerify: @convention(c) (Pointer?, Int32, UnsafeMutableRawPointer?) -> Void = function("SSL_set_verify"),
      let setHost: @convention(c) (Pointer?, UnsafePointer<CChar>?) -> Int32 = function("SSL_set1_host"),
      let parameters: @convention(c) (Pointer?) -> Pointer? = function("SSL_get0_param"),
      let setAddress: @convention(c) (Pointer?, UnsafePointer<CChar>?) -> Int32 = function(
        "X509_VERIFY_PARAM_set1_ip_asc"),
      let control: @convention(c) (Pointer?, Int32, Int, UnsafeMutableRawPointer?) -> Int = function("SSL_ctrl"),
      let setDescriptor: @convention(c) (Pointer?, Int32) -> Int32 = function("SSL_set_fd"),
      let connect: @convention(c) (Pointer?) -> Int32 = function("SSL_connect"),
      let read: @convention(c) (Pointer?, UnsafeMutableRawPointer?, Int32) -> Int32 = function("SSL_read"),
      let write: @convention(c) (Pointer?, UnsafeRawPointer?, Int32) -> Int32 = function("SSL_write"),
      let error: @convention(c) (Pointer?, Int32) -> Int32 = function("SSL_get_error"),
      let verdict: @convention(c) (Pointer?) -> Int = function("SSL_get_verify_result"),
      let words: @convention(c) (Int) -> UnsafePointer<CChar> = function("X509_verify_cert_error_string")
    else { return nil }
    (self.method, self.newContext, self.freeContext) = (method, newContext, freeContext)
    (self.defaultPaths, self.contextControl) = (defaultPaths, contextControl)
    (self.newConnection, self.freeConnection, self.setVerify) = (newConnection, freeConnection, setVerify)
    (self.setHost, self.parameters, self.setAddress, self.control) = (setHost, parameters, setAddress, control)
    (self.setDescriptor, self.connect, self.read, self.write) = (setDescriptor, connect, read, write)
    (self.error, self.verdict, self.words) = (error, verdict, words)
  }
}
