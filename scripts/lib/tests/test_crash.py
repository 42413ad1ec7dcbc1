"""The promise, tried on the real service: whatever is killed and whoever is away, every alert arrives at least once,
and a repeat carries the id of the first."""

import datetime
import json
import os
import random
import sqlite3
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
SEED = int(os.environ.get("MILEPOST_SEED", "20220520"))
KILLS = int(os.environ.get("MILEPOST_KILLS", "200"))
ALERTS = 100
# A delivery that was refused six times waits for up to 160 s.
PATIENCE = 400


def overdue_plan(count):
    """Milestones that are late already: each fires once, as it is registered."""
    milestones = [{"key": f"m-{index}", "name": f"节点 {index}", "due": "2022-06-30"} for index in range(count)]
    quiet = {"lead": [], "on_day": True, "overdue_every": 365, "working_days_only": False}
    return json.dumps({"projects": [{"key": "works", "name": "工程", "alerts": quiet, "milestones": milestones}]})


def kill(service):
    service.process.kill()
    service.process.wait()


def rows(service, sql):
    connection = sqlite3.connect(service.database)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


class Crashes(unittest.TestCase):
    def check_all_arrived(self, service, book, count):
        """Every delivery of the database was taken; no id had two bodies; the books are whole."""
        self.assertTrue(
            book.wait(lambda book: len(book.taken) >= count, PATIENCE), f"{len(book.taken)} of {count} arrived")
        end = time.monotonic() + PATIENCE
        while rows(service, "SELECT count(*) FROM delivery WHERE state <> 'delivered'")[0][0] > 0:
            self.assertLess(time.monotonic(), end, "what arrived is not recorded as delivered")
            time.sleep(0.05)
        ids = {row[0] for row in rows(service, "SELECT message_id FROM delivery")}
        self.assertEqual(ids, set(book.taken))
        self.assertEqual(len(ids), rows(service, "SELECT count(*) FROM alert")[0][0])
        self.assertTrue(all(len(bodies) == 1 for bodies in book.bodies.values()), "one id came with two bodies")
        self.assertEqual(rows(service, "PRAGMA integrity_check")[0][0], "ok")
        service.command("ledger", "verify")

    def report(self, what, book, count):
        print(f"\n    {what}: {len(book.taken)} of {count}, {book.requests} requests", end=" ", flush=True)

    def away_and(self, end_service):
        """The receiver is away while alerts fire; the service ends and starts again; the receiver comes back."""
        with receiver() as gone:
            port = gone.server_address[1]
        with milepost_service.service(PROGRAMS, ROOT) as service:
            service.command("webhook", "add", "site", "--url", f"http://127.0.0.1:{port}/hook")
            service.command("apply", "-f", "-", text=overdue_plan(ALERTS))
            end_service(service)
            service.start()
            with receiver(port=port) as server:
                self.check_all_arrived(service, server.book, ALERTS)
                self.report("arrived", server.book, ALERTS)

    def test_receiver_away_service_killed(self):
        self.away_and(kill)

    def test_receiver_away_service_stopped(self):
        self.away_and(lambda service: service.stop())

    def test_receiver_away_while_the_cause_goes(self):
        with receiver() as gone:
            port = gone.server_address[1]
        with milepost_service.service(PROGRAMS, ROOT) as service:
            service.command("webhook", "add", "site", "--url", f"http://127.0.0.1:{port}/hook")
            service.command("apply", "-f", "-", text=overdue_plan(ALERTS))
            for index in range(ALERTS):
                service.request("POST", f"/v1/projects/works/milestones/m-{index}/reach")
            with receiver(port=port) as server:
                self.check_all_arrived(service, server.book, 2 * ALERTS)
                self.report("arrived, each late and reached", server.book, 2 * ALERTS)

    def test_receiver_refuses_for_a_while(self):
        back = time.monotonic() + 20
        with receiver(lambda headers, body: 503 if time.monotonic() < back else 204) as server, \
                milepost_service.service(PROGRAMS, ROOT) as service:
            service.command("webhook", "add", "site", "--url", server.url)
            service.command("apply", "-f", "-", text=overdue_plan(ALERTS))
            self.check_all_arrived(service, server.book, ALERTS)
            self.report("arrived after 20 s of 503", server.book, ALERTS)

    def test_killed_with_requests_under_way(self):
        holding = [True]

        def answer(headers, body):
            end = time.monotonic() + 30
            while holding[0] and time.monotonic() < end:
                time.sleep(0.01)
            return 204

        with receiver(answer) as server, milepost_service.service(PROGRAMS, ROOT) as service:
            service.command("webhook", "add", "site", "--url", server.url)
            service.command("apply", "-f", "-", text=overdue_plan(ALERTS))
            end = time.monotonic() + PATIENCE
            while len(os.listdir(f"/proc/{service.pid}/fd")) < 10 and time.monotonic() < end:
                time.sleep(0.01)
            kill(service)
            holding[0] = False
            service.start()
            self.check_all_arrived(service, server.book, ALERTS)
            self.report("arrived", server.book, ALERTS)

    def test_delivered_is_not_sent_again_after_a_kill(self):
        with receiver() as server, milepost_service.service(PROGRAMS, ROOT) as service:
            service.command("webhook", "add", "site", "--url", server.url)
            service.command("apply", "-f", "-", text=overdue_plan(ALERTS))
            self.check_all_arrived(service, server.book, ALERTS)
            requests = server.book.requests
            kill(service)
            service.start()
            # One more alert, behind all others: when it has come, nothing older is waiting any more.
            service.command("milestone", "reach", "works/m-0")
            self.check_all_arrived(service, server.book, ALERTS + 1)
            self.assertEqual(server.book.requests, requests + 1)
            self.report("arrived, and none twice", server.book, ALERTS + 1)


class Kills(unittest.TestCase):
    """A programme of a year is lived through in a minute and a half, while the service is killed again and again."""

    MILESTONES = 300
    START = datetime.datetime(2022, 1, 1, 8)
    SPEED = 500_000
    POLICY = {"lead": [7, 1], "on_day": True, "overdue_every": 0, "working_days_only": False}

    def plan(self, chance):
        milestones = [
            {"key": f"m-{index}", "name": f"节点 {index}",
             "due": str(self.START.date() + datetime.timedelta(days=chance.randint(10, 350)))}
            for index in range(self.MILESTONES)]
        return json.dumps(
            {"projects": [{"key": "works", "name": "工程", "alerts": self.POLICY, "milestones": milestones}]})

    def settings(self, service, moment, speed=SPEED):
        start = moment.replace(microsecond=0).isoformat()
        service.settings(ROOT, f"rehearsal:\n  start: {start}\n  zone: Asia/Shanghai\n  speed: {speed}\n")

    def test_killed_at_random_moments_every_alert_arrives(self):
        chance = random.Random(SEED)
        unreliable = random.Random(SEED + 1)
        # One in five is refused, one in ten hears nothing though it was taken.
        answers = [503, 503, None, 204, 204, 204, 204, 204, 204, 204]
        calm = [False]

        def answer(headers, body):
            return 204 if calm[0] else unreliable.choice(answers)

        with receiver(answer) as server, milepost_service.service(PROGRAMS, ROOT, start=False) as service:
            # The plan is entered at the speed of time: on a slow machine its first days would be over before it is in.
            moment, speed = self.START, 1
            self.settings(service, moment, speed)
            service.start()
            service.command("webhook", "add", "site", "--url", server.url)
            service.command("apply", "-f", "-", text=self.plan(chance))
            begun = time.monotonic()
            for _ in range(KILLS):
                time.sleep(chance.uniform(0.01, 0.3))
                kill(service)
                moment += datetime.timedelta(seconds=(time.monotonic() - begun) * speed)
                speed = self.SPEED
                self.settings(service, moment)
                begun = time.monotonic()
                service.start()
            calm[0] = True
            self.settle(service, server.book)
            self.check(service, server.book)

    def settle(self, service, book):
        end = time.monotonic() + 2 * PATIENCE
        while True:
            waiting = rows(
                service,
                """SELECT (SELECT count(*) FROM milestone WHERE next_check IS NOT NULL),
                (SELECT count(*) FROM delivery WHERE state = 'pending')""")[0]
            if waiting == (0, 0):
                return
            self.assertLess(time.monotonic(), end, f"milestones to check, deliveries to make: {waiting}")
            time.sleep(0.2)

    def check(self, service, book):
        sent = dict(rows(service, "SELECT message_id, state FROM delivery"))
        self.assertEqual(set(sent.values()), {"delivered"})
        missing = set(sent) - set(book.bodies)
        self.assertEqual(missing, set(), "recorded as delivered, and never received")
        self.assertEqual(set(book.bodies) - set(sent), set(), "received, and not in the books")
        self.assertTrue(all(len(bodies) == 1 for bodies in book.bodies.values()), "one id came with two bodies")
        self.check_rules(book)
        self.assertEqual(rows(service, "PRAGMA integrity_check")[0][0], "ok")
        self.assertEqual(rows(service, "PRAGMA foreign_key_check"), [])
        service.command("ledger", "verify")
        print(
            f"\n    seed {SEED}: {KILLS} kills, {len(sent)} alerts, {len(book.bodies)} received, "
            f"{book.requests - len(book.bodies)} repeats, all under their first ids", end=" ", flush=True)

    def check_rules(self, book):
        """Each firing of each milestone was told, by itself or by a later one that names it; none was told twice."""
        told, alerts = {}, []
        for bodies in book.bodies.values():
            data = json.loads(next(iter(bodies)))["data"]
            alert = data["alert"]
            alerts.append((data["milestone"]["key"], alert["rule"], alert["occurrence"]))
            told.setdefault(data["milestone"]["key"], set()).update([alert["rule"], *alert["covers"]])
        self.assertEqual(len(alerts), len(set(alerts)), "one firing became two alerts")
        self.assertEqual(len(told), self.MILESTONES)
        for key, rules in told.items():
            self.assertEqual(rules, {"lead:7d", "lead:1d", "due"}, key)


if __name__ == "__main__":
    unittest.main()
