"""The network policy against a name that changes its address between two look-ups, and against redirects.

The service runs in a mount namespace with a hosts file of the test's own. 127.0.0.66 is denied by the settings, the rest
of loopback is allowed, so that nothing leaves the machine whatever happens.
"""

import contextlib
import os
import socket
import sys
import tempfile
import threading
import unittest

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import milepost_service  # noqa: E402
from receiver import receiver  # noqa: E402
from test_faults import SHIM, Faults, build_shim, can  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
DENIED = "127.0.0.66"
NAME = "flip.example"
DENY = f"  deny_networks: [{DENIED}]\n"
# libcurl remembers an address for a minute.
REMEMBERED_MS = 61_000


class Trap:
    """Listens at the denied address and counts whoever connects."""

    def __init__(self, port):
        self.door = socket.create_server((DENIED, port))
        self.callers = 0
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                line, _ = self.door.accept()
                self.callers += 1
                line.close()

    def is_open(self):
        """Whether it would have noticed: a call of the test's own is counted."""
        before = self.callers
        with socket.create_connection(self.door.getsockname(), 5) as caller:
            caller.recv(1)
        return self.callers == before + 1

    def close(self):
        self.door.close()


class Policy(unittest.TestCase):
    @unittest.skipUnless(can("unshare", "-m", "true"), "needs root and unshare -m")
    def test_a_name_that_changes_its_address_leads_to_no_denied_one(self):
        build_shim()
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="milepost-policy-"))
        hosts, faults = os.path.join(folder, "hosts"), Faults(folder)
        self.addCleanup(faults.close)
        jumps = iter(range(1, 100))

        def flip(*addresses):
            """The name means these from now on, and what was remembered is too old."""
            with open(hosts, "w", encoding="ascii") as file:
                file.write("127.0.0.1 localhost\n" + "".join(f"{address} {NAME}\n" for address in addresses))
            faults.plan(clock_ms=next(jumps) * REMEMBERED_MS)

        # Connections are not kept, so that each message looks the name up.
        closing = lambda headers, body: (204, {"Connection": "close"}, b"")  # noqa: E731
        with receiver(closing, address="127.0.0.2") as first, \
                receiver(closing, port=first.server_address[1], address="127.0.0.3") as second, \
                milepost_service.service(PROGRAMS, ROOT, DENY, start=False) as service:
            trap = Trap(first.server_address[1])
            self.addCleanup(trap.close)
            flip("127.0.0.2")
            service.wrapper = ["unshare", "-m", "sh", "-c", f"mount --bind '{hosts}' /etc/hosts && exec \"$@\"", "sh"]
            service.variables = {"LD_PRELOAD": SHIM, "MILEPOST_FAULTS": faults.path}
            service.start()
            service.command("webhook", "add", "flip", "--url", f"http://{NAME}:{first.server_address[1]}/hook")
            self.assertTrue(self.ask(service)["delivered"])
            self.assertEqual((first.book.requests, second.book.requests), (1, 0))
            flip("127.0.0.3")
            self.assertTrue(self.ask(service)["delivered"])
            self.assertEqual((first.book.requests, second.book.requests), (1, 1), "the name was not looked up anew")
            flip(DENIED)
            refused = self.ask(service)
            self.assertEqual((refused["delivered"], refused["error"]),
                             (False, "address denied by the network policy (deny_networks)"))
            flip(DENIED, "127.0.0.2")
            self.ask(service)
            flip("127.0.0.2")
            self.assertTrue(self.ask(service)["delivered"])
            self.assertEqual(trap.callers, 0, "something was sent to the denied address")
            self.assertTrue(trap.is_open())

    def test_a_redirect_to_a_denied_address_is_not_followed(self):
        with milepost_service.service(PROGRAMS, ROOT, DENY) as service:
            trap = None
            for status in (301, 302, 303, 307, 308):
                with receiver(lambda headers, body, status=status: (status, {"Location": trap_url(trap)}, b"")) as server:
                    trap = trap or Trap(0)
                    service.command("webhook", "add", f"r{status}", "--url", server.url)
                    answer = self.ask(service, f"r{status}")
                    self.assertEqual((answer["delivered"], answer["status"]), (False, status))
            self.addCleanup(trap.close)
            self.assertEqual(trap.callers, 0)
            self.assertTrue(trap.is_open())

    def test_a_denied_address_is_refused_however_it_is_written(self):
        with milepost_service.service(PROGRAMS, ROOT, DENY) as service:
            for host in (DENIED, "2130706498", "0x7f000042", "0177.0.0.0102", "127.66", "[::ffff:127.0.0.66]", f"{DENIED}."):
                with self.assertRaisesRegex(milepost_service.ServiceError, "network policy denies", msg=host):
                    service.command("webhook", "add", "x", "--url", f"http://{host}:9/")
            for url in ("file:///etc/passwd", "gopher://example.org/_x", f"http://example.org@{DENIED}/",
                        f"http://{DENIED}\\@example.org/", "http://user:word@example.org/"):
                with self.assertRaises(milepost_service.ServiceError, msg=url):
                    service.command("webhook", "add", "x", "--url", url)
            with self.assertRaisesRegex(milepost_service.ServiceError, "network policy denies"):
                service.command("webhook", "add", "x", "--url", "http://example.org/", "--proxy", f"http://{DENIED}:3128")
            self.assertEqual(service.request("GET", "/v1/webhooks")["items"], [])

    @staticmethod
    def ask(service, name="flip"):
        return service.request("POST", f"/v1/webhooks/{name}/test")


def trap_url(trap):
    return f"http://{DENIED}:{trap.door.getsockname()[1]}/"


if __name__ == "__main__":
    unittest.main()
