"""A headless Chromium for tests and pictures of the pages, and axe-core to judge them with."""

import contextlib
import importlib.util
import os

SIZES = {"phone": (390, 844, 2), "desktop": (1440, 900, 1), "wall": (1920, 1080, 1)}
DRIVER = "/usr/bin/chromedriver"
NEXT_PAGE_SECONDS = 30
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chromium():
    from selenium import webdriver  # pylint: disable=import-outside-toplevel
    options = webdriver.ChromeOptions()
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb",
                 "--window-size=1440,900"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    driver.set_script_timeout(60)
    return driver


@contextlib.contextmanager
def next_page(driver):
    """What is done within leads to another page, which is there whole when this ends: a browser answers a click or a
    key before it has begun to leave the page that it is on."""
    # pylint: disable=import-outside-toplevel
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.support.ui import WebDriverWait
    driver.execute_script("window.isLeft = true")
    yield
    WebDriverWait(driver, NEXT_PAGE_SECONDS, poll_frequency=0.02, ignored_exceptions=[WebDriverException]).until(
        lambda _: driver.execute_script("return !window.isLeft && document.readyState === 'complete'"), "another page")


def sign_in(driver, url, token):
    driver.get(url + "/login")
    driver.find_element("name", "token").send_keys(token)
    with next_page(driver):
        driver.find_element("css selector", "main button").click()


def prefer(driver, url, language, theme):
    driver.get(f"{url}/prefer?lang={language}&theme={theme}&back=%2Flogin")


def shape(driver, size, theme):
    width, height, scale = SIZES[size]
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": scale, "mobile": size == "phone"})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "features": [{"name": "prefers-color-scheme", "value": theme}]})


def axe():
    """The source of axe-core, out of a wheel that carries it; None when there is none."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None:
        return None
    with open(os.path.join(os.path.dirname(found.origin), "axe.min.js"), encoding="utf-8") as file:
        return file.read()


def violations(driver, engine):
    """What axe has to say, a line each. It is run by the driver: the page's policy stays as it is."""
    driver.execute_script(engine)
    found = driver.execute_async_script(
        "const done = arguments[1]; axe.run(document, {runOnly: arguments[0]}).then((r) => done(r.violations))", RULES)
    return [f"{one['id']} ({one['impact']}): {node['html'][:160]} — {node.get('failureSummary', '')[:300]}"
            for one in found for node in one["nodes"]]
