"""What the real service sends, judged by PyPI's `standardwebhooks`, which this project did not write."""

import contextlib
import http.server
import json
import os
import queue
import sys
import threading
import unittest

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
import milepost_service  # noqa: E402
from standardwebhooks.webhooks import Webhook, WebhookVerificationError  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
WAIT_SECONDS = 60
PLAN = """\
projects:
  - key: kindergarten
    name: 横港中心幼儿园“新建”工程 \\ 😀
    alerts: {working_days_only: false}
    milestones:
      - {key: late, name: 全部工程完工, name_en: All works complete, due: 2022-06-30}
"""


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        names = [name for name in self.headers if name.lower().startswith("webhook-")]
        self.server.requests.put(({name.lower(): self.headers[name] for name in names}, body))
        status = self.server.answers.pop(0) if self.server.answers else 204
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def receiver(*answers):
    """A receiver that gives these answers in turn, then 204; keeps every request."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        server.daemon_threads = True
        server.requests, server.answers = queue.Queue(), list(answers)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server, f"http://127.0.0.1:{server.server_address[1]}/hook?token=t"
        finally:
            server.shutdown()


class Signatures(unittest.TestCase):
    def assert_refused(self, verifier, body, headers):
        with self.assertRaises(WebhookVerificationError):
            verifier.verify(body, headers)

    def test_the_library_takes_an_alert_and_refuses_it_when_changed(self):
        with receiver() as (server, url), milepost_service.service(PROGRAMS, ROOT) as service:
            made = json.loads(service.command("webhook", "add", "site", "--url", url, "--json"))
            service.command("apply", "-f", "-", text=PLAN)
            headers, body = server.requests.get(timeout=WAIT_SECONDS)
            verifier = Webhook(made["secret"])
            message = verifier.verify(body, headers)
            self.assertEqual(message["type"], "milestone.overdue")
            self.assertEqual(message["data"]["project"]["name"], "横港中心幼儿园“新建”工程 \\ 😀")
            self.assertEqual(message["data"]["milestone"]["key"], "late")
            self.assert_refused(verifier, body.replace(b"overdue", b"reached"), headers)
            self.assert_refused(verifier, body, dict(headers, **{"webhook-id": "msg_other"}))
            self.assert_refused(verifier, body, dict(headers, **{"webhook-timestamp": "1"}))
            self.assert_refused(Webhook("whsec_" + "A" * 32), body, headers)

    def test_a_test_message_is_signed_as_well(self):
        with receiver() as (server, url), milepost_service.service(PROGRAMS, ROOT) as service:
            made = json.loads(service.command("webhook", "add", "site", "--url", url, "--json"))
            service.command("webhook", "test", "site")
            headers, body = server.requests.get(timeout=WAIT_SECONDS)
            self.assertEqual(Webhook(made["secret"]).verify(body, headers)["type"], "test.ping")

    def test_a_second_try_has_the_same_id_and_a_signature_of_its_own(self):
        with receiver(503) as (server, url), milepost_service.service(PROGRAMS, ROOT) as service:
            made = json.loads(service.command("webhook", "add", "site", "--url", url, "--json"))
            service.command("apply", "-f", "-", text=PLAN)
            first, second = (server.requests.get(timeout=WAIT_SECONDS) for _ in range(2))
            self.assertEqual(first[0]["webhook-id"], second[0]["webhook-id"])
            self.assertEqual(first[1], second[1])
            for headers, body in (first, second):
                Webhook(made["secret"]).verify(body, headers)

    def test_a_secret_of_ones_own_is_used(self):
        secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        with receiver() as (server, url), milepost_service.service(PROGRAMS, ROOT) as service:
            service.command("webhook", "add", "site", "--url", url, "--secret-file", "-", text=secret + "\n")
            service.command("apply", "-f", "-", text=PLAN)
            headers, body = server.requests.get(timeout=WAIT_SECONDS)
            self.assertEqual(Webhook(secret).verify(body, headers)["type"], "milestone.overdue")


if __name__ == "__main__":
    unittest.main()
