"""Measures the service, beside others in the same run, and keeps the figures; see scripts/bench."""

import argparse
import json
import os
import statistics
import subprocess
import sys

from . import commands, imports, isolation, latency, million, pages, peers, report, schedule, storm
from .measure import BenchError
from milepost_service import ServiceError

FULL = {"storm": 10_000, "few": 1_000, "many": 1_000_000, "rest_seconds": 60, "starts": 10, "ticks": 5, "commands": 50,
        "runs": 3, "activities": (100_000, 10_000), "alerts": 1_000, "imported": 100_000,
        "watched_storm": 20_000, "streams": 500, "page_rate": 200, "page_loads": 60, "isolated": 10_000}
QUICK = {"storm": 1_000, "few": 1_000, "many": 10_000, "rest_seconds": 5, "starts": 3, "ticks": 2, "commands": 20,
         "runs": 1, "activities": (10_000, 1_000), "alerts": 100, "imported": 5_000, "watched_storm": 500,
         "streams": 50, "page_rate": 50, "page_loads": 12, "isolated": 1_000}

PARTS = ["storm", "isolation", "latency", "sizes", "commands", "schedule", "imports", "pages"]


def options():
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: to see that it works, not for figures")
    parser.add_argument("--only", choices=PARTS, help="measure one part only")
    parser.add_argument("--compare", nargs=2, metavar=("A", "B"), help="show two kept runs side by side")
    parser.add_argument("--programs", help=argparse.SUPPRESS)
    parser.add_argument("--tools", help=argparse.SUPPRESS)
    parser.add_argument("--root", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    for name, value in (QUICK if chosen.quick else FULL).items():
        setattr(chosen, name, value)
    return chosen


def progress(text):
    print(f"... {text}", file=sys.stderr, flush=True)


def middle(runs):
    """The run with the middle rate: one run's figures belong together."""
    rate = statistics.median_low(run["deliveries_per_second"] for run in runs)
    return next(run for run in runs if run["deliveries_per_second"] == rate)


def attempt(run, what, measure):
    """Measures one thing; what cannot be measured is named with the reason, and the rest goes on."""
    progress(what)
    try:
        return measure()
    except (BenchError, ServiceError, OSError) as error:
        run["skipped"][what] = str(error).strip()
        return None


def storms(run, chosen):
    count = chosen.storm
    measures = {
        "milepost": lambda: storm.milepost(chosen.programs, chosen.root, chosen.tools, chosen.work, count),
        "alertmanager": lambda: peers.alertmanager(
            peers.alertmanager_program(os.path.join(chosen.kept, "alertmanager")), chosen.tools, chosen.work, count),
        "libcurl alone": lambda: peers.raw_curl(chosen.tools, chosen.work, count),
    }
    taken = {name: [] for name in measures}
    # In turn, so that a machine that slows down slows all of them.
    for turn in range(chosen.runs):
        for name, measure in measures.items():
            taken[name].append(attempt(run, f"storm of {count:,}, {name}, run {turn + 1}", measure))
    run["storm"]["count"] = count
    for name, runs in taken.items():
        done = [one for one in runs if one]
        if done:
            run["storm"][name] = middle(done)


def sizes(run, chosen):
    run["sizes"]["empty"] = attempt(run, "an empty database", lambda: million.empty(chosen))
    for name in ("few", "many"):
        count = getattr(chosen, name)
        run["sizes"][name] = attempt(run, f"{count:,} open milestones", lambda: million.measure(chosen, count))
        million.each(run["sizes"][name], run["sizes"]["empty"])


def commit(root):
    done = subprocess.run(["git", "-C", root, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def main():
    chosen = options()
    if chosen.compare:
        try:
            report.compare(*(json.load(open(path, encoding="utf-8")) for path in chosen.compare))
        except (OSError, ValueError, KeyError) as error:
            sys.exit(f"bench: not the figures of a run: {error}")
        return
    chosen.kept = os.path.join(chosen.root, ".build", "bench")
    chosen.work = os.path.join(chosen.kept, "work")
    os.makedirs(chosen.work, exist_ok=True)
    run = {"machine": report.machine(chosen.work), "commit": commit(chosen.root), "quick": chosen.quick,
           **{part: {} for part in PARTS}, "skipped": {}}
    if chosen.only in (None, "storm"):
        storms(run, chosen)
    if chosen.only in (None, "isolation"):
        isolation.measure(run, chosen, attempt)
    if chosen.only in (None, "latency"):
        count = chosen.alerts
        run["latency"] = attempt(run, f"{count:,} alerts one by one", lambda: latency.measure(chosen, count)) or {}
    if chosen.only in (None, "sizes"):
        sizes(run, chosen)
    if chosen.only in (None, "commands"):
        commands.measure(run, chosen, attempt)
    if chosen.only in (None, "pages"):
        pages.measure(run, chosen, attempt)
    if chosen.only in (None, "schedule"):
        schedule.measure(run, chosen, attempt)
    if chosen.only in (None, "imports"):
        imports.measure(run, chosen, attempt)
    report.table(run)
    path = os.path.join(chosen.kept, f"{run['machine']['at'].replace(':', '')}.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(run, file, indent=2, ensure_ascii=False)
    print(f"\nkept in {os.path.relpath(path)}")
    # A peer that is absent is no failure; a measurement of our own that did not come off is.
    if any("alertmanager" not in what and "(peer)" not in what for what in run["skipped"]):
        sys.exit(1)


main()
