"""A real milepostd in a folder of its own, for the tests and measurements that are written in Python."""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.parse

SETTINGS = """\
database: {home}/milepost.db
socket: {door}/milepost.sock
calendars: {root}/etc/calendars
default_zone: Asia/Shanghai
default_calendar: china
webhooks:
  allow_networks: [127.0.0.0/8]
"""


# Signing secrets, tokens, links of feeds, sessions: each is said once, where it is made.
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{24,}=*|m[pfs]_[0-9A-Za-z]{49}")
# Stands in the addresses that tests send to.
CONFIDED = "geheim"


class ServiceError(Exception):
    """What the service refused or failed to do, in one sentence."""


class SocketConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path, timeout):
        super().__init__("milepost", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Service:
    def __init__(self, home, door, programs):
        self.home = home
        # Its sockets are apart from its data: their addresses may not be long, and data may lie deep.
        self.door = door
        self.programs = programs
        self.socket = os.path.join(door, "milepost.sock")
        self.database = os.path.join(home, "milepost.db")
        self.log = os.path.join(home, "milepostd.log")
        self.process = None
        # A command that becomes the daemon, and variables for it.
        self.wrapper = []
        self.variables = {}
        self.ready_ms = None
        # What it has said once, or was told.
        self.secrets = set()

    def hear(self, text):
        """Looks for secrets in what the service answered; a test fails with the second mention of one."""
        for secret in set(SECRET.findall(text)):
            if secret in self.secrets:
                raise AssertionError(f"a secret was shown once more ({secret[:9]}…)")
            self.secrets.add(secret)

    def look_through_log(self):
        """Fails when any secret of this service's life is in its log."""
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(self.database)) as connection:
            self.secrets |= {row[0] for row in connection.execute("SELECT secret FROM endpoint WHERE length(secret) > 8")}
        with contextlib.suppress(FileNotFoundError), open(self.log, encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(file, 1):
                if CONFIDED in line or SECRET.search(line) or any(secret in line for secret in self.secrets):
                    raise AssertionError(f"a secret is in line {number} of the service's log")

    @property
    def pid(self):
        return self.process.pid

    def settings(self, root, more=""):
        self.config = os.path.join(self.home, "milepostd.yaml")
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(SETTINGS.format(home=self.home, door=self.door, root=root) + more)

    def start(self, seconds=60):
        """Starts it and waits for its READY=1; keeps how long that took."""
        address = os.path.join(self.door, "notify.sock")
        with contextlib.suppress(FileNotFoundError):
            os.unlink(address)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify, open(self.log, "ab") as log:
            notify.bind(address)
            notify.settimeout(0.2)
            environment = dict(os.environ, NOTIFY_SOCKET=address, **self.variables)
            begun = time.monotonic()
            self.process = subprocess.Popen(
                [*self.wrapper, os.path.join(self.programs, "milepostd"), "--config", self.config], stdout=log,
                stderr=log, stdin=subprocess.DEVNULL, env=environment)
            while time.monotonic() - begun < seconds:
                with contextlib.suppress(TimeoutError):
                    if b"READY=1" in notify.recv(65536).split(b"\n"):
                        self.ready_ms = (time.monotonic() - begun) * 1000
                        return
                if self.process.poll() is not None:
                    break
        raise ServiceError(f"milepostd was not ready: {self.last_words()}")

    def stop(self, seconds=30):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def last_words(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()[-2000:]

    def command(self, *arguments, text=None):
        """Runs the command line and returns what it printed; raises when it refuses."""
        done = subprocess.run(
            [os.path.join(self.programs, "milepost"), "--socket", self.socket, *arguments], input=text,
            capture_output=True, text=True, timeout=120, check=False)
        self.hear(done.stdout + done.stderr)
        if done.returncode != 0:
            raise ServiceError(f"milepost {' '.join(arguments)}: status {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def request(self, method, path, body=None, kind="application/json", timeout=600, **query):
        """One request to the API; returns its JSON, or None for an empty answer."""
        connection = SocketConnection(self.socket, timeout)
        try:
            if query:
                path += "?" + urllib.parse.urlencode(query)
            data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
            self.secrets |= set(SECRET.findall(data.decode(errors="replace"))) if data else set()
            connection.request(method, path, data, {"Content-Type": kind} if data is not None else {})
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        self.hear(text.decode(errors="replace"))
        if answer.status >= 400:
            raise ServiceError(f"{method} {path}: {answer.status} {text[:500].decode(errors='replace')}")
        return json.loads(text) if text else None


@contextlib.contextmanager
def service(programs, root, more="", parent=None, start=True):
    """A running service, stopped and removed when the block ends. Its data is in a folder under `parent`."""
    home, door = tempfile.mkdtemp(prefix="milepost-", dir=parent), tempfile.mkdtemp(prefix="milepost-")
    try:
        made = Service(home, door, programs)
        made.settings(root, more)
        if start:
            made.start()
        try:
            yield made
        finally:
            made.stop()
        made.look_through_log()
    finally:
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(door, ignore_errors=True)
