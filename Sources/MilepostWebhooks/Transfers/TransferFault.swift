import CCurl

/// Why a try was no success, in words that are stable and hold nothing of the address.
enum TransferFault {
  static func text(_ transfer: Transfer, code: CURLcode) -> String {
    if let kind = transfer.denied { return "address denied by the network policy (\(kind))" }
    return switch code {
    case CURLE_COULDNT_RESOLVE_HOST: "host name not found"
    case CURLE_COULDNT_CONNECT: "connection refused or unreachable"
    case CURLE_OPERATION_TIMEDOUT: "timed out"
    case CURLE_PEER_FAILED_VERIFICATION: "certificate not trusted"
    case CURLE_SSL_CONNECT_ERROR: "TLS handshake failed"
    case CURLE_SSL_CACERT_BADFILE: "authorities' file not readable"
    case CURLE_SSL_CERTPROBLEM: "client certificate or its key not readable, or they do not fit"
    case CURLE_COULDNT_RESOLVE_PROXY: "proxy's name not found"
    case CURLE_PROXY: "proxy refused"
    case CURLE_USE_SSL_FAILED: "mail server offers no TLS"
    case CURLE_LOGIN_DENIED: "mail server refused the login"
    case CURLE_GOT_NOTHING: "connection closed without an answer"
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE: "connection broken"
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT: "address not usable"
    case CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2: "answer is not HTTP"
    case CURLE_WRITE_ERROR: "answer too long"
    case CURLE_OUT_OF_MEMORY: "out of memory"
    default: "failed (libcurl \(code.rawValue))"
    }
  }
}
