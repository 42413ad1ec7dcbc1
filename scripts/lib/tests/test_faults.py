"""What the machine around the real service does wrong: its disk, its clock, its network, its limits. Each test says what
it did and what was lost."""

import contextlib
import ctypes
import datetime
import errno
import json
import mmap
import os
import random
import socket
import sqlite3
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import milepost_service  # noqa: E402
import receiver as receivers  # noqa: E402
from receiver import receiver  # noqa: E402
from test_tls import certificates  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
SEED = int(os.environ.get("MILEPOST_SEED", "20220520"))
SHIM = os.path.join(ROOT, ".build", "tools", "fault-shim.so")
PATIENCE = 120
QUIET = {"lead": [], "on_day": True, "overdue_every": 0, "working_days_only": False}


def build_shim():
    os.makedirs(os.path.dirname(SHIM), exist_ok=True)
    source = os.path.join(SCRIPTS, "lib", "fault-shim.c")
    if not os.path.exists(SHIM) or os.path.getmtime(SHIM) < os.path.getmtime(source):
        subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-fPIC", "-shared", "-o", SHIM, source, "-ldl"], check=True)


def can(*words):
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        return subprocess.run(words, capture_output=True, timeout=20, check=False).returncode == 0
    return False


class Faults:
    """The page through which a running service is told what goes wrong."""

    FORMAT = "<5q64s"

    def __init__(self, folder):
        self.path = os.path.join(folder, "faults")
        with open(self.path, "wb") as file:
            file.write(bytes(4096))
        self.file = open(self.path, "r+b")
        self.page = mmap.mmap(self.file.fileno(), 4096)

    def plan(self, error=0, after=0, times=-1, path="milepost.db", clock_ms=0):
        self.page[:struct.calcsize(self.FORMAT)] = struct.pack(self.FORMAT, error, after, times, 0, clock_ms, path.encode())

    @property
    def hits(self):
        return struct.unpack_from("<q", self.page, 24)[0]

    def close(self):
        self.page.close()
        self.file.close()


def rows(service, sql):
    connection = sqlite3.connect(service.database)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


class Case(unittest.TestCase):
    def begin(self, service, url, name="site"):
        service.command("webhook", "add", name, "--url", url)
        if name == "site":
            service.request("POST", "/v1/projects", {"key": "works", "name": "工程", "alerts": QUIET})

    def add(self, service, key, due="2022-06-30"):
        service.request("POST", "/v1/projects/works/milestones", {"key": key, "name": key, "due": due})

    def check(self, service, book, keys, patience=PATIENCE):
        """All that was acknowledged is there, everything was told, the books are whole."""
        end = time.monotonic() + patience
        while rows(service, "SELECT count(*) FROM delivery WHERE state = 'pending'")[0][0] > 0:
            self.assertLess(time.monotonic(), end, "deliveries still wait")
            time.sleep(0.05)
        there = {row[0] for row in rows(service, "SELECT key FROM milestone")}
        self.assertEqual(set(keys) - there, set(), "acknowledged, and lost")
        sent = {row[0] for row in rows(service, "SELECT message_id FROM delivery WHERE state = 'delivered'")}
        self.assertEqual(sent - set(book.bodies), set(), "recorded as delivered, and never received")
        self.assertEqual(set(book.bodies) - sent, set(), "received, and not in the books")
        self.assertTrue(all(len(bodies) == 1 for bodies in book.bodies.values()), "one id came with two bodies")
        untold = rows(service, "SELECT key FROM milestone WHERE id NOT IN (SELECT milestone_id FROM alert "
                               "WHERE milestone_id IS NOT NULL)")
        self.assertEqual(untold, [], "late, and nobody was told")
        self.assertEqual(rows(service, "PRAGMA integrity_check")[0][0], "ok")
        service.command("ledger", "verify")

    def report(self, what):
        print(f"\n    {what}", end=" ", flush=True)


class Disk(Case):
    def setUp(self):
        build_shim()

    @contextlib.contextmanager
    def service(self):
        with milepost_service.service(PROGRAMS, ROOT, start=False) as service:
            faults = Faults(service.home)
            service.variables = {"LD_PRELOAD": SHIM, "MILEPOST_FAULTS": faults.path}
            service.start()
            try:
                yield service, faults
            finally:
                faults.plan()
                faults.close()

    def test_writes_and_syncs_fail_at_random(self):
        """EIO and EROFS at the nth write or sync of the database, again and again, while changes storm in."""
        chance = random.Random(SEED)
        with receiver() as server, self.service() as (service, faults):
            self.begin(service, server.url)
            acknowledged, refused, hits = [], 0, 0
            for number in range(150):
                error = chance.choice([errno.EIO, errno.EIO, errno.EROFS, errno.ENOSPC])
                faults.plan(error, after=chance.randrange(12), times=chance.randrange(1, 6))
                for part in range(3):
                    key = f"m-{number}-{part}"
                    try:
                        self.add(service, key)
                        acknowledged.append(key)
                    except milepost_service.ServiceError:
                        refused += 1
                hits += faults.hits
            faults.plan()
            self.add(service, "last")
            self.check(service, server.book, [*acknowledged, "last"])
            self.assertGreater(refused, 10)
            self.report(f"{hits} failed writes and syncs: {len(acknowledged)} changes acknowledged, {refused} refused; lost: 0")

    def test_a_deadline_on_a_disk_that_takes_nothing(self):
        """Every write fails when the deadline comes; it is told once the disk works again."""
        with receiver() as server, self.service() as (service, faults):
            service.stop()
            service.settings(ROOT, 'rehearsal: {start: "2022-06-30T08:50", zone: Asia/Shanghai, speed: 120}\n')
            service.start()
            self.begin(service, server.url)
            self.add(service, "completion", "2022-06-30")
            faults.plan(errno.EIO)
            end = time.monotonic() + 40
            while "deadlines not checked" not in service.last_words():
                self.assertLess(time.monotonic(), end, "the failure was not said")
                time.sleep(0.1)
            self.assertEqual(server.book.requests, 0, "told, and not written down")
            faults.plan()
            self.assertTrue(server.book.wait(lambda book: len(book.taken) == 1, PATIENCE))
            self.check(service, server.book, ["completion"])
            self.report("every write failed at a deadline: told when the disk was back; lost: 0")

    def test_killed_while_the_disk_fails(self):
        chance = random.Random(SEED + 1)
        with receiver() as server, self.service() as (service, faults):
            self.begin(service, server.url)
            acknowledged = []
            for life in range(12):
                faults.plan(errno.EIO, after=chance.randrange(40), times=chance.randrange(1, 20))
                for number in range(12):
                    with contextlib.suppress(milepost_service.ServiceError, OSError):
                        self.add(service, f"m-{life}-{number}")
                        acknowledged.append(f"m-{life}-{number}")
                service.process.kill()
                service.process.wait()
                faults.plan()
                service.start()
            self.check(service, server.book, acknowledged)
            self.report(f"12 kills amid failing writes: {len(acknowledged)} changes acknowledged; lost: 0")

    @unittest.skipUnless(can("unshare", "-m", "true"), "needs root and unshare -m")
    def test_started_on_a_read_only_disk(self):
        with milepost_service.service(PROGRAMS, ROOT, start=False) as service:
            service.start()
            service.stop()
            mount = f"mount --bind '{service.home}' '{service.home}' && mount -o remount,ro,bind '{service.home}' && exec \"$@\""
            service.wrapper = ["unshare", "-m", "sh", "-c", mount, "sh"]
            with self.assertRaises(milepost_service.ServiceError):
                service.start(20)
            self.assertIn("Read-only file system", service.last_words())
            self.assertEqual(service.process.wait(10), 1)
            service.wrapper = []
            service.start()
            self.report("started on a read-only disk: refused in a sentence, status 1; started once it could be written")


class PowerLoss(Case):
    """What was written and not synced may be there after a power loss, or not, or half of it: a write at a time, and in
    sectors of 512 bytes. (Whether a file's name is there is not tried here; scripts/simulate does.)"""

    RECORD = struct.Struct("<5q")

    def test_unsynced_writes_are_dropped(self):
        build_shim()
        chance = random.Random(SEED + 2)
        with receiver() as server, milepost_service.service(PROGRAMS, ROOT, start=False) as service:
            faults = Faults(service.home)
            faults.plan()
            unsynced = os.path.join(service.home, "unsynced")
            os.mkdir(unsynced)
            service.variables = {"LD_PRELOAD": SHIM, "MILEPOST_FAULTS": faults.path, "MILEPOST_UNSYNCED": unsynced}
            service.start()
            self.begin(service, server.url)
            acknowledged, dropped = [], 0
            for life in range(12):
                dying = threading.Timer(chance.uniform(0.05, 0.6), service.process.kill)
                dying.start()
                with contextlib.suppress(milepost_service.ServiceError, OSError):
                    for number in range(1000):
                        self.add(service, f"m-{life}-{number}")
                        acknowledged.append(f"m-{life}-{number}")
                        # Now and then the log is folded into the file, whose writes wait for their sync the longest.
                        if number % 20 == 19:
                            service.request("POST", "/v1/repair")
                dying.join()
                service.process.wait()
                dropped += self.lose_power(service, unsynced, chance)
                service.start()
            self.check(service, server.book, acknowledged)
            service.stop()
            faults.close()
            self.assertGreater(dropped, 0, "no write was ever unsynced")
            self.report(f"12 power losses, {dropped} unsynced writes dropped or torn: {len(acknowledged)} changes "
                        "acknowledged; lost: 0")

    def lose_power(self, service, unsynced, chance):
        """Takes every file back to its last sync, then does some of the later writes again, in their order; returns how
        many were dropped or torn."""
        dropped = 0
        for name in os.listdir(unsynced):
            kept, path = os.path.join(unsynced, name), os.path.join(service.home, name)
            records = self.records(kept)
            os.unlink(kept)
            if not os.path.exists(path):
                continue
            with open(path, "r+b") as file:
                for at, size_before, _, before, _ in reversed(records):
                    file.seek(at)
                    file.write(before)
                    file.truncate(size_before)
                share = chance.choice([0, 0.5, 1])
                for at, _, size_after, before, after in records:
                    part = len(after)
                    if chance.random() >= share:
                        part = chance.choice([0, chance.randrange(len(after) // 512 + 1) * 512])
                    dropped += part < len(after)
                    if part or not after:
                        file.seek(at)
                        file.write(after[:part])
                        if not after:
                            file.truncate(size_after)
        # Memory that the processes shared.
        with contextlib.suppress(FileNotFoundError):
            os.unlink(service.database + "-shm")
        return dropped

    def records(self, path):
        with open(path, "rb") as file:
            data = file.read()
        found, place = [], 0
        while place + self.RECORD.size <= len(data):
            at, size_before, size_after, before, after = self.RECORD.unpack_from(data, place)
            place += self.RECORD.size
            found.append((at, size_before, size_after, data[place:place + before], data[place + before:place + before + after]))
            place += before + after
        return found


class Clock(Case):
    """The machine's clock is set while the service runs; its sweep sees that within a minute."""

    def test_clock_set_forward_and_back(self):
        build_shim()
        with receiver() as server, milepost_service.service(PROGRAMS, ROOT, start=False) as service:
            faults = Faults(service.home)
            service.variables = {"LD_PRELOAD": SHIM, "MILEPOST_FAULTS": faults.path}
            service.start()
            self.begin(service, server.url)
            day = datetime.date.today() + datetime.timedelta(days=20)
            self.add(service, "completion", day.isoformat())
            self.assertEqual(server.book.requests, 0)
            faults.plan(clock_ms=22 * 86_400_000)
            self.assertTrue(server.book.wait(lambda book: len(book.taken) == 1, 70), "a clock set forward was not seen")
            faults.plan()
            # The sweep that follows sets the watch back: what was told stays told, and is not told again.
            end = time.monotonic() + 70
            while "the clock was set back" not in service.last_words():
                self.assertLess(time.monotonic(), end, "a clock set back was not seen")
                time.sleep(0.2)
            self.assertEqual(rows(service, "SELECT count(*) FROM alert")[0][0], 1)
            self.check(service, server.book, ["completion"])
            self.assertEqual(server.book.requests, 1)
            service.stop()
            faults.close()
            self.report("clock 22 days forward, then right again: told once, at the first; lost: 0, repeats: 0")


class Limits(Case):
    def test_descriptors_used_up(self):
        """96 descriptors, most of them taken by callers who say nothing: alerts still go out."""
        with receiver() as server, milepost_service.service(PROGRAMS, ROOT, start=False) as service:
            service.wrapper = ["prlimit", "--nofile=96:96"]
            service.start()
            self.begin(service, server.url)
            silent = []
            for _ in range(200):
                caller = socket.socket(socket.AF_UNIX)
                caller.settimeout(0.2)
                with contextlib.suppress(OSError):
                    caller.connect(service.socket)
                silent.append(caller)
            keys = [f"m-{number}" for number in range(20)]
            for caller in silent[:]:
                caller.close()
            end = time.monotonic() + 60
            for key in keys:
                while True:
                    try:
                        self.add(service, key)
                        break
                    except (OSError, milepost_service.ServiceError):
                        self.assertLess(time.monotonic(), end, "the service does not answer any more")
                        time.sleep(0.2)
            self.check(service, server.book, keys)
            self.report("96 descriptors, 200 silent callers: served again when they left; 20 alerts, lost: 0")

    @unittest.skipIf("MILEPOST_SANITIZER" in os.environ, "96 MiB have no room for what a sanitizer keeps beside the memory")
    def test_memory_limit(self):
        """A storm within 96 MiB of memory, enforced by a control group."""
        for group in ("/sys/fs/cgroup", "/sys/fs/cgroup/memory"):
            name = os.path.join(group, f"milepost-test-{os.getpid()}")
            limit = "memory.max" if group.endswith("cgroup") else "memory.limit_in_bytes"
            with contextlib.suppress(OSError):
                os.mkdir(name)
                if os.path.exists(os.path.join(name, limit)):
                    break
                os.rmdir(name)
        else:
            self.skipTest("no control group for memory can be made here")
        try:
            with open(os.path.join(name, limit), "w", encoding="ascii") as file:
                file.write(str(96 << 20))
            with receiver() as server, milepost_service.service(PROGRAMS, ROOT, start=False) as service:
                service.wrapper = ["sh", "-c", f"echo $$ > {name}/cgroup.procs && exec \"$@\"", "sh"]
                service.start()
                self.begin(service, server.url)
                milestones = [{"key": f"m-{n}", "name": "节点", "due": "2022-06-30"} for n in range(2000)]
                plan = {"projects": [{"key": "works", "name": "工程", "alerts": QUIET, "milestones": milestones}]}
                service.command("apply", "-f", "-", text=json.dumps(plan))
                self.check(service, server.book, [m["key"] for m in milestones])
                with open(f"/proc/{service.pid}/status", encoding="ascii") as file:
                    peak = next(line.split()[1] for line in file if line.startswith("VmHWM"))
                self.report(f"2,000 alerts within 96 MiB: {int(peak) // 1024} MiB at most, all delivered; lost: 0")
        finally:
            for _ in range(50):
                with contextlib.suppress(OSError):
                    os.rmdir(name)
                    break
                time.sleep(0.1)


class Trickle(receivers.Handler):
    """Answers a byte a second, for as long as anybody listens."""

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        with contextlib.suppress(OSError):
            for byte in b"HTTP/1.1 204 No Content\r\nX-Pad: " + b"x" * 200:
                self.connection.sendall(bytes([byte]))
                time.sleep(1)
        self.close_connection = True


class Moody(receivers.Handler):
    """Resets, stalls or babbles, until the test says that it is well."""

    def do_POST(self):
        mood = self.server.moods.pop() if self.server.moods else None
        self.rfile.read(int(self.headers["content-length"]) if mood is None else 1)
        if mood is None:
            self.server.book.add({name.lower(): value for name, value in self.headers.items()}, b"")
            self.send_response(204)
            self.end_headers()
        self.close_connection = True
        if mood == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif mood == "stall":
            self.server.over.wait(30)
        elif mood == "babble":
            self.wfile.write(b"\x00\xff" * 500)


class Network(Case):
    def test_receivers_that_reset_stall_babble_and_show_bad_certificates(self):
        """Each receiver fails some tries in its way, then is well: everything arrives, at each of them."""
        with tempfile.TemporaryDirectory(prefix="milepost-certificates-") as folder, contextlib.ExitStack() as stack:
            authority, key, certificate = certificates(folder)
            good = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            good.load_cert_chain(certificate, key)
            os.mkdir(os.path.join(folder, "other"))
            _, key, certificate = certificates(os.path.join(folder, "other"))
            bad = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            bad.load_cert_chain(certificate, key)
            service = stack.enter_context(
                milepost_service.service(PROGRAMS, ROOT, more=f"  connect_timeout: 2\n  timeout: 2\n  ca_file: {authority}\n"))
            servers = {}
            for mood in ["reset", "stall", "babble", "certificate"]:
                server = stack.enter_context(receivers.Server(("127.0.0.1", 0), Moody))
                server.book, server.over = receivers.Book(lambda headers, body: 204), threading.Event()
                server.moods = [mood] * 4 if mood != "certificate" else []
                scheme = "http"
                if mood == "certificate":
                    scheme = "https"
                    self.show(server, [bad] * 4, good)
                threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
                stack.callback(server.shutdown)
                stack.callback(server.over.set)
                self.begin(service, f"{scheme}://127.0.0.1:{server.server_address[1]}/hook",
                           name="site" if mood == "reset" else mood)
                servers[mood] = server
            for number in range(4):
                self.add(service, f"m-{number}")
            for mood, server in servers.items():
                self.assertTrue(server.book.wait(lambda book: len(book.taken) == 4, PATIENCE), f"lost at one that had {mood}")
            failed = rows(service, "SELECT count(*) FROM attempt WHERE error IS NOT NULL OR status IS NULL")[0][0]
            self.assertGreaterEqual(failed, 8)
            self.assertIn("certificate not trusted", {row[0] for row in rows(service, "SELECT DISTINCT error FROM attempt")})
            self.report(f"receivers that reset, stall, babble, show a stranger's certificate: {failed} tries failed, "
                        "16 of 16 arrived; lost: 0")

    def show(self, server, first, then):
        """Has a server wrap its connections with `first`, one each, and with `then` from there on."""
        plain = server.get_request

        def wrapped():
            connection, address = plain()
            try:
                return (first.pop() if first else then).wrap_socket(connection, server_side=True), address
            except ssl.SSLError as error:
                raise OSError(str(error)) from error

        server.get_request = wrapped

    def test_receiver_that_answers_a_byte_a_second(self):
        """One receiver trickles; another gets all of its alerts meanwhile, and the trickle counts as a failure."""
        with receiver() as server, receivers.Server(("127.0.0.1", 0), Trickle) as slow, \
                milepost_service.service(PROGRAMS, ROOT) as service:
            threading.Thread(target=slow.serve_forever, args=(0.05,), daemon=True).start()
            service.settings(ROOT)
            self.begin(service, server.url)
            self.begin(service, f"http://127.0.0.1:{slow.server_address[1]}/hook", name="slow")
            begun = time.monotonic()
            for number in range(60):
                self.add(service, f"m-{number}")
            self.assertTrue(server.book.wait(lambda book: len(book.taken) == 60, 15), "held up by another's receiver")
            seconds = time.monotonic() - begun
            end = time.monotonic() + 60
            failed = "SELECT count(*) FROM attempt WHERE status IS NULL AND error IS NOT NULL"
            while rows(service, failed)[0][0] == 0:
                self.assertLess(time.monotonic(), end, "a trickle was waited for without end")
                time.sleep(0.2)
            waiting = rows(service, "SELECT count(*) FROM delivery WHERE state = 'pending'")[0][0]
            self.assertEqual(waiting, 60, "what trickled is tried again")
            slow.shutdown()
            self.report(f"a byte a second at one receiver: 60 of 60 at the other in {seconds:.1f} s; lost: 0")

    @unittest.skipUnless(can("unshare", "-m", "true"), "needs root and unshare -m")
    def test_name_server_that_hangs(self):
        """Names are asked of a server that never answers; alerts to an address go out meanwhile."""
        silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            silent.bind(("127.0.0.9", 53))
        except OSError as error:
            self.skipTest(f"port 53 of 127.0.0.9 cannot be had: {error}")
        with silent, receiver() as server, milepost_service.service(PROGRAMS, ROOT, start=False) as service:
            with open(os.path.join(service.home, "resolv.conf"), "w", encoding="ascii") as file:
                file.write("nameserver 127.0.0.9\n")
            mount = f"mount --bind '{service.home}/resolv.conf' /etc/resolv.conf && exec \"$@\""
            service.wrapper = ["unshare", "-m", "sh", "-c", mount, "sh"]
            service.start()
            self.begin(service, server.url)
            self.begin(service, "http://hooks.hanging.example/hook", name="hanging")
            begun = time.monotonic()
            for number in range(60):
                self.add(service, f"m-{number}")
            self.assertTrue(server.book.wait(lambda book: len(book.taken) == 60, 20), "held up by a name that hangs")
            seconds = time.monotonic() - begun
            end = time.monotonic() + 60
            while rows(service, "SELECT count(*) FROM attempt WHERE error IS NOT NULL")[0][0] == 0:
                self.assertLess(time.monotonic(), end, "a name was waited for without end")
                time.sleep(0.2)
            begun = time.monotonic()
            service.stop()
            self.assertLess(time.monotonic() - begun, 20, "a hanging name keeps the service from stopping")
            self.report(f"a name server that hangs: 60 of 60 to the address in {seconds:.1f} s; lost: 0")

    @unittest.skipUnless(can("unshare", "-n", "ip", "link", "set", "lo", "up"), "needs root, unshare -n and ip")
    def test_link_that_goes_down_and_comes_back(self):
        """Service and receiver in a network namespace of their own, whose link is taken down while alerts go out."""
        with milepost_service.service(PROGRAMS, ROOT, start=False) as service:
            service.wrapper = ["unshare", "-n", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"]
            service.start()
            with self.receiver_in(service.pid) as server:
                self.begin(service, server.url)
                keys = []
                for turn in range(4):
                    self.link(service.pid, "down" if turn % 2 else "up")
                    for number in range(25):
                        keys.append(f"m-{turn}-{number}")
                        self.add(service, keys[-1])
                    # Once for longer than a request may take.
                    time.sleep(23 if turn == 1 else 1)
                self.link(service.pid, "up")
                self.check(service, server.book, keys, patience=300)
                failed = rows(service, "SELECT count(*) FROM attempt WHERE error IS NOT NULL")[0][0]
                self.assertGreater(failed, 0, "the link was never missed")
                self.report(f"the link down twice: {len(keys)} of {len(keys)} arrived, {failed} tries failed; lost: 0")

    def link(self, pid, state):
        subprocess.run(["nsenter", "-t", str(pid), "-n", "ip", "link", "set", "lo", state], check=True)

    @contextlib.contextmanager
    def receiver_in(self, pid):
        """A socket belongs to the namespace of the thread that made it, whoever uses it later."""
        made = []

        def make():
            with open(f"/proc/{pid}/ns/net", "rb") as namespace:
                if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), 0) == 0:
                    made.append(receivers.Server(("127.0.0.1", 0), receivers.Handler))

        thread = threading.Thread(target=make)
        thread.start()
        thread.join()
        self.assertTrue(made, "the namespace cannot be entered")
        with made[0] as server:
            server.book = receivers.Book(lambda headers, body: 204)
            server.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            try:
                yield server
            finally:
                server.shutdown()


if __name__ == "__main__":
    unittest.main()
