#!/usr/bin/env python3
"""The real service at a thousand times the speed of time, for as long as asked."""

import argparse
import json
import os
import statistics
import sys
import time

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
sys.path.insert(0, os.path.join(SCRIPTS, "lib", "tests"))
import milepost_service  # noqa: E402
from receiver import receiver  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
REHEARSAL = 'rehearsal: {start: "2022-01-03T08:00", zone: Asia/Shanghai, speed: 1000}\n'
POLICY = {"lead": [30, 7, 1], "on_day": True, "overdue_every": 1, "working_days_only": True}


def sample(service):
    with open(f"/proc/{service.pid}/status", encoding="ascii") as file:
        rss = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
    return rss / 1024, len(os.listdir(f"/proc/{service.pid}/fd"))


def turn(service, number):
    """One round of changes; gives how long each took, in milliseconds."""
    key = f"m-{number}"
    path = "/v1/projects/works/milestones"
    took = []
    for method, address, body in [
            ("POST", path, {"key": key, "name": key, "due": f"+{number % 40 + 1}d"}),
            ("PATCH", f"{path}/{key}", {"labels": {"turn": str(number)}}),
            ("GET", "/v1/status", None), ("GET", f"{path}?limit=50", None),
            ("POST", f"{path}/m-{number - 60}/reach", {}) if number > 60 else ("GET", "/v1/next?days=30", None)]:
        begun = time.monotonic()
        service.request(method, address, body)
        took.append((time.monotonic() - begun) * 1000)
    return took


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    options = parser.parse_args()
    lines, number = [], 0
    with receiver() as server, milepost_service.service(PROGRAMS, ROOT, more=REHEARSAL) as service:
        service.command("webhook", "add", "site", "--url", server.url)
        service.request("POST", "/v1/projects", {"key": "works", "name": "工程", "alerts": POLICY})
        end = time.monotonic() + options.minutes * 60
        while time.monotonic() < end:
            took, until = [], min(end, time.monotonic() + 60)
            while time.monotonic() < until:
                number += 1
                took += turn(service, number)
                time.sleep(0.1)
            rss, files = sample(service)
            p99 = statistics.quantiles(took, n=100)[98]
            lines.append((rss, files, statistics.median(took), p99))
            print(f"soak: {rss:.1f} MiB, {files} descriptors, {lines[-1][2]:.2f} ms median, {p99:.2f} ms p99, "
                  f"{number} turns, {server.book.requests} requests", flush=True)
        waiting = service.request("GET", "/v1/status")["deliveries_pending"]
        service.command("ledger", "verify")
    half = max(1, len(lines) // 2)
    first, second = lines[:half], lines[half:] or lines
    grown = []
    if min(line[0] for line in second) > max(line[0] for line in first) * 1.25 + 4:
        grown.append("memory")
    if max(line[1] for line in second) > max(line[1] for line in first) + 8:
        grown.append("descriptors")
    if statistics.median(line[2] for line in second) > statistics.median(line[2] for line in first) * 3 + 1:
        grown.append("latency")
    if waiting > 100:
        grown.append("the outbox")
    print(f"soak: {json.dumps({'turns': number, 'requests': server.book.requests, 'grown': grown})}")
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main())
