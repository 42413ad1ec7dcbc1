"""A receiver on loopback that answers as a test wants and keeps what it was sent."""

import collections
import contextlib
import http.server
import threading
import time


class Book:
    """What arrived, by webhook-id, and how to answer: `answer(headers, body)` gives a status, or None to say nothing."""

    def __init__(self, answer):
        self.answer = answer
        self.taken = collections.OrderedDict()
        self.bodies = {}
        self.requests = 0
        self.changed = threading.Condition()

    def add(self, headers, body):
        status = self.answer(headers, body)
        with self.changed:
            self.requests += 1
            self.bodies.setdefault(headers["webhook-id"], set()).add(body)
            if status is not None and 200 <= status < 300:
                self.taken[headers["webhook-id"]] = self.taken.get(headers["webhook-id"], 0) + 1
            self.changed.notify_all()
        return status

    def wait(self, done, seconds):
        """Waits until `done(self)` is true; says whether it came to be."""
        end = time.monotonic() + seconds
        with self.changed:
            while not done(self):
                if not self.changed.wait(max(0, end - time.monotonic())):
                    return bool(done(self))
        return True


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body of an answer leave in one packet.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        status = self.server.book.add({name.lower(): value for name, value in self.headers.items()}, body)
        if status is None:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    # A test closes the door and opens it again at the same address.
    allow_reuse_address = True

    def handle_error(self, *_):
        """A sender that is killed breaks its connections: that is what these tests are about."""


@contextlib.contextmanager
def receiver(answer=lambda headers, body: 204, port=0):
    with Server(("127.0.0.1", port), Handler) as server:
        server.book = Book(answer)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        server.url = f"http://127.0.0.1:{server.server_address[1]}/hook?token=geheim"
        try:
            yield server
        finally:
            server.shutdown()
