"""A receiver on loopback that answers as a test wants and keeps what it was sent."""

import collections
import contextlib
import http.server
import threading
import time


class Book:
    """What arrived, by webhook-id, and how to answer.

    `answer(headers, body)` gives a status, a tuple of status, headers and body, or None to say nothing. `:path` is among
    the headers."""

    def __init__(self, answer):
        self.answer = answer
        self.taken = collections.OrderedDict()
        self.bodies = {}
        self.requests = 0
        self.changed = threading.Condition()

    def add(self, headers, body):
        answer = self.answer(headers, body)
        status, more, text = answer if isinstance(answer, tuple) else (answer, {}, b"")
        # Chats know of no ids.
        name = headers.get("webhook-id")
        with self.changed:
            self.requests += 1
            self.bodies.setdefault(name, set()).add(body)
            if status is not None and 200 <= status < 300:
                self.taken[name] = self.taken.get(name, 0) + 1
            self.changed.notify_all()
        return status, more, text

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
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, more, text = self.server.book.add(headers | {":path": self.path}, body)
        if status is None:
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

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
def receiver(answer=lambda headers, body: 204, port=0, address="127.0.0.1"):
    with Server((address, port), Handler) as server:
        server.book = Book(answer)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        server.url = f"http://{address}:{server.server_address[1]}/hook?token=geheim"
        try:
            yield server
        finally:
            server.shutdown()
