"""The storm: many milestones due at one instant, one receiver, one POST each, durable before and after."""

import datetime
import json
import os
import time

import milepost_service

from .measure import BenchError, arrivals, cpu_seconds, memory_mib, sink, until
from .peers import CONCURRENCY

DUE_DAY = datetime.date(2022, 6, 30)
# Milestones due later than any measurement looks.
FAR_DAY = datetime.date(2040, 1, 1)
MILESTONES_A_PROJECT = 1000
MILESTONES_A_PLAN = 5000
# From the service's start to the instant at which things fall due: long enough to be ready and at rest.
LEAD_SECONDS = 5
ALERT_HOUR = datetime.time(9)
ONLY_ON_THE_DAY = {"lead": [], "on_day": True, "overdue_every": 0, "alert_hour": "09:00", "working_days_only": False}


def rehearsal(moment):
    """Settings that start the service's clock at a moment in Shanghai, at the speed of real time."""
    return f"rehearsal:\n  start: {moment.isoformat()}\n  zone: Asia/Shanghai\n  speed: 1\n"


def before(day, seconds=LEAD_SECONDS):
    """So many seconds before that day's alerts go out."""
    return datetime.datetime.combine(day, ALERT_HOUR) - datetime.timedelta(seconds=seconds)


LONG_BEFORE = rehearsal(datetime.datetime(2022, 1, 1, 12))


def plans(prefix, count, due):
    """Plans of some thousand milestones each; `due` gives the date of the nth."""
    for start in range(0, count, MILESTONES_A_PLAN):
        projects = []
        for first in range(start, min(start + MILESTONES_A_PLAN, count), MILESTONES_A_PROJECT):
            last = min(first + MILESTONES_A_PROJECT, count)
            projects.append({
                "key": f"{prefix}-{first // MILESTONES_A_PROJECT:04}", "name": f"工程 {first // MILESTONES_A_PROJECT}",
                "name_en": f"Project {first // MILESTONES_A_PROJECT}", "zone": "Asia/Shanghai",
                "alerts": ONLY_ON_THE_DAY,
                "milestones": [
                    {"key": f"m-{index}", "name": f"节点 {index}", "name_en": f"Milestone {index}",
                     "due": due(index).isoformat()} for index in range(first, last)
                ],
            })
        yield json.dumps({"projects": projects}, ensure_ascii=False).encode()


def fill(service, prefix, count, due):
    """Registers milestones through the API; returns how many a second."""
    begun = time.monotonic()
    for plan in plans(prefix, count, due):
        service.request("POST", "/v1/plan", plan, "application/yaml")
    return count / (time.monotonic() - begun)


def instant_of_alerts(service, day):
    """When that day's alerts go out, on this machine's own clock, in microseconds since 1970."""
    asked = time.time()
    status = service.request("GET", "/v1/status", limit=1)
    answered = time.time()
    now = datetime.datetime.fromisoformat(status["now"].replace("Z", "+00:00"))
    zone = datetime.timezone(datetime.timedelta(hours=8))
    left = (datetime.datetime.combine(day, ALERT_HOUR, zone) - now).total_seconds()
    if left < 0.5:
        raise BenchError(f"the service was not at rest {-left:.1f} s before the alerts were due; try again")
    return ((asked + answered) / 2 + left) * 1e6


def settled(service, count):
    """Whether every delivery is recorded as delivered, not only received."""
    webhooks = service.request("GET", "/v1/webhooks")["items"]
    return sum(webhook["delivered"] for webhook in webhooks) >= count


def milepost(programs, root, tools, work, count):
    """Registers, restarts shortly before the instant, and measures from that instant on."""
    with milepost_service.service(programs, root, LONG_BEFORE, parent=work) as service:
        with sink(tools, count, os.path.join(work, "storm.log")) as receiver:
            # As many requests at once as libcurl alone has.
            service.request(
                "POST", "/v1/webhooks", {"name": "sink", "url": receiver.url, "concurrency": CONCURRENCY})
            registered = fill(service, "storm", count, lambda _: DUE_DAY)
            service.stop()
            service.settings(root, rehearsal(before(DUE_DAY)))
            service.start()
            due_us = instant_of_alerts(service, DUE_DAY)
            cpu, idle = cpu_seconds(service.pid), memory_mib(service.pid, "VmRSS")
            result = receiver.result()
            seconds, repeats = arrivals(result, count)
            until("every delivery to be recorded", 60, lambda: settled(service, count), every=0.05)
            recorded = time.time()
            return {
                "deliveries_per_second": count / seconds,
                "due_to_last_s": (result["last_new_us"] - due_us) / 1e6,
                "due_to_recorded_s": recorded - due_us / 1e6,
                "cpu_us_each": (cpu_seconds(service.pid) - cpu) / count * 1e6,
                "peak_mib": memory_mib(service.pid, "VmHWM"), "idle_mib": idle,
                "ready_ms": service.ready_ms, "registered_per_second": registered,
                "repeats": repeats, "durable": "yes",
            }
