"""The pages under load: how long one takes for 200 projects, and whether alerts are late while many look.

500 event streams are held open and 200 pages a second are loaded (`crowd.c`) while a storm of alerts is delivered; the
same storm without anybody looking is measured in the same run.
"""

import contextlib
import datetime
import http.client
import json
import os
import signal
import statistics
import subprocess
import time

import milepost_service

from .measure import BenchError, arrivals, cpu_seconds, free_port, memory_mib, program, sink, until
from .storm import DUE_DAY, LONG_BEFORE, before, fill, instant_of_alerts, rehearsal, settled

PROJECTS = 200
# What those who look load, in turn.
LOADED = ["/", "/wall", "/", "/projects/project-7", "/", "/calendar"]
# Of what stands beside the storm nothing is told: every message that arrives is one of the storm's.
NOTHING = {"lead": [], "on_day": False, "overdue_every": 0, "at_risk": False}


def listening(port):
    return f"listen: 127.0.0.1:{port}\nrate_limit: 1000000\n"


def token(service):
    return json.loads(service.command("token", "add", "bench", "--scope", "read", "--json"))["token"]


def plan(**more):
    return json.dumps({"projects": [
        {"key": f"project-{index}", "name": f"横港中心幼儿园新建工程第{index}号", "name_en": f"Kindergarten number {index}",
         "owner": "百步镇人民政府", "zone": "Asia/Shanghai", **more, "milestones": [
             {"key": f"m-{month}", "name": f"节点{month}", "name_en": f"Milestone {month}",
              "due": f"2022-{month:02}-28"} for month in range(1, 13)]}
        for index in range(PROJECTS)]}, ensure_ascii=False).encode()


def drawing(chosen, work):
    """One page after the other, each drawn anew: what a reader waits for."""
    port = free_port()
    moment = rehearsal(datetime.datetime(2022, 6, 15, 12))
    with milepost_service.service(chosen.programs, chosen.root, listening(port) + moment, parent=work) as service:
        service.request("POST", "/v1/plan", plan(), "application/yaml")
        secret = token(service)
        figures = {}
        for name, path in (("overview", "/?told=x"), ("project", "/projects/project-7?told=x"),
                           ("wall", "/wall?told=x"), ("calendar", "/calendar?told=x"), ("review", "/review?told=x")):
            taken, size, cpu = [], 0, cpu_seconds(service.pid)
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            for turn in range(chosen.page_loads):
                begun = time.perf_counter()
                # A page that tells of something just done is never one that was kept: every load is drawn.
                connection.request("GET", path, headers={"Authorization": f"Bearer {secret}"})
                answer = connection.getresponse()
                size = len(answer.read())
                if answer.status != 200:
                    raise BenchError(f"{path} was answered with {answer.status}")
                if turn > 2:
                    taken.append((time.perf_counter() - begun) * 1000)
            connection.close()
            figures[name] = {
                "median_ms": statistics.median(taken), "worst_ms": max(taken), "kb": size / 1000,
                # What it takes of a processor, also where others keep the machine busy.
                "cpu_ms": (cpu_seconds(service.pid) - cpu) * 1000 / chosen.page_loads}
        return figures


class Crowd:
    """Those who look: a program that holds streams open and loads pages at a steady rate, until it is told to stop."""

    def __init__(self, process):
        self.process = process
        if process.stdout.readline().strip() != b"ready":
            raise BenchError("the streams did not open; see pages.log")

    def result(self):
        self.process.send_signal(signal.SIGTERM)
        line = self.process.stdout.readline()
        if not line:
            raise BenchError("those who look ended without a word; see pages.log")
        return json.loads(line)


@contextlib.contextmanager
def crowd(chosen, log, port, secret, streams, rate):
    if not streams:
        yield None
        return
    command = [os.path.join(chosen.tools, "crowd"), str(port), str(streams), str(rate), *LOADED]
    environment = dict(os.environ, MILEPOST_TOKEN=secret)
    with program(command, log, stdout=subprocess.PIPE, env=environment) as process:
        yield Crowd(process)


def storm(chosen, work, count, streams, rate):
    """A storm with so many looking; how late the first and the last alert came, from the instant at which they were due."""
    port, log = free_port(), os.path.join(work, "pages.log")
    with milepost_service.service(
            chosen.programs, chosen.root, listening(port) + LONG_BEFORE, parent=work) as service:
        with sink(chosen.tools, count, log) as receiver:
            service.request("POST", "/v1/webhooks", {"name": "sink", "url": receiver.url})
            fill(service, "storm", count, lambda _: DUE_DAY)
            # As many projects as an overview is to show beside those that are due.
            service.request("POST", "/v1/plan", plan(alerts=NOTHING), "application/yaml")
            secret = token(service)
            service.stop()
            service.settings(chosen.root, listening(port) + rehearsal(before(DUE_DAY, 12)))
            service.start()
            due_us = instant_of_alerts(service, DUE_DAY)
            with crowd(chosen, log, port, secret, streams, rate) as looking:
                cpu, begun = cpu_seconds(service.pid), time.monotonic()
                result = receiver.result()
                arrivals(result, count)
                until("every delivery to be recorded", 60, lambda: settled(service, count), every=0.05)
                taken = time.monotonic() - begun
                seen = looking.result() if looking else {}
            return {
                "first_alert_s": (result["first_us"] - due_us) / 1e6, "last_alert_s": (result["last_new_us"] - due_us) / 1e6,
                "looking": seen, "cpu_s": cpu_seconds(service.pid) - cpu, "seconds": taken,
                "peak_mib": memory_mib(service.pid, "VmHWM"),
            }


def measure(run, chosen, attempt):
    found = run["pages"] = {"drawing": attempt(run, f"pages of {PROJECTS} projects", lambda: drawing(chosen, chosen.work))}
    storms = {"alone": (0, 0), "watched": (chosen.streams, chosen.page_rate)}
    taken = {name: [] for name in storms}
    # In turn, so that a machine that slows down slows both.
    for turn in range(chosen.runs):
        for name, (streams, rate) in storms.items():
            taken[name].append(attempt(
                run, f"storm of {chosen.watched_storm:,}, {streams} streams, {rate} pages a second, run {turn + 1}",
                lambda streams=streams, rate=rate: storm(chosen, chosen.work, chosen.watched_storm, streams, rate)))
    for name, runs in taken.items():
        done = sorted((one for one in runs if one), key=lambda one: one["last_alert_s"])
        if done:
            found[name] = done[(len(done) - 1) // 2]


def lines(found):
    """What `report` shows."""
    for name, one in (found.get("drawing") or {}).items():
        yield f"page {name}, {PROJECTS} projects", (
            f"{one['median_ms']:.1f} ms, worst {one['worst_ms']:.1f} ms; {one['cpu_ms']:.1f} ms of a processor; "
            f"{one['kb']:.0f} KB")
    alone, watched = found.get("alone"), found.get("watched")
    for name, one in (("alone", alone), ("watched", watched)):
        if one:
            yield (f"storm, {name}",
                   f"first alert {one['first_alert_s']:.2f} s, last {one['last_alert_s']:.2f} s after they were due; the "
                   f"service took {one['cpu_s']:.1f} s of processors, {one['peak_mib']:.0f} MiB at most")
    if watched:
        seen = watched["looking"]
        yield ("those who look",
               f"{seen['streams']} streams, {seen['cut']} cut off, {seen['events']} events; {seen['loads'] / seen['seconds']:.0f} "
               f"pages a second, half within {seen['p50_ms']:.1f} ms, 99 % within {seen['p99_ms']:.0f} ms, all within "
               f"{seen['max_ms']:.0f} ms, {seen['failed']} failed; took {seen['cpu_s']:.1f} s of processors themselves "
               f"in {seen['seconds']:.0f} s")
    if alone and watched:
        yield "later because of those who look", f"{watched['last_alert_s'] - alone['last_alert_s']:+.2f} s"
