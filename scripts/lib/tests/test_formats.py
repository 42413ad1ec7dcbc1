"""Every format, one test each, against a receiver that behaves as documented: form, signature, size, rate and errors.

One life for all: waves of alerts with names as long as they may be, a restart between two of them, and receivers
that begin with errors of their own.
"""

import contextlib
import os
import sys
import tempfile
import unittest

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import milepost_service  # noqa: E402
import robots  # noqa: E402
from receiver import receiver  # noqa: E402
from test_endpoints import wait  # noqa: E402
from test_mail import Mailbox, mail_server  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
# Alerts so far, wave by wave: one by itself, then more at once than any limit lets through.
WAVES = [1, 40, 80, 120]
ALERTS = WAVES[-1]
# In the crowded minutes of each half hour Feishu's robots are left alone for up to two.
PATIENCE_SECONDS = 240
SETTINGS = "public_url: https://milepost.example.org\nlisten: 127.0.0.1:0\n"
NAME_MAX = 200
# Requests to one receiver at once.
UNDER_WAY = 16
# What is markup, mention, link or escape somewhere.
AWKWARD = '<!channel> <at id=all></at> [x](http://e) *b* _i_ ~s~ `c` \\ "q" & &amp; 👷🏽‍♀️ '


def name(number):
    """Some short, some as long as a name may be, of what takes most room when it is escaped."""
    token = f"N{number:04}X"
    filler = [AWKWARD, "横港中心幼儿园室外附属工程", '"', "<", "👷🏽‍♀️"][number % 5]
    long = (filler * NAME_MAX)[:NAME_MAX - len(token)] if number % 3 else filler
    return (token + long)[:NAME_MAX].strip()


def plan(count):
    rows = []
    for number in range(count):
        text = name(number).replace("\\", "\\\\").replace('"', '\\"')
        rows.append(f'      - {{key: m{number}, name: "{text}", due: 2022年6月底}}')
    head = "projects:\n  - key: works\n    name: 横港中心幼儿园\n    alerts: {working_days_only: false}\n    milestones:\n"
    return head + "\n".join(rows) + "\n"


class Box(Mailbox):
    """Mail as it was taken, for the robot to read."""

    def __init__(self, robot):
        super().__init__(data=list(robot.faults))
        self.robot = robot

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        if answer.startswith("250"):
            self.robot.take(envelope.content)
        return answer


class Formats(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with contextlib.ExitStack() as stack:
            files = cls.files(stack.enter_context(tempfile.TemporaryDirectory(prefix="milepost-formats-")))
            service = stack.enter_context(milepost_service.service(PROGRAMS, ROOT, SETTINGS))
            cls.robots = {robot.name: robot() for robot in robots.ROBOTS}
            for robot in cls.robots.values():
                url = cls.open(robot, stack)
                options = [option.format(**files) for option in robot.options]
                if robot.secret:
                    path = os.path.join(files["folder"], f"{robot.name}.secret")
                    with open(path, "w", encoding="utf-8") as file:
                        file.write(robot.secret)
                    options += ["--secret-file", path]
                service.command("webhook", "add", robot.name, "--format", robot.name, "--url", url, "--messages", "zh",
                                *options)
            for wave in WAVES:
                if wave == WAVES[1]:
                    for robot in cls.robots.values():
                        robot.waiting += [robot.again] if robot.again else []
                if wave == ALERTS:
                    # What the limits have left survives it.
                    service.stop()
                    service.start()
                service.command("apply", "-f", "-", text=plan(wave))
                wait(lambda: all(not one["pending"] for one in service.request("GET", "/v1/webhooks")["items"]),
                     PATIENCE_SECONDS)
            cls.deliveries = {
                key: service.request("GET", f"/v1/webhooks/{key}/deliveries", limit=1000, attempts="true")["items"]
                for key in cls.robots}

    @staticmethod
    def files(folder):
        files = {"folder": folder}
        for key, text in (("bearer", "tk_geheim\n"), ("template", robots.TEMPLATE)):
            files[key] = os.path.join(folder, key)
            with open(files[key], "w", encoding="utf-8") as file:
                file.write(text)
        return files

    @staticmethod
    def open(robot, stack):
        if robot.name == "email":
            return f"smtp://127.0.0.1:{stack.enter_context(mail_server(Box(robot)))}"
        server = stack.enter_context(receiver(robot.answer))
        return f"http://127.0.0.1:{server.server_address[1]}{robot.path}"

    def check(self, key):
        robot, deliveries = self.robots[key], self.deliveries[key]
        self.assertEqual(robot.problems, [], "what the receiver had to say")
        times = [round(one - robot.times[0], 2) for one in robot.times]
        self.assertEqual(robot.passed, [], f"more than it allows: {times}")
        self.assertLessEqual(len(robot.early), UNDER_WAY, "more than were on their way when it asked to be left alone")
        self.assertLessEqual(max(robot.early, default=0), 1, "sent although it had asked to be left alone")
        self.every_alert_is_told_once(robot, deliveries)
        self.errors_are_understood(robot, deliveries)
        self.pictures(robot)

    def every_alert_is_told_once(self, robot, deliveries):
        self.assertEqual({one["state"] for one in deliveries} - {"delivered", "folded"}, set())
        self.assertEqual(sum(bool(one.get("milestone")) for one in deliveries), ALERTS)
        told = [token for message in robot.messages for token in message.tokens]
        self.assertEqual(len(told), len(set(told)), "an alert came twice")
        self.assertEqual(sum(message.count for message in robot.messages), ALERTS, "named or counted")
        if not robot.buckets:
            self.assertEqual(len(told), ALERTS)

    def errors_are_understood(self, robot, deliveries):
        errors = [one.get("error") or "" for delivery in deliveries for one in delivery["tries"]]
        for words in robot.told:
            self.assertTrue(any(error.startswith(words) for error in errors), f"{words} is not among {set(errors)}")
        self.assertEqual(sum(map(bool, errors)), len(robot.faults) + bool(robot.again), f"{set(errors)}")

    def pictures(self, robot):
        single = next(message for message in robot.messages if len(message.tokens) == message.count == 1)
        self.assertTrue(single.title.startswith("🔴"), single.title)
        self.assertIn("已逾期", single.text)
        if robot.name != "alertmanager":
            self.assertEqual(single.facts.get("应完成"), "2022-06-30（2022年6月底）", single.text)
            self.assertRegex(single.facts.get("预计", ""), r"^\d{4}-\d\d-\d\d$")
            self.assertRegex(single.facts.get("机动时间", ""), r"^-\d+ 个工作日$")
        for message in robot.messages:
            self.assertEqual(len(message.links), len(set(message.links)), "one link for two alerts")
            self.assertTrue(all(link.startswith("https://milepost.example.org/a/") for link in message.links))
            self.assertEqual(len(message.links), len(message.tokens), "a link for each alert that is named")
        if not robot.buckets:
            return
        group = max(robot.messages, key=lambda message: message.count)
        self.assertGreater(group.count, 10)
        self.assertTrue(any(lamp in group.title for lamp in robots.LAMPS), group.title)
        self.assertIn(f"{group.count} 条提醒", group.title + group.text)


def add(key):
    setattr(Formats, f"test_{key}_gets_what_it_documents", lambda self: self.check(key))


for one in robots.ROBOTS:
    add(one.name)


if __name__ == "__main__":
    unittest.main()
