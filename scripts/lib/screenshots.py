"""Pictures of every page, as phones, desks and walls show them; see scripts/screenshots."""

import argparse
import base64
import os
import sys

import browser
import town

PAGES = {
    "overview": "/", "project": "/projects/henggang-kindergarten",
    "milestone": "/projects/henggang-kindergarten/milestones/opening",
    "gate": "/projects/best-merchants/milestones/rating", "count": "/projects/cesspits", "calendar": "/calendar?month=2022-07",
    "wall": "/wall?slide=0", "wall-project": "/wall?slide=1", "review": "/review?month=2022-06", "alerts": "/alerts",
}


def capture(driver, path, whole):
    """Of the whole page, or of what the screen shows."""
    size = driver.execute_script(
        "return [document.documentElement.scrollWidth, document.documentElement.scrollHeight, innerWidth, innerHeight]")
    options = {"format": "png", "captureBeyondViewport": whole}
    if whole:
        options["clip"] = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], 6000), "scale": 1}
    picture = driver.execute_cdp_cmd("Page.captureScreenshot", options)
    with open(path, "wb") as file:
        file.write(base64.b64decode(picture["data"]))
    return size[0]


def main():
    parser = argparse.ArgumentParser()
    for name in ("--root", "--programs", "--into"):
        parser.add_argument(name, required=True)
    parser.add_argument("--only", action="append", help="SIZE, PAGE, en, zh, light or dark; several narrow it down")
    chosen = parser.parse_args()
    wanted = set(chosen.only or [])

    def skips(names, name):
        narrowed = wanted & set(names)
        return bool(narrowed) and name not in narrowed

    os.makedirs(chosen.into, exist_ok=True)
    wide = []
    with town.town(chosen.programs, chosen.root) as service:
        driver = browser.chromium()
        try:
            browser.sign_in(driver, service.url, town.token(service, "pictures", "report"))
            for language in ("en", "zh"):
                for theme in ("light", "dark"):
                    for size in browser.SIZES:
                        for name, path in PAGES.items():
                            if (skips(("en", "zh"), language) or skips(("light", "dark"), theme) or skips(browser.SIZES, size)
                                    or skips(PAGES, name)):
                                continue
                            browser.shape(driver, size, theme)
                            browser.prefer(driver, service.url, language, "auto")
                            driver.get(service.url + path)
                            target = os.path.join(chosen.into, f"{name}-{size}-{language}-{theme}.png")
                            over = capture(driver, target, not name.startswith("wall")) - browser.SIZES[size][0]
                            if over > 0:
                                wide.append(f"{name} ({size}, {language}) is {over} px too wide")
                            print(target)
        finally:
            driver.quit()
    if wide:
        sys.exit("\n".join(wide))


main()
