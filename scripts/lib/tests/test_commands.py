"""Routes, silences, acknowledgements and webhooks by the command line: what is refused, and what is shown."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import unicodedata
import unittest

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import milepost_service  # noqa: E402
from receiver import receiver  # noqa: E402
from test_endpoints import wait  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
DONE, REFUSED, MISUSED = 0, 1, 2
PLAN = """\
projects:
  - key: works
    name: 横港中心幼儿园
    zone: Asia/Shanghai
    labels: {district: east}
    alerts: {working_days_only: false}
    milestones:
      - {key: a, name: 完工, due: 2022-06-30}
      - {key: b, name: 全部工程 complete, due: 2022-06-30}
"""

# Arguments, exit status, and what the one sentence says.
BAD = [
    ("route add x --match severity", REFUSED, "“severity” is no matcher: at character 9"),
    ('route add x --match a=~"("', REFUSED, "is no matcher"),
    ("route add x --match =b", REFUSED, "is no matcher"),
    ('route add x --match a="b', REFUSED, "is no matcher"),
    ("route add x --match ''", MISUSED, "would match everything"),
    ("route add x --to offices", REFUSED, "There is no webhook “offices”; the nearest is “office”."),
    ("route add x --escalate 2wd", MISUSED, "“2wd” is no level"),
    ("route add x --escalate 2wd=", REFUSED, "webhook"),
    ("route add x --escalate 2wd=nobody", REFUSED, "There is no webhook “nobody”"),
    ("route add x --escalate soon=office", REFUSED, "“soon”"),
    ("route add x --parent y", REFUSED, "There is no route “y”"),
    ("route add x --digest hourly", REFUSED, "“hourly”"),
    ("route add x --quiet 25:00-07:00", REFUSED, "“25:00-07:00”"),
    ("route add x --zone Mars/Base", REFUSED, "“Mars/Base”"),
    ("route add x --calendar mars", REFUSED, "“mars”"),
    ("route add x --group-wait x", REFUSED, "“x”"),
    ("route add late", REFUSED, "There is already a route “late”"),
    ("route add Late", REFUSED, "“Late”"),
    ("route edit late --parent late", REFUSED, "circle"),
    ("route edit nope --to office", REFUSED, "There is no route “nope”"),
    ("route show nope", REFUSED, "There is no route “nope”"),
    ("route remove default", REFUSED, "has routes below it"),
    ("route test --label x", MISUSED, "“x” is no label"),
    ("route test --label =x", MISUSED, "“=x” is no label"),
    ("route test --project nope", REFUSED, "There is no project “nope”"),
    ("route test --project works --milestone nope", REFUSED, "no milestone “nope”"),
    ("route test --milestone a", REFUSED, "found by its project"),
    ("route test --type milestone.late", REFUSED, "“milestone.late” is none of"),
    ("route apply -f /nowhere", MISUSED, "cannot be read"),
    ("silence add project=works --comment x", MISUSED, "either --for or --until"),
    ("silence add project=works --for 3d --until 2099-01-01 --comment x", MISUSED, "either --for or --until"),
    ("silence add project=works --for 3d", MISUSED, "--comment"),
    ("silence add project --for 3d --comment x", REFUSED, "“project” is no matcher"),
    ("silence add project=works --for soon --comment x", REFUSED, "“soon” is no length of time"),
    ("silence add project=works --until 2020-01-01 --comment x", REFUSED, "in the past"),
    ("silence add project=works --for 91d --comment x", REFUSED, "more than 90 days"),
    ("silence add project=works --for 3d --comment ''", REFUSED, "empty"),
    ("silence show 99", REFUSED, "There is no silence 99"),
    ("silence expire 99", REFUSED, "There is no silence 99"),
    ("silence expire x", MISUSED, "'x'"),
    ("alert ack 99", REFUSED, "There is no alert 99"),
    ("alert ack x", MISUSED, "'x'"),
    ("alert ack", MISUSED, "<ids>"),
    ("alert ack 1 --until 2020-01-01", REFUSED, "must lie ahead"),
    ("alert ack 1 --until 尽快", REFUSED, "is vague"),
    ("alert ack 1 --until 900d", REFUSED, "within 366 days"),
    ("alert snooze 1", MISUSED, "--until"),
    ("alert snooze 1 --until nonsense", REFUSED, "“nonsense”"),
    ("alert snooze 99 --until 3d", REFUSED, "There is no alert 99"),
    ("alert unack 1", REFUSED, "neither acknowledged nor snoozed"),
    ("alert show 99", REFUSED, "There is no alert 99"),
    ("next --days 0", MISUSED, "--days must be"),
    ("webhook add x --url {ok} --format sms", REFUSED, "“sms” is none of"),
    ("webhook add x --url {ok} --rate x", REFUSED, "“x” is no rate"),
    ("webhook add x --url {ok} --timeout 0", REFUSED, "out of range"),
    ("webhook add x --url {ok} --force", MISUSED, "--force goes with --test"),
    ("webhook add x --url {bad} --test", REFUSED, "was not delivered (HTTP 500); nothing was registered"),
    ("webhook add x --url {ok} --format email", REFUSED, "address"),
    ("webhook add x --url {ok} --format dingtalk", REFUSED, "access_token"),
    ("webhook add x --url {ok} --format telegram", REFUSED, "chat_id"),
]
ROUTES = [
    ("routes: [{name: default, to: [nobody]}]", "There is no webhook “nobody”"),
    ("routes: [{name: default, too: [office]}]", "no key “too” here; the nearest is “to”"),
    ("routes: [{name: default, match: ['a']}]", "“a” is no matcher"),
    ("routes:\n  - {name: default\n", "not well-formed YAML"), ("nothing: 1", "no key “nothing”"), ("", "routes"),
    ("routes: [{name: default}, {name: default}]", "default"),
]
SECRETS = ["short", "whsec_!!!", "whsec_YWJj", "whsec_" + "A" * 120, "whsk_" + "A" * 44]
TEMPLATES = [
    ("{{#a}}", "line 1 does not work"), ("{{nope}}", "there is no field “nope”"), ("{{title", "not closed"),
    ('{"a":\n {{title}}}', "no valid JSON: line 2"), ("{{>x}}", "not taken"), ("{{#facts}}", "line 1"),
]


def cells(line):
    """What stands in each cell of a terminal; wide characters fill two."""
    return [cell for letter in line
            for cell in ([letter, letter] if unicodedata.east_asian_width(letter) in "WF" else [letter])]


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.good = cls.enterClassContext(receiver())
        cls.bad = cls.enterClassContext(receiver(lambda headers, body: 500))
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="milepost-commands-"))
        cls.service = cls.enterClassContext(milepost_service.service(PROGRAMS, ROOT))
        cls.service.command("webhook", "add", "office", "--url", cls.good.url)
        cls.service.command("apply", "-f", "-", text=PLAN)
        cls.service.command("route", "add", "default", "--to", "office", "--quiet", "22:00-07:00")
        cls.service.command("route", "add", "late", "--match", 'severity="critical"', "--escalate", "2wd=office")

    def run_(self, *words, text=None):
        return subprocess.run(
            [os.path.join(PROGRAMS, "milepost"), *words, "--socket", self.service.socket], input=text,
            capture_output=True, text=True, timeout=60, check=False, env=dict(os.environ, LANG="C"))

    def refused(self, words, status, sentence, text=None):
        done = self.run_(*words, text=text)
        self.assertEqual((done.returncode, done.stdout), (status, ""), done.stderr)
        first, *rest = done.stderr.strip().split("\n")
        self.assertIn(sentence, first if status == REFUSED else done.stderr)
        if status == REFUSED:
            self.assertEqual(rest, [], "more than a sentence")
            self.assertTrue(first.startswith("milepost: "), first)
            told = json.loads(self.run_(*words, "--json", text=text).stdout or "{}")
            told = told or json.loads(self.run_(*words, "--json", text=text).stderr)
            self.assertTrue(told["code"] and told["detail"] and told["detail_zh"], told)
            chinese = self.run_(*words, "--lang", "zh", text=text).stderr
            self.assertGreater(len(cells(chinese)), len(chinese), chinese)

    def file(self, text):
        path = os.path.join(self.folder, "file")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def test_what_is_wrong_is_refused_with_a_sentence_a_status_and_a_code(self):
        for line, status, sentence in BAD:
            words = ["" if word == "''" else word.format(ok=self.good.url, bad=self.bad.url) for word in line.split()]
            with self.subTest(line=line):
                self.refused(words, status, sentence)
        names = {one["name"] for one in self.service.request("GET", "/v1/routes")["items"]}
        self.assertEqual(names, {"default", "late"})
        self.assertEqual(self.service.request("GET", "/v1/silences")["items"], [])
        self.assertEqual([one["name"] for one in self.service.request("GET", "/v1/webhooks")["items"]], ["office"])

    def test_a_file_of_routes_that_leads_nowhere_changes_nothing(self):
        before = self.service.command("route", "export")
        for text, sentence in ROUTES:
            with self.subTest(text=text):
                self.refused(["route", "apply", "-f", "-"], REFUSED, sentence, text=text)
        self.assertEqual(self.service.command("route", "export"), before)

    def test_secrets_of_wrong_form_are_refused_and_not_shown(self):
        for secret in SECRETS:
            with self.subTest(secret=secret):
                words = ["webhook", "add", "x", "--url", self.good.url, "--secret-file", self.file(secret + "\n")]
                self.refused(words, REFUSED, "no signing secret")
                done = self.run_(*words)
                self.assertNotIn(secret, done.stdout + done.stderr)

    def test_templates_that_do_not_render_are_refused_with_the_line(self):
        for template, sentence in TEMPLATES:
            with self.subTest(template=template):
                self.refused(["webhook", "add", "x", "--format", "template", "--url", self.good.url, "--template-file",
                              self.file(template)], REFUSED, sentence)

    def test_one_whose_test_fails_is_taken_with_force_and_shown_as_unproven_until_a_test_arrives(self):
        status = [500]
        with receiver(lambda headers, body: status[0]) as server:
            done = self.run_("webhook", "add", "doubt", "--url", server.url, "--test", "--force")
            self.addCleanup(self.run_, "webhook", "remove", "doubt")
            self.assertEqual(done.returncode, DONE)
            self.assertIn("Its test failed: it is unproven.", done.stdout)
            self.assertRegex(self.run_("webhook", "list").stdout, r"doubt +active, unproven")
            self.assertRegex(self.run_("webhook", "list", "--lang", "zh").stdout, r"doubt +启用，未验证")
            self.assertIn("no: its test failed", self.run_("webhook", "show", "doubt").stdout)
            self.assertIn("Webhook doubt is unproven", self.run_("doctor").stdout)
            failed = self.run_("webhook", "test", "doubt")
            self.assertEqual(failed.returncode, REFUSED)
            self.assertRegex(failed.stdout, r"^Not delivered to doubt \(\d+ ms\): HTTP 500\n$")
            status[0] = 204
            self.assertEqual(self.run_("webhook", "test", "doubt").returncode, DONE)
            self.assertNotIn("unproven", self.run_("webhook", "list").stdout + self.run_("doctor").stdout)

    def test_columns_stand_under_one_another_in_chinese(self):
        self.run_("silence", "add", 'project="elsewhere"', "--for", "3d", "--comment", "停工")
        self.addCleanup(self.run_, "silence", "expire", "1")
        for line in ("route list", "silence list", "alert list", "webhook list", "next --days 2"):
            heading, *rows = [cells(row) for row in self.run_(*line.split(), "--lang", "zh").stdout.rstrip("\n").split("\n")]
            starts = [place for place in range(1, len(heading)) if heading[place - 1] == " " and heading[place] != " "]
            self.assertGreater(len(starts), 3, line)
            self.assertTrue(rows, line)
            for row in rows:
                between = {row[start - 1] for start in starts if start <= len(row)}
                self.assertLessEqual(between, {" "}, f"{line}: {''.join(row)}")

    def test_json_has_the_same_fields_every_time(self):
        self.service.command("alert", "ack", "1", "--until", "3d", "--reason", "等材料")
        self.addCleanup(self.run_, "alert", "unack", "1")
        fields = {
            ("route", "show", "late"): {"name", "parent", "match", "escalate"},
            ("route", "test", "--project", "works", "--milestone", "a"): {"labels", "levels", "routes", "targets"},
            ("route", "export"): {"routes"},
            ("silence", "add", "project=works", "--for", "3d", "--comment", "停工", "--dry-run"): {
                "alerts", "match", "starts_at", "ends_at", "comment", "author"},
            ("alert", "ack", "1", "--until", "2d"): {
                "id", "state", "acknowledged_by", "wakes_at", "project", "milestone", "type", "rule"},
            ("alert", "show", "1"): {"alert", "messages", "levels", "acts", "waiting", "message_en", "message_zh"},
            ("next",): {"items"}, ("silence", "list"): {"items"}, ("route", "list"): {"items"},
        }
        for words, wanted in fields.items():
            with self.subTest(words=words):
                done = self.run_(*words, "--json")
                self.assertEqual((done.returncode, done.stderr), (DONE, ""))
                self.assertEqual(wanted - set(json.loads(done.stdout)), set(), done.stdout[:500])

    def test_a_route_test_says_why_and_when_in_both_languages(self):
        english = self.run_("route", "test", "--project", "works", "--milestone", "a").stdout
        self.assertIn('late  taken  severity="critical" ✓', english)
        self.assertRegex(english, r"office by late, at \d{4}-\d\d-\d\d \d\d:\d\d")
        self.assertIn("level 1, if nobody acts by", english)
        chinese = self.run_("route", "test", "--project", "works", "--type", "milestone.upcoming", "--lang", "zh").stdout
        self.assertIn('late  -  severity="critical" ✗ (', chinese)
        self.assertIn("default  采用", chinese)
        self.assertIn("office（路由 default）", chinese)

    def test_what_is_in_hand_is_in_the_list_of_what_comes_but_goes_to_nobody(self):
        wait(lambda: self.service.request("GET", "/v1/alerts")["items"])
        said = self.run_("alert", "ack", "2", "--until", "3d", "--reason", "等材料").stdout
        self.assertRegex(said, r"in the hands of \S+ until \d{4}-")
        with contextlib.ExitStack() as stack:
            stack.callback(self.run_, "alert", "unack", "2")
            alert = json.loads(self.run_("alert", "show", "2", "--json").stdout)["alert"]
            items = [one for one in json.loads(self.run_("next", "--days", "6", "--json").stdout)["items"]
                     if one["milestone"] == alert["milestone"]]
            resting = [one for one in items if "repeats" in one]
            self.assertTrue(resting and all(one["repeats"] == 2 and one["in_hand_of"] for one in resting))
            self.assertTrue(all(one["at"] < alert["wakes_at"] for one in resting))
            self.assertIn(alert["wakes_at"], [one["at"] for one in items if "repeats" not in one], "it is told again then")
            self.assertIn("in the hands of", self.run_("next", "--days", "6").stdout)
            self.run_("alert", "snooze", "2", "--until", "2d")
            self.assertIn("已暂缓", self.run_("next", "--days", "6", "--lang", "zh").stdout)


if __name__ == "__main__":
    unittest.main()
