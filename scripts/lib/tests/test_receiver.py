"""The demo's receiver, run as a program, against requests signed by hand and by PyPI's `standardwebhooks`."""

import contextlib
import datetime
import http.client
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import unittest

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
import standard_webhooks  # noqa: E402
from standardwebhooks.webhooks import Webhook  # noqa: E402

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = json.dumps({
    "type": "milestone.due", "timestamp": "2022-06-30T01:00:00.000Z",
    "data": {
        "project": {"key": "henggang-kindergarten"}, "milestone": {"key": "completion"},
        "alert": {"rule": "due", "covers": ["lead:1d"], "covers_overdue": 0},
        "message": {"en": "It is due today.", "zh": "今天到期。"},
    },
}, ensure_ascii=False).encode()


class Lines:
    """What a program prints, line by line, with a bound on each wait."""

    def __init__(self, stream):
        self.lines = queue.Queue()
        threading.Thread(target=lambda: [self.lines.put(line) for line in stream], daemon=True).start()

    def next(self):
        return self.lines.get(timeout=10)


@contextlib.contextmanager
def receiver(*arguments):
    """A receiver on a free port; gives the port, its lines and the file of events."""
    with tempfile.TemporaryDirectory() as home:
        secret, events = os.path.join(home, "secret"), os.path.join(home, "events")
        with open(secret, "w", encoding="ascii") as file:
            file.write(SECRET)
        command = [os.path.join(SCRIPTS, "demo-receiver"), "--secret-file", secret, "--events", events, *arguments]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                lines = Lines(process.stdout)
                yield int(lines.next().rstrip("/\n").rsplit(":", 1)[1]), lines, events
            finally:
                process.terminate()
                process.wait(timeout=10)


def post(port, headers, body=BODY):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", "/", body=body, headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


def signed(message_id="msg_1", body=BODY, at=None, secret=SECRET):
    """Headers as the library that the project did not write makes them."""
    at = at or datetime.datetime.now(tz=datetime.timezone.utc)
    return {
        "webhook-id": message_id, "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, at, body.decode()),
    }


class Receiver(unittest.TestCase):
    def test_a_request_signed_by_the_library_is_taken_and_shown(self):
        with receiver() as (port, output, events):
            self.assertEqual(post(port, signed()), 204)
            line, sentence = output.next(), output.next()
            self.assertIn("2022-06-30 09:00", line)
            self.assertIn("henggang-kindergarten/completion", line)
            self.assertIn("signature ok", line)
            self.assertIn("It is due today.", sentence)
            with open(events, encoding="utf-8") as file:
                self.assertEqual(
                    file.read().split("\n")[1].split("\t"),
                    ["milestone.due", "henggang-kindergarten/completion", "2022-06-30 09:00", "due", "lead:1d", "0",
                     "msg_1", "new"])

    def test_chinese_is_shown_when_asked_for(self):
        with receiver("--lang", "zh") as (port, output, _):
            self.assertEqual(post(port, signed()), 204)
            self.assertIn("签名正确", output.next())
            self.assertIn("今天到期。", output.next())

    def test_a_repeated_id_is_marked(self):
        with receiver() as (port, output, _):
            post(port, signed("msg_7"))
            post(port, signed("msg_7"))
            lines = [output.next() for _ in range(4)]
            self.assertNotIn("repeat", lines[0])
            self.assertIn("repeat of msg_7", lines[2])

    def test_a_refused_first_try_is_not_counted_as_seen(self):
        with receiver("--refuse", "1") as (port, output, _):
            self.assertEqual(post(port, signed("msg_7")), 503)
            self.assertEqual(post(port, signed("msg_7")), 204)
            lines = [output.next() for _ in range(4)]
            self.assertIn("503", lines[0])
            self.assertNotIn("repeat", lines[2])

    def test_what_was_changed_on_the_way_is_refused(self):
        changed = BODY.replace(b"today", b"never")
        other_id = dict(signed(), **{"webhook-id": "msg_2"})
        other_key = signed(secret="whsec_" + "A" * 32)
        none = {name: value for name, value in signed().items() if name != "webhook-signature"}
        with receiver() as (port, output, _):
            for headers, body in [(signed(), changed), (other_id, BODY), (other_key, BODY), (none, BODY), ({}, BODY)]:
                self.assertEqual(post(port, headers, body), 401)
                self.assertIn("SIGNATURE WRONG", output.next())

    def test_a_request_from_another_time_is_refused(self):
        now = datetime.datetime.now(tz=datetime.timezone.utc)
        with receiver() as (port, _, _events):
            for seconds, status in [(-310, 401), (310, 401), (-290, 204), (290, 204)]:
                at = now + datetime.timedelta(seconds=seconds)
                self.assertEqual(post(port, signed(f"msg_{seconds}", at=at)), status)

    def test_odd_bodies_are_answered_and_do_not_end_it(self):
        with receiver() as (port, _, _events):
            for body in [b"", b"[]", b"{", b'{"data":[1]}', b'{"data":{"alert":{"covers":1}}}']:
                self.assertIn(post(port, signed(body=body), body), (204, 400))
            self.assertEqual(post(port, {"Content-Length": str(1 << 30)}, b""), 413)
            self.assertEqual(post(port, signed()), 204)


class Signature(unittest.TestCase):
    def test_ours_is_the_specifications_vector(self):
        made = standard_webhooks.signature(
            standard_webhooks.secret_bytes(SECRET), "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330",
            b'{"test": 2432232314}')
        self.assertEqual(made, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")

    def test_one_of_several_signatures_is_enough(self):
        headers = signed()
        headers["webhook-signature"] = "v1,AAAA v1a,BBBB " + headers["webhook-signature"]
        key = standard_webhooks.secret_bytes(SECRET)
        self.assertEqual(standard_webhooks.verify(key, headers, BODY), "msg_1")

    def test_the_library_takes_what_ours_signs(self):
        now = str(int(datetime.datetime.now().timestamp()))
        made = standard_webhooks.signature(standard_webhooks.secret_bytes(SECRET), "msg_1", now, BODY)
        headers = {"webhook-id": "msg_1", "webhook-timestamp": now, "webhook-signature": made}
        self.assertEqual(Webhook(SECRET).verify(BODY, headers)["type"], "milestone.due")


if __name__ == "__main__":
    unittest.main()
