#!/usr/bin/env python3
"""The real service at a thousand times the speed of time, for as long as asked: what it takes must stay what it is."""

import argparse
import collections
import contextlib
import itertools
import json
import os
import re
import sqlite3
import statistics
import sys
import threading
import time

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
sys.path.insert(0, os.path.join(SCRIPTS, "lib", "tests"))
import milepost_service  # noqa: E402
from receiver import receiver  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
KEEP_DAYS = 1
SETTINGS = f"""\
rehearsal: {{start: "2022-01-03T08:00", zone: Asia/Shanghai, speed: 1000}}
history: {{keep_days: {KEEP_DAYS}}}
"""
POLICY = {"lead": [30, 7, 1], "on_day": True, "overdue_every": 1, "working_days_only": True}
# So many milestones that their rows fill the caches of all of SQLite's connections (8 MB each) before anything is judged.
ARCHIVE, CHUNK = 30_000, 2_000
SAMPLE_SECONDS = 10
# A client's milestones are removed when so many newer ones are there.
KEPT = 60
# What the fitted lines may rise by, from the end of the warm-up to the end, however long that was: MiB that the allocator
# has given out; MiB resident, without the pages of the program's file; descriptors, of which connections kept for the next
# message come and go; of the median latency, so much of itself and so many ms. Resident memory alone would not do: what
# leaks first fills the holes that the start has left. Processor time, likewise so much of itself and so many percent of one
# processor, is there for machines that have other work: latency is judged by the samples in which tasks seldom waited for a
# processor (percent of ten seconds), and only when these are most.
HEAP_RISE, RESIDENT_RISE, DESCRIPTORS_RISE = 1.0, 2.0, 16.0
LATENCY_SHARE, LATENCY_RISE, BUSY = 0.5, 1.0, 25.0
PROCESSOR_SHARE, PROCESSOR_RISE = 0.3, 2.0
DAY_MS = 86_400_000

# MiB given out, MiB resident, descriptors, ms of a request, percent of a processor, percent of time that tasks waited.
Line = collections.namedtuple("Line", "heap resident files median p99 processor busy")


def sample(service):
    """MiB given out and MiB resident, and open descriptors."""
    heap = float(re.search(rb"^milepost_heap_bytes (\S+)$", raw(service, "/metrics"), re.MULTILINE).group(1))
    with open(f"/proc/{service.pid}/status", encoding="ascii") as file:
        own = next(int(line.split()[1]) for line in file if line.startswith("RssAnon"))
    return heap / (1 << 20), own / 1024, len(os.listdir(f"/proc/{service.pid}/fd"))


def processor_ms(service):
    """What the service has used, in ms."""
    with open(f"/proc/{service.pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def pressure():
    """Percent of the last ten seconds in which some task waited for a processor; 0 where the kernel does not say."""
    with contextlib.suppress(OSError), open("/proc/pressure/cpu", encoding="ascii") as file:
        return float(re.search(r"some avg10=(\S+)", file.read()).group(1))
    return 0.0


def fill(service):
    """Rows that lie there, and every cache full of them."""
    service.request("POST", "/v1/projects", {"key": "archive", "name": "档案", "alerts": POLICY})
    for start in range(0, ARCHIVE, CHUNK):
        milestones = [{"key": f"a-{number}", "name": f"节点 {number}", "due": "2035-06-30"}
                      for number in range(start, start + CHUNK)]
        service.request("POST", "/v1/plan", {"projects": [{"key": "archive", "name": "档案", "milestones": milestones}]})

    def leaf():
        for path in ["/v1/projects/archive/milestones?limit=500", "/v1/ledger?limit=500"]:
            after = ""
            while after is not None:
                page = service.request("GET", path + after)
                after = f"&after={page['next']}" if page.get("next") else None

    readers = [threading.Thread(target=leaf) for _ in range(6)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()


def turn(service, number, url):
    """One round of what clients do; gives how long each took, in milliseconds."""
    key, path = f"m-{number}", "/v1/projects/works/milestones"
    asked = [("POST", path, {"key": key, "name": key, "due": f"+{number % 40 + 1}d"}),
             ("PATCH", f"{path}/{key}", {"labels": {"turn": str(number)}}),
             ("GET", "/v1/status", None), ("GET", f"{path}?limit=50", None), ("GET", "/v1/next?days=30&limit=50", None)]
    if number > KEPT:
        asked.append(("POST", f"{path}/m-{number - KEPT}/reach", {}))
    if number > 2 * KEPT:
        asked.append(("DELETE", f"{path}/m-{number - 2 * KEPT}", None))
    # Endpoints that come and go, one of them deaf.
    if number % 20 == 0:
        gone = url.replace("/hook", "/gone") if number % 40 else "http://127.0.0.1:9/"
        asked += [("POST", "/v1/webhooks", {"name": f"w-{number}", "url": gone}),
                  ("DELETE", f"/v1/webhooks/w-{number - 20}", None) if number > 20 else ("GET", "/metrics", None)]
    took = []
    for method, address, body in asked:
        begun = time.monotonic()
        if address == "/metrics":
            raw(service, address)
        else:
            service.request(method, address, body)
        took.append((time.monotonic() - begun) * 1000)
    return took


def raw(service, path):
    with contextlib.closing(milepost_service.SocketConnection(service.socket, 30)) as connection:
        connection.request("GET", path)
        return connection.getresponse().read()


def rise(values):
    """What the line through values at equal distances rises by, from the first to the last: the median of the slopes
    between all pairs (Theil and Sen), which single outliers do not move."""
    slopes = [(b - a) / (j - i) for (i, a), (j, b) in itertools.combinations(enumerate(values), 2)]
    return statistics.median(slopes) * (len(values) - 1) if slopes else 0.0


def too_old(service):
    """Deliveries that should have been forgotten: older than is kept, and than the rest between two looks."""
    connection = sqlite3.connect(service.database)
    try:
        newest, = connection.execute("SELECT max(created_at) FROM delivery").fetchone()
        return connection.execute(
            "SELECT count(*) FROM delivery WHERE state <> 'pending' AND finished_at < ?",
            [(newest or 0) - (KEEP_DAYS + 3) * DAY_MS]).fetchone()[0]
    finally:
        connection.close()


def judge(lines):
    """What is not flat, of the lines after the warm-up."""
    quiet = [line.median for line in lines if line.busy <= BUSY]
    series = {"heap_mib": [line.heap for line in lines], "resident_mib": [line.resident for line in lines],
              "descriptors": [line.files for line in lines], "processor_percent": [line.processor for line in lines]}
    bounds = {"heap_mib": HEAP_RISE, "resident_mib": RESIDENT_RISE, "descriptors": DESCRIPTORS_RISE,
              "processor_percent": PROCESSOR_SHARE * statistics.median(series["processor_percent"]) + PROCESSOR_RISE}
    if len(quiet) * 2 > len(lines):
        series["median_ms"], bounds["median_ms"] = quiet, LATENCY_SHARE * statistics.median(quiet) + LATENCY_RISE
    else:
        print(f"soak: latency is not judged: other work kept the machine busy in {len(lines) - len(quiet)} of {len(lines)} samples")
    risen = {name: rise(values) for name, values in series.items()}
    for name, value in risen.items():
        print(f"soak: {name} rose by {value:.2f} (bound {bounds[name]:.2f})")
    return [name for name, value in risen.items() if value > bounds[name]]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    options = parser.parse_args()
    lines, number = [], 0
    with receiver() as server, milepost_service.service(PROGRAMS, ROOT, more=SETTINGS) as service:
        service.command("webhook", "add", "site", "--url", server.url)
        service.request("POST", "/v1/projects", {"key": "works", "name": "工程", "alerts": POLICY})
        fill(service)
        # A fifth of the time is warm-up; it takes in the first pruning, and the whole of an endpoint's life.
        warm = time.monotonic() + options.minutes * 60 / 5
        end = time.monotonic() + options.minutes * 60
        said = time.monotonic()
        while time.monotonic() < end:
            took, until = [], min(end, time.monotonic() + SAMPLE_SECONDS)
            before, begun = processor_ms(service), time.monotonic()
            while time.monotonic() < until:
                number += 1
                took += turn(service, number, server.url)
                time.sleep(0.05)
            if len(took) < 2:
                break
            line = Line(*sample(service), statistics.median(took), statistics.quantiles(took, n=100)[98],
                        (processor_ms(service) - before) / (time.monotonic() - begun) / 10, pressure())
            if time.monotonic() > warm:
                lines.append(line)
            if time.monotonic() - said >= 60 or not lines:
                said = time.monotonic()
                print(f"soak: {line.heap:.2f} MiB given out, {line.resident:.1f} MiB resident, {line.files} descriptors, "
                      f"{line.median:.2f} ms median, {line.p99:.2f} ms p99, {line.processor:.0f} % of a processor, "
                      f"{number} turns, {server.book.requests} requests{'' if lines else ', warming up'}", flush=True)
        waiting = service.request("GET", "/v1/webhooks/site")["pending"]
        old = too_old(service)
        service.command("ledger", "verify")
    failed = judge(lines)
    if waiting > 100:
        failed.append("the outbox")
    if old:
        failed.append("the history")
    print(f"soak: {json.dumps({'turns': number, 'requests': server.book.requests, 'waiting': waiting, 'too_old': old, 'grown': failed})}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
