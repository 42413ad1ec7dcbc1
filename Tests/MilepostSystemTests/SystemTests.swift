import Testing

/// The real programs over their real socket, with real receivers and real signals.
@Suite(.serialized)
enum SystemTests {}
