"""Calendar, ledger feed and badges of the real service, read by programs of others."""

import datetime
import http.client
import json
import unittest
import xml.etree.ElementTree as ElementTree

from icalendar import Calendar
from test_answers import free_port
from test_service import PROGRAMS, ROOT, milepost_service

PLAN = """\
projects:
  - key: kindergarten
    name: 横港中心幼儿园新建工程；二期, “甲”
    name_en: Kindergarten
    alerts: {working_days_only: false, lead: [7, 1], alert_hour: "09:00"}
    milestones:
      - {key: completion, name: 全部工程完工并通过竣工验收备案且各项资料齐全完整无误地移交使用单位和城建档案馆保存, name_en: Completion, due: 2031-06-30}
      - {key: opening, name: 投入使用, name_en: Opening <b>, due: 2031-09-30}
  - key: toilets
    name: 公厕
    milestones:
      - {key: done, name: 建成, due: 2031-12-31}
"""
ATOM = "{http://www.w3.org/2005/Atom}"
SVG = "{http://www.w3.org/2000/svg}"


class Feeds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.port = free_port()
        cls.context = milepost_service.service(PROGRAMS, ROOT, f"listen: 127.0.0.1:{cls.port}\n")
        cls.service = cls.context.__enter__()
        cls.addClassCleanup(cls.context.__exit__, None, None, None)
        cls.service.command("apply", "-f", "-", text=PLAN)
        cls.service.command("milestone", "expect", "kindergarten/opening", "2031-10-18")
        cls.links = cls.feed("everything", "--language", "zh")
        cls.one = cls.feed("li", "--project", "kindergarten", "--language", "en")

    @classmethod
    def feed(cls, name, *more):
        return json.loads(cls.service.command("feed", "add", name, *more, "--json"))["links"]

    def fetch(self, path, headers=None):
        connection = (
            milepost_service.SocketConnection(self.service.socket, 30) if path.startswith("/v1/")
            else http.client.HTTPConnection("127.0.0.1", self.port, timeout=30))
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def events(self, links):
        answer, text = self.fetch(links["calendar"])
        self.assertEqual((answer.status, answer.getheader("content-type")), (200, "text/calendar; charset=utf-8"))
        for line in text.split(b"\r\n"):
            self.assertLessEqual(len(line), 75)
            line.decode()
        return {str(event["summary"]): event for event in Calendar.from_ical(text).walk("VEVENT")}

    def test_a_calendar_program_reads_due_and_forecast_days_with_their_alarms(self):
        events = self.events(self.one)
        due = events["Due: Completion (Kindergarten)"]
        self.assertEqual(due.decoded("dtstart"), datetime.date(2031, 6, 30))
        self.assertEqual(due.decoded("dtend"), datetime.date(2031, 7, 1))
        alarms = [alarm.decoded("trigger") for alarm in due.walk("VALARM")]
        utc = datetime.timezone.utc
        self.assertEqual(
            alarms, [datetime.datetime(2031, 6, day, 1, tzinfo=utc) for day in (23, 29, 30)])
        forecast = events["Forecast: Opening <b> (Kindergarten)"]
        self.assertEqual(forecast.decoded("dtstart"), datetime.date(2031, 10, 18))
        self.assertNotIn("toilets", str(events))

    def test_chinese_comes_through_folding_and_escapes(self):
        events = self.events(self.links)
        name = "到期：全部工程完工并通过竣工验收备案且各项资料齐全完整无误地移交使用单位和城建档案馆保存（横港中心幼儿园新建工程；二期, “甲”）"
        self.assertIn(name, events)
        self.assertIn("到期：建成（公厕）", events)

    def test_versions_grow_with_what_changes_and_with_nothing_else(self):
        links = self.feed("versions", "--language", "zh")
        before = self.events(links)
        self.service.stop()
        self.service.start()
        self.service.command("project", "edit", "toilets", "--owner", "李")
        self.assertEqual({key: event.to_ical() for key, event in before.items()},
                         {key: event.to_ical() for key, event in self.events(links).items()})
        # The feed tells times by the second, and all of this may happen within one.
        edited = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        self.service.command("milestone", "edit", "toilets/done", "--due", "2031-12-20")
        after = self.events(links)
        changed = [key for key in before if before[key].to_ical() != after[key].to_ical()]
        self.assertEqual(changed[0], "到期：建成（公厕）")
        self.assertTrue(all("公厕" in key for key in changed), changed)
        old, new = before[changed[0]], after[changed[0]]
        self.assertEqual((old["uid"], int(new["sequence"])), (new["uid"], int(old["sequence"]) + 1))
        self.assertLessEqual(old.decoded("last-modified"), edited)
        self.assertGreaterEqual(new.decoded("last-modified"), edited)

    def test_what_has_not_changed_is_not_sent_again(self):
        answer, _ = self.fetch(self.one["calendar"])
        tag = answer.getheader("etag")
        again, text = self.fetch(self.one["calendar"], {"If-None-Match": f'"x", W/{tag}'})
        self.assertEqual((again.status, text, again.getheader("etag")), (304, b"", tag))
        other, _ = self.fetch(self.one["calendar"], {"If-None-Match": '"x"'})
        self.assertEqual(other.status, 200)

    def test_a_link_that_is_wrong_or_revoked_opens_nothing(self):
        links = self.feed("gone")
        self.assertEqual(self.fetch(links["calendar"])[0].status, 200)
        self.service.command("feed", "revoke", "gone")
        for path in (links["calendar"], links["ledger"], links["badges"] + "toilets.svg", "/feeds/mf_x.ics",
                     "/feeds/.ics", "/feeds/x", self.one["calendar"][:-3] + "json"):
            self.assertEqual(self.fetch(path)[0].status, 404, path)
        listed = self.service.command("feed", "list", "--json")
        self.assertNotIn("mf_", listed + self.service.command("ledger", "list", "--json"))
        self.assertIn("everything", listed)

    def test_the_ledger_is_an_atom_feed_in_pages_with_ids_that_stay(self):
        for number in range(60):
            self.service.command("milestone", "expect", "toilets/done", f"2032-01-{number % 28 + 1:02}")
        seen, path = [], self.links["ledger"]
        while path:
            answer, text = self.fetch(path)
            self.assertEqual(answer.getheader("content-type"), "application/atom+xml; charset=utf-8")
            root = ElementTree.fromstring(text)
            seen += [(entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}title")) for entry in root.iter(f"{ATOM}entry")]
            self.assertTrue(root.findtext(f"{ATOM}id").startswith("urn:uuid:"))
            self.assertTrue(root.findtext(f"{ATOM}updated"))
            following = [link.get("href") for link in root.iter(f"{ATOM}link") if link.get("rel") == "next"]
            path = self.links["ledger"] + following[0] if following else None
        entries = json.loads(self.service.command("ledger", "list", "--limit", "1000", "--json"))["items"]
        self.assertEqual(len({id for id, _ in seen}), len(entries))
        self.assertIn("更新预计日期： toilets/done", {title for _, title in seen})
        _, limited = self.fetch(self.one["ledger"])
        self.assertNotIn(b"toilets", limited)
        self.assertNotIn(b"mf_", limited)

    def test_badges_say_how_things_stand_in_both_languages(self):
        for path, wanted in (
            ("kindergarten/opening.svg", "Opening <b>: forecast 2031-10-18"),
            ("kindergarten/opening.svg?lang=zh", "投入使用：预计 2031-10-18"),
            ("kindergarten.svg", "Kindergarten: late 0/2"),
        ):
            answer, text = self.fetch(self.one["badges"] + path)
            self.assertEqual((answer.status, answer.getheader("content-type")), (200, "image/svg+xml; charset=utf-8"))
            root = ElementTree.fromstring(text)
            self.assertEqual(root.findtext(f"{SVG}title"), wanted)
            self.assertEqual((root.get("role"), root.get("aria-label")), ("img", wanted))
            self.assertTrue(answer.getheader("etag"))
        self.assertEqual(self.fetch(self.one["badges"] + "toilets.svg")[0].status, 404)
        self.assertEqual(self.fetch(self.one["badges"] + "kindergarten/none.svg")[0].status, 404)

    def test_the_api_gives_the_same(self):
        answer, text = self.fetch("/v1/feeds/calendar.ics?project=toilets&language=zh")
        self.assertEqual(answer.status, 200)
        self.assertEqual(len(Calendar.from_ical(text).walk("VEVENT")), len(
            [key for key in self.events(self.links) if "公厕" in key]))
        self.assertEqual(self.fetch("/v1/feeds/ledger.atom")[0].status, 200)


if __name__ == "__main__":
    unittest.main()
