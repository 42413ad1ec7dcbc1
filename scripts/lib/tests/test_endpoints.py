"""What an endpoint may ask for, on the real service: changes of secrets, certificates, HTTP/2, templates, breakers."""

import asyncio
import base64
import contextlib
import datetime
import json
import os
import socket
import ssl
import sys
import tempfile
import threading
import time
import unittest

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import hypercorn.asyncio  # noqa: E402
import hypercorn.config  # noqa: E402
import milepost_service  # noqa: E402
import nacl.exceptions  # noqa: E402
import nacl.signing  # noqa: E402
from receiver import receiver  # noqa: E402
from standardwebhooks.webhooks import Webhook, WebhookVerificationError  # noqa: E402
from test_tls import certificates  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
PLAN = """\
projects:
  - key: works
    name: 横港中心幼儿园
    alerts: {working_days_only: false}
    milestones:
"""


def plan(count, first=0):
    rows = [f"      - {{key: m{number}, name: 节点{number}, due: 2022-06-30}}" for number in range(first, first + count)]
    return PLAN + "\n".join(rows) + "\n"


class Secrets(unittest.TestCase):
    def test_both_libraries_verify_before_during_and_after_a_change_of_secrets(self):
        kept = []

        def answer(headers, body):
            kept.append((headers, body))
            return 204

        with receiver(answer) as server, milepost_service.service(PROGRAMS, ROOT) as service:
            made = json.loads(service.command("webhook", "add", "site", "--url", server.url, "--ed25519", "--json"))
            old, old_key = made["secret"], made["options"]["public_key"]
            service.command("webhook", "test", "site")
            changed = json.loads(service.command("webhook", "rotate", "site", "--overlap", "2s", "--json"))
            new, new_key = changed["secret"], changed["options"]["public_key"]
            self.assertNotEqual((old, old_key), (new, new_key))
            service.command("webhook", "test", "site")
            time.sleep(2.1)
            service.command("webhook", "test", "site")
            before, during, after = kept
            for (headers, body), secrets, wrong in (
                    (before, [old], [new]), (during, [old, new], []), (after, [new], [old])):
                for secret in secrets:
                    self.assertEqual(Webhook(secret).verify(body, headers)["type"], "test.ping")
                for secret in wrong:
                    with self.assertRaises(WebhookVerificationError):
                        Webhook(secret).verify(body, headers)
            self.assertTrue(during[0]["webhook-signature"].startswith(
                Webhook(new).sign(during[0]["webhook-id"], self.moment(during[0]), during[1].decode())), "new first")
            for (headers, body), keys, wrong in (
                    (before, [old_key], [new_key]), (during, [old_key, new_key], []), (after, [new_key], [old_key])):
                self.assertTrue(all(self.verifies(key, headers, body) for key in keys))
                self.assertFalse(any(self.verifies(key, headers, body) for key in wrong))

    @staticmethod
    def moment(headers):
        return datetime.datetime.fromtimestamp(int(headers["webhook-timestamp"]), tz=datetime.timezone.utc)

    @staticmethod
    def verifies(key, headers, body):
        """Whether one of the v1a signatures is of this public key, by libsodium."""
        verifier = nacl.signing.VerifyKey(base64.b64decode(key.removeprefix("whpk_")))
        message = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        for signature in headers["webhook-signature"].split(" "):
            if signature.startswith("v1a,"):
                with contextlib.suppress(nacl.exceptions.BadSignatureError):
                    verifier.verify(message, base64.b64decode(signature[4:]))
                    return True
        return False


class Certificates(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="milepost-tls-")
        self.addCleanup(folder.cleanup)
        self.authority, self.key, self.certificate = certificates(folder.name)

    def test_a_receiver_that_asks_for_a_certificate_gets_it_and_one_without_is_turned_away(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        context.load_verify_locations(self.authority)
        context.verify_mode = ssl.CERT_REQUIRED
        with receiver() as server, milepost_service.service(PROGRAMS, ROOT) as service:
            server.socket = context.wrap_socket(server.socket, server_side=True)
            url = server.url.replace("http:", "https:")
            service.command("webhook", "add", "without", "--url", url, "--ca-file", self.authority)
            self.assertFalse(service.request("POST", "/v1/webhooks/without/test")["delivered"])
            service.command("webhook", "add", "with", "--url", url, "--ca-file", self.authority, "--client-cert",
                            self.certificate, "--client-key", self.key)
            answer = service.request("POST", "/v1/webhooks/with/test")
            self.assertTrue(answer["delivered"], json.dumps(answer))

    def test_a_file_that_cannot_be_read_is_refused_when_it_is_named(self):
        with milepost_service.service(PROGRAMS, ROOT) as service:
            for option in ("--client-cert", "--ca-file"):
                with self.assertRaisesRegex(milepost_service.ServiceError, "cannot read the file"):
                    service.command("webhook", "add", "x", "--url", "https://example.org/", option, "/nowhere.pem")
            with self.assertRaisesRegex(milepost_service.ServiceError, "not in PEM form"):
                service.command("webhook", "add", "x", "--url", "https://example.org/", "--ca-file", service.config)

    def test_http2_carries_many_messages_over_one_connection(self):
        seen = []

        async def app(scope, receive, send):
            if scope["type"] != "http":
                return
            seen.append((scope["http_version"], scope["client"]))
            while (await receive()).get("more_body"):
                pass
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        config = hypercorn.config.Config()
        config.bind, config.certfile, config.keyfile = [f"127.0.0.1:{port}"], self.certificate, self.key
        config.accesslog = config.errorlog = None
        loop, stop = asyncio.new_event_loop(), asyncio.Event()
        thread = threading.Thread(
            target=lambda: loop.run_until_complete(
                hypercorn.asyncio.serve(app, config, shutdown_trigger=stop.wait)), daemon=True)
        thread.start()
        try:
            wait_for_port(port)
            with milepost_service.service(PROGRAMS, ROOT) as service:
                service.command("webhook", "add", "site", "--url", f"https://127.0.0.1:{port}/", "--ca-file",
                                self.authority, "--http2", "--concurrency", "32")
                service.command("apply", "-f", "-", text=plan(200))
                wait(lambda: len(seen) >= 200)
            self.assertEqual({version for version, _ in seen}, {"2"})
            self.assertLessEqual(len({client for _, client in seen}), 2)
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join(10)


def wait_for_port(port, seconds=20):
    wait(lambda: can_connect(port), seconds)


def can_connect(port):
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def wait(done, seconds=60):
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise AssertionError("not in time")
        time.sleep(0.05)


class Trials(unittest.TestCase):
    def test_an_endpoint_whose_test_fails_is_refused_or_taken_as_unproven(self):
        status = [500]
        with receiver(lambda headers, body: status[0]) as server, milepost_service.service(PROGRAMS, ROOT) as service:
            with self.assertRaisesRegex(milepost_service.ServiceError, "not delivered .*HTTP 500"):
                service.command("webhook", "add", "site", "--url", server.url, "--test")
            self.assertEqual(service.request("GET", "/v1/webhooks")["items"], [])
            service.command("webhook", "add", "site", "--url", server.url, "--test", "--force")
            self.assertTrue(service.request("GET", "/v1/webhooks/site")["options"]["unproven"])
            status[0] = 204
            service.command("webhook", "test", "site")
            self.assertNotIn("unproven", service.request("GET", "/v1/webhooks/site").get("options") or {})
            service.command("webhook", "add", "other", "--url", server.url, "--test")


class Outages(unittest.TestCase):
    def test_a_receiver_that_comes_back_is_noticed_by_a_probe_and_gets_everything_in_order(self):
        status, taken, lock = [503], [], threading.Lock()

        def answer(headers, body):
            if status[0] == 204:
                data = json.loads(body)
                with lock:
                    taken.append((headers["webhook-id"], data["data"].get("milestone", {}).get("key"), data["type"]))
            return status[0]

        told = []

        def other(headers, body):
            told.append(json.loads(body)["type"])
            return 204

        with receiver(answer) as server, receiver(other) as witness, \
                milepost_service.service(PROGRAMS, ROOT) as service:
            service.command("webhook", "add", "site", "--url", server.url)
            service.command("apply", "-f", "-", text=plan(40))
            wait(lambda: (service.request("GET", "/v1/webhooks/site").get("breaker") or {}).get("open"))
            service.command("webhook", "add", "witness", "--url", witness.url)
            requests = server.book.requests
            service.command("milestone", "reach", "works/m0")
            wait(lambda: "endpoint.failing" in told, 90)
            self.assertLess(server.book.requests - requests, 10, "only probes go out")
            tries = {item["attempts"] for item in self.deliveries(service, "pending")}
            self.assertLessEqual(max(tries), 3, "waiting costs no tries")
            begun = time.monotonic()
            status[0] = 204
            wait(lambda: not self.deliveries(service, "pending"), 90)
            print(f"\n    noticed and drained {time.monotonic() - begun:.1f} s after it came back")
            mine = [type for _, key, type in taken if key == "m0"]
            self.assertEqual(mine, ["milestone.overdue", "milestone.reached"])
            self.assertEqual(len({key for _, key, _ in taken if key}), 40)
            wait(lambda: "endpoint.recovered" in told)

    @staticmethod
    def deliveries(service, state):
        return service.request("GET", "/v1/webhooks/site/deliveries", state=state, limit=1000)["items"]


if __name__ == "__main__":
    unittest.main()
