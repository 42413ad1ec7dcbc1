"""Nothing that the service says, writes or keeps for others holds what it was told in confidence."""

import json
import os
import re
import stat
import sys
import time
import unittest

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import milepost_service  # noqa: E402
from receiver import receiver  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
# Found wherever it turns up, in an address, a key or a token, encoded or not.
MARK = "Geheim0123456789"
KEY = "whsec_" + "R2VoZWltMDEyMzQ1Njc4OUdlaGVpbTAxMjM0NTY3ODk="
MARKS = [MARK.encode(), KEY[6:30].encode()]
READABLE = [
    "/v1/status", "/v1/projects", "/v1/projects/works", "/v1/projects/works/milestones", "/v1/webhooks", "/v1/alerts",
    "/v1/ledger?limit=1000", "/v1/next?days=60", "/v1/plan", "/v1/tokens", "/metrics", "/healthz", "/openapi.json",
]
QUIET = {"lead": [], "on_day": True, "overdue_every": 0, "working_days_only": False}


class Secrets(unittest.TestCase):
    def look(self, place, text):
        data = text if isinstance(text, bytes) else text.encode()
        self.looked += 1
        for mark in MARKS:
            at = data.find(mark)
            self.assertEqual(at, -1, f"{place}: …{data[max(0, at - 80):at + 40]!r}")

    def webhooks(self, service, port):
        base = f"http://127.0.0.1:{port}"
        robots = {
            "standard": (f"{base}/hook?token={MARK}", KEY), "cloudevents": (f"{base}/{MARK}", KEY),
            "alertmanager": (f"http://{MARK}:{MARK}@127.0.0.1:{port}/x", KEY), "feishu": (f"{base}/{MARK}", MARK),
            "dingtalk": (f"{base}/send?access_token={MARK}", "SEC" + MARK), "slack": (f"{base}/services/{MARK}", None),
            "wecom": (f"{base}/send?key={MARK}", None), "teams": (f"{base}/{MARK}", None),
            "ntfy": (f"{base}/{MARK}", None), "telegram": (f"{base}/bot{MARK}/sendMessage?chat_id=1", None),
        }
        for name, (url, secret) in robots.items():
            body = {"name": name, "url": url, "format": name}
            if secret:
                body["secret"] = secret
            try:
                service.request("POST", "/v1/webhooks", body)
            except milepost_service.ServiceError as error:
                self.look(f"the refusal of {name}", str(error))

    def test_no_secret_leaves_the_service(self):
        self.looked = 0
        def answer(headers, body):
            return 503

        with receiver(answer) as server, milepost_service.service(PROGRAMS, ROOT, more="log_level: debug\n") as service:
            self.webhooks(service, server.server_address[1])
            service.request("POST", "/v1/projects", {"key": "works", "name": "工程", "alerts": QUIET})
            for number in range(3):
                service.request(
                    "POST", "/v1/projects/works/milestones", {"key": f"m-{number}", "name": "x", "due": "2022-06-30"})
            self.assertTrue(server.book.wait(lambda book: book.requests >= 12, 30), "nothing was sent")
            for name in ["standard", "slack"]:
                service.request("POST", f"/v1/webhooks/{name}/pause")
                service.request("POST", f"/v1/webhooks/{name}/resume")
                self.look("a test's answer", json.dumps(service.request("POST", f"/v1/webhooks/{name}/test")))
            # Mistakes in what is secret are told without it.
            for body in [
                    {"name": "bad", "url": f"ftp://example.org/{MARK}"}, {"name": "bad", "url": f"http://[{MARK}"},
                    {"name": "bad", "url": "https://example.org/x", "secret": MARK},
                    {"name": "bad", "url": f"https://example.org/{MARK}", "format": "nonsense"}]:
                with self.assertRaises(milepost_service.ServiceError) as refused:
                    service.request("POST", "/v1/webhooks", body)
                self.look("a refusal", str(refused.exception))
            for path in READABLE:
                try:
                    self.look(path, self.raw(service, path))
                except milepost_service.ServiceError:
                    pass
            for hook in json.loads(self.raw(service, "/v1/webhooks"))["items"]:
                self.look(hook["name"], self.raw(service, f"/v1/webhooks/{hook['name']}"))
                self.look(hook["name"], self.raw(service, f"/v1/webhooks/{hook['name']}/deliveries"))
            for words in [["status"], ["webhook", "list"], ["ledger", "list"], ["doctor", "--json"], ["export"]]:
                try:
                    self.look(" ".join(words), service.command(*words))
                except milepost_service.ServiceError as error:
                    self.look(" ".join(words), str(error))
            copy = service.request("POST", "/v1/backup", {})
            self.check_files(service, copy["path"])
            with open(copy["path"], "rb") as file:
                self.look("the backup", file.read())
            service.stop()
            with open(service.log, "rb") as file:
                log = file.read()
            self.look("the log", log)
            self.assertGreater(log.count(b"\n"), 20)
        print(f"\n    {self.looked} answers, logs and files looked through; secrets found: 0", end=" ", flush=True)

    def raw(self, service, path):
        connection = milepost_service.SocketConnection(service.socket, 30)
        try:
            connection.request("GET", path)
            return connection.getresponse().read()
        finally:
            connection.close()

    def check_files(self, service, copy):
        """What holds data is its owner's alone; the socket is its group's as well."""
        modes = {copy: 0o600, os.path.dirname(copy): 0o700, service.database: 0o600, service.socket: 0o660}
        for suffix in ["-wal", "-shm", ".lock"]:
            modes[service.database + suffix] = 0o600
        for path, mode in modes.items():
            self.assertEqual(oct(stat.S_IMODE(os.stat(path).st_mode)), oct(mode), path)
        with open(f"/proc/{service.pid}/limits", encoding="ascii") as file:
            core = next(line.split()[4:6] for line in file if line.startswith("Max core file size"))
        self.assertEqual(core, ["0", "0"], "a core would hold the secrets")


class Growth(unittest.TestCase):
    """What a client can make grow has an end, and the refusal says so."""

    def test_bounds(self):
        with milepost_service.service(PROGRAMS, ROOT) as service:
            service.request("POST", "/v1/projects", {"key": "works", "name": "工程"})
            long = "x" * 2_000_000
            for method, path, body in [
                    ("POST", "/v1/projects", {"key": "a", "name": long}), ("POST", "/v1/projects", {"key": "k" * 5000, "name": "x"}),
                    ("PATCH", "/v1/projects/works", {"name": "y" * 100_000}),
                    ("PATCH", "/v1/projects/works", {"labels": {f"l{n}": "v" for n in range(100_000)}}),
                    ("PATCH", "/v1/projects/works", {"alerts": {"lead": list(range(1, 5000))}}),
                    ("POST", "/v1/webhooks", {"name": "a", "url": "https://example.org/" + "x" * 100_000}),
                    ("GET", "/v1/ledger?limit=1000000", None), ("GET", "/v1/next?days=100000000", None)]:
                with self.assertRaises(milepost_service.ServiceError, msg=f"{method} {path}") as refused:
                    service.request(method, path, body)
                self.assertRegex(str(refused.exception), r": 4\d\d ", f"{method} {path}")
                self.assertTrue(re.search(r'"detail_zh"', str(refused.exception)) or len(str(refused.exception)) > 400)
            begun = time.monotonic()
            self.assertEqual(service.request("GET", "/healthz")["status"], "ok")
            self.assertLess(time.monotonic() - begun, 2)


if __name__ == "__main__":
    unittest.main()
