"""Answers from a message's own link, as browsers and previewers of others would send them."""

import concurrent.futures
import contextlib
import datetime
import html.parser
import http.client
import json
import socket
import sqlite3
import unittest
import urllib.parse

from test_service import PROGRAMS, ROOT, WAIT_SECONDS, milepost_service, receiver

import browser
from test_pages import reason_to_skip

TAB, ENTER = "\ue004", "\ue007"
PUBLIC = "https://milepost.example.org"
PLAN = """\
projects:
  - key: kindergarten
    name: 横港中心幼儿园 <b>新建</b>
    zone: Asia/Shanghai
    calendar: china
    alerts: {working_days_only: false}
    milestones:
      - {key: completion, name: 全部工程完工 <script>, name_en: Completion <script>, due: 2022-06-30}
      - {key: opening, name: 投入使用, due: 2022-07-30}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Forms(html.parser.HTMLParser):
    """The forms of a page: a dictionary of fields each, by the answer that they give."""

    def __init__(self, page):
        super().__init__()
        self.found, self.form = {}, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "form":
            assert values.get("method") == "post", values
            self.form = {}
        if tag in ("input", "select") and self.form is not None:
            self.form[values["name"]] = values.get("value") or ""
            if values["name"] == "act":
                self.found[values["value"]] = self.form

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None


class Desk:
    """A service, and the links of the two messages that it sent."""

    def setUp(self):
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        self.receiver, url = stack.enter_context(receiver())
        self.port = free_port()
        self.service = stack.enter_context(milepost_service.service(
            PROGRAMS, ROOT, f"public_url: {PUBLIC}\nlisten: 127.0.0.1:{self.port}\n"))
        self.service.command("webhook", "add", "desk", "--url", url)
        self.service.command("apply", "-f", "-", text=PLAN)
        self.links = {}
        while len(self.links) < 2:
            body = json.loads(self.receiver.requests.get(timeout=WAIT_SECONDS)[1])
            link = body["data"]["link"]
            self.assertTrue(link.startswith(f"{PUBLIC}/a/"), link)
            self.links[body["data"]["milestone"]["key"]] = link.removeprefix(PUBLIC)
        self.link = self.links["completion"]

    def ask(self, method, path, fields=None, language="en", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            body = urllib.parse.urlencode(fields) if fields is not None else None
            connection.request(method, path, body, {
                "Accept-Language": language, "Content-Type": "application/x-www-form-urlencoded", **headers})
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            connection.close()

    def form(self, act, path=None):
        _, page = self.ask("GET", path or self.link)
        return Forms(page).found[act]

    def trace(self):
        """Everything that an answer could change."""
        with contextlib.closing(sqlite3.connect(self.service.database)) as database:
            return [database.execute(f"SELECT * FROM {table}").fetchall()
                    for table in ("ledger", "milestone", "alert", "answer_used")]

    def milestone(self, key="completion"):
        return json.loads(self.service.command("milestone", "show", f"kindergarten/{key}", "--json"))

    def ledger(self):
        return json.loads(self.service.command("ledger", "list", "--limit", "1000", "--json"))["items"]


class Answers(Desk, unittest.TestCase):
    def test_looking_changes_nothing_whoever_looks_however_often(self):
        self.form("acknowledge")
        before = self.trace()
        for agent in ("Slackbot-LinkExpanding 1.0", "TelegramBot (like TwitterBot)", "facebookexternalhit/1.1", "Mozilla/5.0"):
            for method in ("GET", "HEAD"):
                answer, _ = self.ask(method, self.link, **{"User-Agent": agent})
                self.assertEqual(answer.status, 200)
        self.ask("GET", self.link + "?act=acknowledge&confirmed=yes")
        self.assertEqual(self.trace(), before)

    def test_the_page_stands_by_itself_and_shows_names_as_text(self):
        answer, page = self.ask("GET", self.link)
        self.assertIn("default-src 'none'", answer.getheader("content-security-policy"))
        self.assertIn("frame-ancestors 'none'", answer.getheader("content-security-policy"))
        self.assertEqual(answer.getheader("cache-control"), "no-store")
        self.assertEqual(answer.getheader("referrer-policy"), "no-referrer")
        self.assertNotIn("<script", page)
        self.assertIn("Completion &lt;script&gt;", page)
        self.assertIn('lang="en"', page)
        self.assertIn("width=device-width", page)
        _, chinese = self.ask("GET", self.link, language="zh-CN,zh;q=0.9,en;q=0.5")
        self.assertIn('lang="zh-Hans"', chinese)
        self.assertIn("我来处理", chinese)

    def test_an_acknowledgement_is_kept_with_who_said_so(self):
        answer, page = self.ask("POST", self.link, self.form("acknowledge") | {"name": "张三", "note": "已安排"})
        self.assertEqual(answer.status, 200)
        self.assertIn("Acknowledged", page)
        entry = self.ledger()[-1]
        self.assertEqual(
            (entry["action"], entry["author"], entry["reason"]), ("alert.acknowledge", "answer:desk(张三)", "已安排"))
        _, page = self.ask("GET", self.link)
        self.assertIn("Answered already: by answer:desk(张三)", page)
        self.assertNotIn("acknowledge", Forms(page).found)

    def test_taken_in_hand_until_a_day_it_is_told_again_then(self):
        before = self.trace()
        far = datetime.date.today() + datetime.timedelta(days=300)
        written = f"{far.year}年{far.month}月{far.day}日"
        answer, page = self.ask("POST", self.link, self.form("acknowledge") | {"date": written, "note": "等材料"})
        self.assertEqual(answer.status, 200)
        self.assertIn(f"In hand until {far} ({far:%A})", page)
        self.assertEqual(self.trace(), before, "asking is not answering")
        day = datetime.date.today() + datetime.timedelta(days=30)
        _, page = self.ask("POST", self.link, self.form("acknowledge") | {"date": str(day), "note": "等材料", "name": "Li"})
        answer, page = self.ask("POST", self.link, Forms(page).found["acknowledge"], language="zh")
        self.assertEqual(answer.status, 200, page)
        self.assertIn(f"已确认，{day} 09:00 再提醒。", page)
        alerts = json.loads(self.service.command("alert", "list", "--state", "all", "--json"))["items"]
        (alert,) = [alert for alert in alerts if alert["milestone"] == "completion"]
        self.assertEqual((alert["state"], alert["acknowledged_by"], alert["reason"]),
                         ("acknowledged", "answer:desk(Li)", "等材料"))
        self.assertTrue(alert["wakes_at"].startswith(f"{day}T01:00"), alert["wakes_at"])

    def test_what_is_put_off_sleeps_until_the_day_that_was_chosen(self):
        form = self.form("snooze")
        self.assertEqual(self.ask("POST", self.link, form | {"days": "365"})[0].status, 400)
        answer, _ = self.ask("POST", self.link, self.form("snooze") | {"days": "3", "note": "等验收", "name": "Li"})
        self.assertEqual(answer.status, 200)
        entry = self.ledger()[-1]
        self.assertEqual((entry["action"], entry["author"]), ("alert.snooze", "answer:desk(Li)"))
        alerts = json.loads(self.service.command("alert", "list", "--state", "all", "--json"))["items"]
        self.assertEqual([a["state"] for a in alerts if a["milestone"] == "completion" and a["wakes_at"]], ["snoozed"])

    def test_a_new_date_is_shown_as_it_was_read_before_it_counts(self):
        form = self.form("expect") | {"date": "2031年6月底", "note": "梅雨", "name": "Li"}
        before = self.trace()
        answer, page = self.ask("POST", self.link, form)
        self.assertEqual(answer.status, 200)
        self.assertIn("Now expected for 2031-06-30 (Monday)?", page)
        self.assertEqual(self.trace(), before, "asking is not answering")
        answer, page = self.ask("POST", self.link, Forms(page).found["expect"])
        self.assertIn("The new date is noted", page)
        self.assertEqual(self.milestone()["expected"], "2031-06-30")
        entry = [e for e in self.ledger() if e["action"] == "milestone.expect"][-1]
        self.assertEqual((entry["author"], entry["reason"]), ("answer:desk(Li)", "梅雨"))

    def test_reached_settles_it_and_the_link_says_so(self):
        _, page = self.ask("POST", self.link, self.form("reached") | {"date": "2022-06-28", "note": "acceptance note 12"})
        answer, page = self.ask("POST", self.link, Forms(page).found["reached"])
        self.assertEqual(answer.status, 200, page)
        self.assertEqual((self.milestone()["actual"], self.milestone()["evidence"]), ("2022-06-28", "acceptance note 12"))
        answer, page = self.ask("GET", self.link)
        self.assertEqual(answer.status, 200)
        self.assertIn("settled", page)
        self.assertEqual(Forms(page).found, {})

    def test_what_cannot_be_read_is_said_and_changes_nothing(self):
        before = self.trace()
        for act, fields in (("acknowledge", {"date": "尽快"}), ("acknowledge", {"date": "2020-01-01"}),
                            ("acknowledge", {"date": "2099-01-01"}),
                            ("acknowledge", {"date": "today"}), ("expect", {"date": "尽快"}), ("expect", {"date": ""}),
                            ("expect", {"date": "2020-01-01"}), ("reached", {"date": "2099-01-01"})):
            answer, page = self.ask("POST", self.link, self.form(act) | fields)
            self.assertEqual(answer.status, 400, (act, fields))
            self.assertIn('role="alert"', page)
            self.assertIn("expect", Forms(page).found)
        for fields in ({}, {"act": "acknowledge"}, {"act": "drop", "nonce": "x"}, {"act": "acknowledge", "nonce": "x"}):
            answer, _ = self.ask("POST", self.link, fields)
            self.assertGreaterEqual(answer.status, 400)
        self.assertEqual(self.trace(), before)

    def test_leave_to_answer_is_good_once_and_for_one_link(self):
        form = self.form("expect") | {"date": "2031-06-30", "confirmed": "yes"}
        self.assertEqual(self.ask("POST", self.link, form)[0].status, 200)
        before = self.trace()
        answer, page = self.ask("POST", self.link, form | {"date": "2031-07-30"})
        self.assertEqual(answer.status, 409)
        self.assertIn("answered already", page)
        answer, _ = self.ask("POST", self.links["opening"], form)
        self.assertEqual(answer.status, 503)
        self.assertEqual(self.trace(), before)

    def test_of_answers_at_once_with_one_leave_one_counts(self):
        form = self.form("expect") | {"confirmed": "yes"}
        dates = [f"2031-06-{day:02}" for day in range(1, 9)]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(lambda date: self.ask("POST", self.link, form | {"date": date})[0].status, dates))
        self.assertEqual(sorted(statuses), [200] + [409] * 7)
        self.assertEqual(len([e for e in self.ledger() if e["action"] == "milestone.expect"]), 1)

    def test_forged_cut_and_foreign_links_open_one_plain_page(self):
        last = "A" if self.link[-1] != "A" else "B"
        for link in (self.link[:-1] + last, self.link[:-1], self.link + "A", "/a/x", "/a/" + "A" * 55, "/a/" + "A" * 500):
            answer, page = self.ask("GET", link)
            self.assertEqual((answer.status, Forms(page).found), (404, {}), link)
            self.assertEqual(self.ask("POST", link, {"act": "acknowledge", "nonce": "x"})[0].status, 404)
        for method in ("PUT", "DELETE", "PATCH"):
            self.assertEqual(self.ask(method, self.link)[0].status, 405)

    def test_after_rotation_old_links_are_void_and_new_messages_have_new_ones(self):
        self.service.command("answers", "rotate")
        self.assertEqual(self.ask("GET", self.link)[0].status, 404)
        self.assertNotIn(self.link.removeprefix("/a/"), json.dumps(self.ledger()) + self.service.last_words())

    def test_a_link_opens_nothing_but_its_alert(self):
        _, page = self.ask("GET", self.link)
        self.assertNotIn("投入使用", page)
        self.ask("POST", self.link, self.form("reached") | {"confirmed": "yes", "date": "2022-06-28", "milestone": "opening",
                                                           "alert": "2"})
        self.assertIsNone(self.milestone("opening").get("actual"))

    def test_one_link_is_not_asked_without_end(self):
        statuses = [self.ask("POST", self.link, {"act": "acknowledge", "nonce": "x"})[0].status for _ in range(25)]
        self.assertIn(429, statuses)
        self.assertEqual(self.ask("GET", self.links["opening"])[0].status, 200)


@unittest.skipIf(reason_to_skip(), reason_to_skip() or "")
class InABrowser(Desk, unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.driver = browser.chromium()
        self.addCleanup(self.driver.quit)
        self.driver.execute_cdp_cmd("Network.enable", {})

    def open(self, language):
        self.driver.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {"Accept-Language": language}})
        self.driver.get(f"http://127.0.0.1:{self.port}{self.link}")

    def focused(self, what):
        return self.driver.execute_script(f"return document.activeElement.{what}")

    def press(self, *keys):
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def test_the_keyboard_alone_will_do(self):
        for language, question, done in (("en", "In hand until", "Acknowledged. It is told again"),
                                         ("zh", "处理到", "再提醒。")):
            self.link = self.links["completion" if language == "en" else "opening"]
            self.open(language)
            self.press(TAB)
            self.assertEqual(self.focused("tagName"), "SUMMARY")
            # Closed and opened again; then the field within.
            self.press(ENTER)
            self.assertFalse(self.focused("parentElement.open"))
            self.press(ENTER, TAB)
            self.assertEqual(self.focused("id"), "date-a")
            label = self.driver.find_element("css selector", "label[for=date-a]").text
            self.assertIn({"en": "Until when", "zh": "处理到哪天"}[language], label)
            with browser.next_page(self.driver):
                self.press(str(datetime.date.today() + datetime.timedelta(days=9)), ENTER)
            self.assertIn(question, self.driver.find_element("tag name", "h2").text)
            self.press(TAB)
            self.assertEqual(self.focused("tagName"), "BUTTON")
            with browser.next_page(self.driver):
                self.press(ENTER)
            self.assertIn(done, self.driver.find_element("css selector", "[role=status]").text)
        self.assertEqual([entry for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"], [])

    def test_axe_finds_nothing_whatever_is_unfolded(self):
        engine = browser.axe()
        if engine is None:
            self.skipTest("axe-playwright-python is not installed: scripts/install-deps --test")
        for language, theme, size in (("en", "light", "phone"), ("zh", "dark", "desktop")):
            browser.shape(self.driver, size, theme)
            self.open(language)
            for place in range(len(self.driver.find_elements("tag name", "details"))):
                self.driver.execute_script("document.querySelectorAll('details')[arguments[0]].open = true", place)
                self.assertEqual(browser.violations(self.driver, engine), [], f"{language}, {place}")
            self.driver.execute_script("document.querySelectorAll('details')[0].open = true")
            with browser.next_page(self.driver):
                self.driver.find_element("id", "date-a").send_keys("2020-01-01", ENTER)
            self.assertTrue(self.driver.find_element("css selector", "[role=alert]").text)
            self.assertEqual(browser.violations(self.driver, engine), [], "what was wrong")


class NoLinks(unittest.TestCase):
    def test_without_a_public_address_messages_have_no_links(self):
        with receiver() as (book, url), milepost_service.service(PROGRAMS, ROOT) as service:
            service.command("webhook", "add", "desk", "--url", url)
            service.command("apply", "-f", "-", text=PLAN)
            self.assertNotIn("link", json.loads(book.requests.get(timeout=WAIT_SECONDS)[1])["data"])


if __name__ == "__main__":
    unittest.main()
