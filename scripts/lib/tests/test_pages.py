"""The pages in a real browser (headless Chromium), driving the real service over loopback TCP: in both languages, in
light and dark, with a live second window, and judged by axe-core (Deque), which this project did not write."""

import base64
import csv
import io
import os
import sys
import unittest

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
import browser  # noqa: E402
import loopback  # noqa: E402
import town  # noqa: E402

try:
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select, WebDriverWait
except ImportError:
    By = None

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
WAIT_SECONDS = 20
PAGES = [
    "/", "/projects/henggang-kindergarten", "/projects/cesspits", "/projects/best-merchants",
    "/projects/henggang-kindergarten/milestones/opening", "/projects/best-merchants/milestones/rating", "/calendar",
    "/wall", "/review", "/alerts", "/projects/nowhere",
]
# Texts in Chinese that neither they nor what they stand in says to be Chinese. Pictures' hidden titles cannot be marked
# in part.
UNMARKED = """
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
while (walker.nextNode()) {
  const node = walker.currentNode, at = node.parentElement;
  if (!/\\p{Script=Han}/u.test(node.data) || at.closest("title, desc, script")) continue;
  if (!at.closest("[lang]").getAttribute("lang").startsWith("zh")) found.push(node.data);
}
return found;
"""


def reason_to_skip():
    if By is None:
        return "selenium is not installed: scripts/install-deps --test"
    if not os.path.exists(browser.DRIVER):
        return "chromium-driver is not installed: scripts/install-deps --test"
    return None


@unittest.skipIf(reason_to_skip(), reason_to_skip() or "")
class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = cls.enterClassContext(town.town(PROGRAMS, ROOT))
        cls.bridge = cls.enterClassContext(loopback.Bridge(cls.service.port))
        cls.url = cls.bridge.url
        cls.token = town.token(cls.service, "page", "report")
        cls.driver = browser.chromium()
        cls.addClassCleanup(cls.driver.quit)

    def setUp(self):
        self.driver.get(self.url + "/login")
        self.driver.delete_all_cookies()
        browser.sign_in(self.driver, self.url, self.token)
        browser.prefer(self.driver, self.url, "en", "light")
        self.driver.get_log("browser")

    def tearDown(self):
        bad = [entry for entry in self.driver.get_log("browser")
               if entry["level"] == "SEVERE" and "/projects/nowhere" not in entry["message"]]
        self.assertEqual(bad, [], "the console has errors, or the page's policy was broken")

    def open(self, path):
        self.driver.get(self.url + path)

    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    def until(self, what, condition):
        # A page that is just being replaced by the next one is looked at again.
        WebDriverWait(self.driver, WAIT_SECONDS, ignored_exceptions=[StaleElementReferenceException]).until(
            lambda _: condition(), what)

    def follow(self, text):
        with browser.next_page(self.driver):
            self.driver.find_element(By.PARTIAL_LINK_TEXT, text).click()

    def press(self, selector):
        """Presses the button, and is on the page that it leads to."""
        with browser.next_page(self.driver):
            self.driver.find_element(By.CSS_SELECTOR, selector).click()

    def test_who_has_not_signed_in_is_asked_to_and_then_sees_what_was_wanted(self):
        self.driver.delete_all_cookies()
        self.open("/calendar?month=2022-07")
        self.assertIn("/login", self.driver.current_url)
        field = self.driver.find_element(By.NAME, "token")
        field.send_keys("mp_wrong")
        self.press("main button")
        self.assertTrue(self.driver.find_element(By.CSS_SELECTOR, "[role=alert]").text)
        self.driver.find_element(By.NAME, "token").send_keys(self.token)
        self.press("main button")
        self.until("the calendar", lambda: "/calendar?month=2022-07" in self.driver.current_url)
        # A wrong token is answered with 401, of which the browser makes a line in its log.
        self.driver.get_log("browser")

    def test_from_the_overview_to_a_report_that_a_second_window_hears_of(self):
        """Overview, project, milestone; acknowledge, expect, reach; the other window is up to date by itself."""
        self.open("/")
        self.assertIn("Needs a decision today", self.text())
        first = self.driver.current_window_handle
        self.driver.switch_to.new_window("window")
        second = self.driver.current_window_handle
        self.open("/projects/market-roof")
        self.until("live", lambda: self.driver.find_element(By.ID, "live").get_attribute("data-state") == "live")
        self.driver.switch_to.window(first)
        self.follow("Market hall, new roof")
        self.follow("Roof tight")
        self.assertIn("What this date rests on", self.text())
        self.driver.find_element(By.ID, "expect-date").send_keys("1 August")
        self.driver.find_element(By.ID, "expect-reason").send_keys("rain")
        self.press("form[action$='/expect'] button")
        self.until("told", lambda: "The expected date is reported" in self.text())
        self.assertIn("2022-08-01", self.text())
        self.driver.switch_to.window(second)
        self.until("the other window hears of it", lambda: "2022-08-01" in self.text())
        self.driver.switch_to.window(first)
        self.open("/alerts?state=open")
        count = len(self.driver.find_elements(By.CSS_SELECTOR, "form[action$='/acknowledge']"))
        self.press("form[action$='/acknowledge'] button")
        self.until("acknowledged", lambda: "Acknowledged." in self.text())
        self.assertEqual(len(self.driver.find_elements(By.CSS_SELECTOR, "form[action$='/acknowledge']")), count - 1)
        self.open("/projects/market-roof/milestones/tight")
        self.driver.find_element(By.ID, "reach-date").send_keys("2030-01-01")
        self.press("form[action$='/reach'] button")
        self.until("refused", lambda: "It was not done" in self.text())
        self.driver.get_log("browser")
        self.follow("Back")
        self.driver.find_element(By.ID, "reach-evidence").send_keys("note 12")
        self.press("form[action$='/reach'] button")
        self.until("reached", lambda: "Reported as reached" in self.text())
        self.driver.switch_to.window(second)
        self.until("the other window hears of it", lambda: "note 12" in self.text())
        self.driver.close()
        self.driver.switch_to.window(first)

    def test_the_same_in_chinese_with_dates_as_officials_write_them(self):
        self.open("/")
        self.follow("中文")
        self.assertEqual(self.driver.find_element(By.TAG_NAME, "html").get_attribute("lang"), "zh-Hans")
        self.assertIn("今天需要决定", self.text())
        self.follow("横港中心幼儿园新建工程")
        self.assertIn("横道图", self.text())
        self.follow("投入使用")
        self.driver.find_element(By.ID, "expect-date").send_keys("9月下旬")
        self.driver.find_element(By.ID, "expect-reason").send_keys("梅雨")
        self.press("form[action$='/expect'] button")
        self.until("told", lambda: "已上报预计日期" in self.text())
        self.assertIn("2022-09-30", self.text())

    def test_a_lost_connection_is_shown_and_what_was_missed_is_caught_up(self):
        self.open("/projects/rural-toilets")
        state = lambda: self.driver.find_element(By.ID, "live").get_attribute("data-state")  # noqa: E731
        self.until("live", lambda: state() == "live")
        self.bridge.cut()
        self.until("lost", lambda: state() == "lost")
        self.service.command("milestone", "report", "rural-toilets/two-upgraded", "2")
        self.until("live again", lambda: state() == "live")
        self.until("caught up", lambda: "2 / 2" in self.text())
        self.driver.get_log("browser")

    def test_filters_light_dark_and_the_review_as_a_table(self):
        self.open("/")
        Select(self.driver.find_element(By.NAME, "light")).select_by_value("red")
        self.until("filtered", lambda: "light=red" in self.driver.current_url)
        self.assertEqual(len(self.driver.find_elements(By.CSS_SELECTOR, ".projects tbody tr")), 1)
        self.open("/prefer?theme=dark&back=%2Freview%3Fmonth%3D2022-06")
        self.assertEqual(self.driver.find_element(By.TAG_NAME, "html").get_attribute("data-theme"), "dark")
        background = self.driver.execute_script("return getComputedStyle(document.documentElement).backgroundColor")
        self.assertEqual(background, "rgb(15, 21, 28)")
        table = self.driver.execute_async_script(
            "const done = arguments[0]; fetch('/review.csv?month=2022-06').then((a) => a.arrayBuffer())"
            ".then((b) => done([...new Uint8Array(b)]))")
        data = bytes(table)
        self.assertTrue(data.startswith(b"\xef\xbb\xbf"))
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        self.assertEqual(len(rows[0]), 8)
        self.assertTrue(any(row[5] == "243.3 %" for row in rows), rows)
        sheet = self.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
        pages = base64.b64decode(sheet["data"]).count(b"/Type /Page\n") or 1
        self.assertLessEqual(pages, 2)

    def test_the_wall_goes_on_by_itself(self):
        self.open("/wall?seconds=2")
        shown = lambda: [slide.get_attribute("hidden") is None for slide in self.driver.find_elements(By.CSS_SELECTOR, ".slide")].index(True)  # noqa: E731,E501
        self.assertEqual(shown(), 0)
        self.until("the next slide", lambda: shown() == 1)

    def test_the_keyboard_alone_will_do(self):
        self.open("/")
        focused = lambda script: self.driver.execute_script("return document.activeElement" + script)  # noqa: E731
        self.driver.switch_to.active_element.send_keys("\ue004")
        self.assertEqual(focused(".className"), "skip")
        self.driver.switch_to.active_element.send_keys("\ue007")
        self.assertEqual(focused(".id"), "main")

    def test_what_came_of_deliveries_is_shown_as_it_happens(self):
        waiting = lambda: "waiting" in self.driver.find_element(By.ID, "page").text  # noqa: E731
        self.service.command("webhook", "pause", "site-office")
        self.service.command("milestone", "reach", "safety/five-star-food-safety-office", "--evidence", "牌匾")
        self.open("/projects/safety")
        self.until("live", lambda: self.driver.find_element(By.ID, "live").get_attribute("data-state") == "live")
        self.until("it waits", waiting)
        self.service.command("webhook", "resume", "site-office")
        self.until("delivered", lambda: not waiting())

    def test_texts_in_the_other_language_say_so(self):
        for path in [*PAGES, "/alerts?state=acknowledged", "/review?month=2022-06", "/calendar?month=2022-07"]:
            with self.subTest(page=path):
                self.open(path)
                self.assertEqual(self.driver.execute_script(UNMARKED), [])
        self.service.command("project", "add", "harbour", "--name", "Harbour wall")
        browser.prefer(self.driver, self.url, "zh", "light")
        self.open("/")
        link = self.driver.find_element(By.PARTIAL_LINK_TEXT, "Harbour wall")
        self.assertEqual(link.get_attribute("lang"), "en")

    def axe_finds_nothing(self, language, theme, size, pages=PAGES):
        engine = browser.axe()
        if engine is None:
            self.skipTest("axe-playwright-python is not installed: scripts/install-deps --test")
        browser.prefer(self.driver, self.url, language, theme)
        browser.shape(self.driver, size, theme)
        try:
            for path in pages:
                with self.subTest(page=path, language=language, theme=theme, size=size):
                    self.open(path)
                    self.assertEqual(browser.violations(self.driver, engine), [])
        finally:
            self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def test_axe_finds_nothing_on_any_page_in_both_languages_in_light_and_dark(self):
        for language in ("en", "zh"):
            for theme in ("light", "dark"):
                for size in ("phone", "desktop"):
                    self.axe_finds_nothing(language, theme, size)

    def test_axe_finds_nothing_on_the_wall_whichever_slide_stands(self):
        for language in ("en", "zh"):
            for theme in ("light", "dark"):
                self.axe_finds_nothing(language, theme, "wall", [f"/wall?slide={place}" for place in range(4)])


if __name__ == "__main__":
    unittest.main(verbosity=2)
