"""The service's own death is heard of: its heartbeat, and what it says when it comes back."""

import contextlib
import http.server
import json
import queue
import sqlite3
import subprocess
import threading
import unittest

from test_service import PROGRAMS, ROOT, WAIT_SECONDS, milepost_service, receiver

LATE = """\
projects:
  - key: kindergarten
    name: 横港中心幼儿园新建工程
    alerts: {working_days_only: false, lead: [7], overdue_every: 1}
    milestones:
      - {key: opening, name: 投入使用, due: +30d}
"""
DAY_MS = 86_400_000


class Listener(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        self.server.beats.put((self.command, self.path, body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def listener(status=200):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        server.daemon_threads = True
        server.beats, server.status = queue.Queue(), status
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server, f"http://127.0.0.1:{server.server_address[1]}/ping/geheim?team=a"
        finally:
            server.shutdown()


def settings(url):
    return f"heartbeat:\n  url: {url}\n  interval: 10\n"


def heartbeat(service):
    done = subprocess.run(
        [f"{PROGRAMS}/milepost", "--socket", service.socket, "doctor", "--json"], capture_output=True, text=True,
        timeout=60, check=False)
    return next(check for check in json.loads(done.stdout)["checks"] if check["check"] == "heartbeat")


class Heartbeats(unittest.TestCase):
    def test_it_is_heard_from_the_start_on(self):
        with listener() as (server, url), milepost_service.service(PROGRAMS, ROOT, settings(url)) as service:
            self.assertEqual(server.beats.get(timeout=WAIT_SECONDS), ("GET", "/ping/geheim/start?team=a", ""))
            self.assertEqual(server.beats.get(timeout=WAIT_SECONDS), ("GET", "/ping/geheim?team=a", ""))
            self.assertEqual(server.beats.get(timeout=WAIT_SECONDS), ("GET", "/ping/geheim?team=a", ""))
            found = heartbeat(service)
            self.assertEqual(found["outcome"], "ok", found)
            service.stop()
            self.assertNotIn("geheim", service.last_words() + json.dumps(found))
            self.assertTrue(server.beats.empty(), "an orderly stop is told by silence")

    def test_one_that_is_not_heard_is_said_once_and_holds_nothing_up(self):
        with listener(500) as (server, url), receiver() as (book, hook):
            with milepost_service.service(PROGRAMS, ROOT, settings(url)) as service:
                for _ in range(3):
                    server.beats.get(timeout=WAIT_SECONDS)
                service.command("webhook", "add", "desk", "--url", hook)
                self.assertIn("204", service.command("webhook", "test", "desk"))
                book.requests.get(timeout=WAIT_SECONDS)
                found = heartbeat(service)
                self.assertEqual(found["outcome"], "fail")
                self.assertIn("HTTP 500", found["detail"])
                service.stop()
                self.assertEqual(service.last_words().count("heartbeat not heard"), 1)

    def test_none_set_is_worth_a_word(self):
        with milepost_service.service(PROGRAMS, ROOT) as service:
            self.assertEqual(heartbeat(service)["outcome"], "warn")

    def test_an_address_that_the_network_policy_denies_is_refused_without_being_shown(self):
        more = settings("http://169.254.169.254/geheim")
        with milepost_service.service(PROGRAMS, ROOT, more, start=False) as service:
            done = subprocess.run(
                [f"{PROGRAMS}/milepostd", "--config", service.config, "--check-config"], capture_output=True, text=True,
                timeout=60, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn("heartbeat.url", done.stderr)
            self.assertNotIn("geheim", done.stderr)


class CaughtUp(unittest.TestCase):
    def messages(self, book):
        """All that came until the word about the pause."""
        bodies = []
        while not bodies or bodies[-1]["type"] != "service.caught_up":
            bodies.append(json.loads(book.requests.get(timeout=WAIT_SECONDS)[1]))
        return bodies

    def age(self, service, days):
        """As if the service had last been seen so many days ago."""
        with contextlib.closing(sqlite3.connect(service.database)) as database, database:
            (value,) = database.execute("SELECT value FROM note WHERE name = 'life_sign'").fetchone()
            at, alert = value.split()
            value = f"{int(at) - days * DAY_MS} {alert}"
            database.execute("UPDATE note SET value = ? WHERE name = 'life_sign'", (value,))
            shift = days * DAY_MS
            database.execute(
                "UPDATE milestone SET evaluated_through = evaluated_through - ?, next_check = next_check - ?,"
                " due_day = due_day - ?", (shift, shift, days))

    def test_after_days_off_one_message_says_since_when_and_what_came_late(self):
        with receiver() as (book, hook), milepost_service.service(PROGRAMS, ROOT) as service:
            service.command("webhook", "add", "desk", "--url", hook)
            service.command("apply", "-f", "-", text=LATE)
            service.stop()
            self.age(service, 32)
            service.start()
            said = self.messages(book)[-1]["data"]["message"]
            self.assertIn("1 alert came late, about 1 milestone", said["en"])
            self.assertIn("补发 1 条提醒，涉及 1 个节点", said["zh"])
            self.assertIn("Asia/Shanghai", said["en"])
            service.stop()
            service.start()
            listed = json.loads(service.command("alert", "list", "--state", "all", "--json"))["items"]
            self.assertEqual([alert["type"] for alert in listed].count("service.caught_up"), 1)

    def test_a_short_stop_is_not_told(self):
        with receiver() as (_, hook), milepost_service.service(PROGRAMS, ROOT) as service:
            service.command("webhook", "add", "desk", "--url", hook)
            service.stop()
            service.start()
            listed = json.loads(service.command("alert", "list", "--state", "all", "--json"))["items"]
            self.assertEqual(listed, [])


if __name__ == "__main__":
    unittest.main()
