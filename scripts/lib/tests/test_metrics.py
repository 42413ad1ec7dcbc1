"""Metrics, rules and dashboard judged by Prometheus' own `promtool`."""

import json
import os
import re
import shutil
import subprocess
import time
import unittest

from test_service import PLAN, PROGRAMS, ROOT, WAIT_SECONDS, milepost_service, receiver

UNPACKED = os.path.join(ROOT, ".build", "prometheus", "usr", "bin", "promtool")
PROMTOOL = UNPACKED if os.path.exists(UNPACKED) else shutil.which("promtool")
RULES = os.path.join(ROOT, "etc", "prometheus")
NAME = re.compile(r"\b((?:milepost|process)_[a-z0-9_]+)\b")


def fetch(service, path):
    connection = milepost_service.SocketConnection(service.socket, 30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer, answer.read().decode()
    finally:
        connection.close()


def families(text):
    """Names of series that a query may ask for."""
    names = set()
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            name, kind = line.split()[2:4]
            names |= {name + end for end in ("_bucket", "_sum", "_count")} if kind == "histogram" else {name}
    return names


class Metrics(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with receiver() as (server, url), milepost_service.service(PROGRAMS, ROOT, "log_level: debug\n") as service:
            service.command("webhook", "add", "desk", "--url", url)
            service.command("apply", "-f", "-", text=PLAN)
            cls.first, _ = server.requests.get(timeout=WAIT_SECONDS)
            deadline = time.monotonic() + WAIT_SECONDS
            while True:
                cls.answer, cls.text = fetch(service, "/metrics")
                # The receiver has the message a moment before the service knows that it has.
                if 'milepost_deliveries_total{endpoint="desk"} 0' not in cls.text or time.monotonic() > deadline:
                    break
                time.sleep(0.05)
            service.stop()
            cls.log = service.last_words()

    def promtool(self, *arguments, text=None):
        if not PROMTOOL:
            self.skipTest("promtool is not installed")
        done = subprocess.run([PROMTOOL, *arguments], input=text, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stderr.replace("SUCCESS", "").strip()), (0, ""), done.stdout)

    def test_promtool_accepts_the_metrics(self):
        self.assertEqual(self.answer.status, 200)
        self.assertEqual(self.answer.getheader("content-type"), "text/plain; version=0.0.4; charset=utf-8")
        self.promtool("check", "metrics", text=self.text)

    def test_a_delivery_is_counted_and_timed(self):
        self.assertRegex(self.text, r'milepost_deliveries_total\{endpoint="desk"\} [1-9]')
        self.assertRegex(self.text, r'milepost_delivery_attempts_total\{endpoint="desk",result="delivered"\} [1-9]')
        self.assertRegex(self.text, r"(?m)^milepost_delivery_latency_seconds_count [1-9]")
        self.assertNotIn("token", self.text)

    def test_the_log_names_the_message_that_the_receiver_has(self):
        self.assertRegex(self.log, rf"delivered .*message={self.first['webhook-id']}\b")

    def test_promtool_accepts_the_rules_and_they_fire_when_they_should(self):
        self.promtool("check", "rules", os.path.join(RULES, "milepost.rules.yml"))
        self.promtool("test", "rules", os.path.join(RULES, "milepost.rules.test.yml"))

    def test_rules_and_dashboard_ask_for_metrics_that_exist(self):
        with open(os.path.join(RULES, "milepost.rules.yml"), encoding="utf-8") as file:
            wanted = set(NAME.findall(re.sub(r"(?m)^\s*(summary|summary_zh|- alert):.*$", "", file.read())))
        with open(os.path.join(ROOT, "etc", "grafana", "milepost.json"), encoding="utf-8") as file:
            dashboard = json.load(file)
        queries = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
        self.assertTrue(all(NAME.search(query) for query in queries))
        wanted |= {name for query in queries for name in NAME.findall(query)}
        self.assertGreater(len(wanted), 20)
        self.assertEqual(wanted - families(self.text), set())


class Health(unittest.TestCase):
    def test_it_is_alive_and_ready(self):
        with milepost_service.service(PROGRAMS, ROOT) as service:
            for path, word in (("/healthz", "ok"), ("/readyz", "ready")):
                answer, text = fetch(service, path)
                self.assertEqual((answer.status, json.loads(text)), (200, {"status": word}))


if __name__ == "__main__":
    unittest.main()
