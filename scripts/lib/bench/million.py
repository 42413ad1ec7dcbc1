"""What the service costs at rest, and what one tick costs, among few and among very many open milestones."""

import contextlib
import datetime
import os
import re
import statistics
import time

import milepost_service

from .measure import BenchError, memory_mib, sink, until, work
from .storm import DUE_DAY, FAR_DAY, LONG_BEFORE, arrivals, before, fill, instant_of_alerts, rehearsal, settled

DUE_AT_ONCE = 100
TICK_LINE = re.compile(r"checked deadlines\b.*?\bdue=(\d+).*?\bus=(\d+)")


def due_day(index, ticks):
    """The first milestones fall due a hundred a day, on as many days as there are ticks to measure; the rest, never."""
    day = index // DUE_AT_ONCE
    return DUE_DAY + datetime.timedelta(days=day) if day < ticks else FAR_DAY + datetime.timedelta(days=index % 365)


@contextlib.contextmanager
def filled(options, count, ticks):
    """A stopped service with that many open milestones; gives it and how many a second were registered."""
    with milepost_service.service(options.programs, options.root, LONG_BEFORE, parent=options.work) as service:
        registered = fill(service, "many", count, lambda index: due_day(index, ticks))
        service.stop()
        yield service, registered


def starts(service, options, times):
    """Milliseconds from its start to its READY, the middle one of several."""
    taken = []
    for _ in range(times):
        service.settings(options.root, LONG_BEFORE)
        service.start()
        taken.append(service.ready_ms)
        service.stop()
    return statistics.median(taken)


def rest(service, options, seconds):
    """Memory and work of a service with nothing to do."""
    service.settings(options.root, LONG_BEFORE)
    service.start()
    # What follows a start is not rest: a clock that was set back is work for a while.
    until("the service to come to rest", 120, lambda: work(service.pid, 3)[0] < 0.03)
    begun = time.monotonic()
    cpu, woken = work(service.pid, seconds)
    took = time.monotonic() - begun
    measured = {
        "resident_mib": memory_mib(service.pid, "VmRSS"),
        "cpu_ms_per_minute": cpu * 1000 / took * 60,
        "wakeups_per_minute": woken / took * 60,
    }
    service.stop()
    return measured


def tick(service, options, day):
    """A hundred milestones fall due: the tick by the service's own log, and the time until the last has arrived."""
    with sink(options.tools, DUE_AT_ONCE, os.path.join(options.work, "tick.log"), seconds=60) as receiver:
        service.settings(options.root, rehearsal(before(day)))
        service.start()
        name = f"tick-{day.isoformat()}"
        service.request("POST", "/v1/webhooks", {"name": name, "url": receiver.url})
        due_us = instant_of_alerts(service, day)
        offset = os.path.getsize(service.log)
        result = receiver.result()
        arrivals(result, DUE_AT_ONCE)
        until("every delivery to be recorded", 60, lambda: settled(service, DUE_AT_ONCE), every=0.01)
        service.request("DELETE", f"/v1/webhooks/{name}")
        service.stop()
        return tick_us(service.log, offset), (result["last_new_us"] - due_us) / 1000


def tick_us(log, offset):
    with open(log, encoding="utf-8", errors="replace") as file:
        file.seek(offset)
        found = [(int(due), int(us)) for due, us in TICK_LINE.findall(file.read())]
    if sum(due for due, _ in found) != DUE_AT_ONCE:
        raise BenchError(f"the service's log does not tell of one tick with {DUE_AT_ONCE} due")
    return sum(us for _, us in found)


def ticks(service, options, count):
    measured = [tick(service, options, DUE_DAY + datetime.timedelta(days=day)) for day in range(count)]
    return {
        "tick_ms": statistics.median(us for us, _ in measured) / 1000,
        "last_arrival_ms": statistics.median(ms for _, ms in measured),
    }


def round_trip(service, options, times):
    """Milliseconds of one command that makes a durable change, process start included."""
    service.settings(options.root, LONG_BEFORE)
    service.start()
    program = os.path.join(options.programs, "milepost")
    taken = []
    with open(os.devnull, "wb") as null:
        for index in range(times):
            date = FAR_DAY + datetime.timedelta(days=400 + index)
            command = [
                program, "--socket", service.socket, "milestone", "expect", "many-0000/m-999", date.isoformat()]
            begun = time.monotonic()
            child = os.posix_spawn(program, command, os.environ, file_actions=[
                (os.POSIX_SPAWN_DUP2, null.fileno(), 1)])
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            taken.append((time.monotonic() - begun) * 1000)
            if status != 0:
                raise BenchError(f"the command line's change was refused with status {status}")
    service.stop()
    taken.sort()
    return {"median_ms": statistics.median(taken), "p95_ms": taken[int(len(taken) * 0.95)]}


def measure(options, count):
    """Everything of one size."""
    with filled(options, count, options.ticks) as (service, registered):
        measured = {
            "milestones": count, "registered_per_second": registered,
            "database_mib": os.path.getsize(service.database) / 2**20,
            "ready_ms": starts(service, options, options.starts), "rest": rest(service, options, options.rest_seconds),
            "command": round_trip(service, options, options.commands),
        }
        # Last, for it moves the service's clock on, and a clock set back afterwards is work of its own.
        measured["ticks"] = ticks(service, options, options.ticks)
        return measured


def empty(options):
    with milepost_service.service(options.programs, options.root, LONG_BEFORE, parent=options.work, start=False) as service:
        ready_ms = starts(service, options, options.starts)
        rested = rest(service, options, min(options.rest_seconds, 10))
        return {
            "milestones": 0, "ready_ms": ready_ms, "rest": rested,
            "database_mib": os.path.getsize(service.database) / 2**20,
        }


def each(size, none):
    """What one milestone holds, on the disk and in memory, beyond what a service without any holds."""
    if not size or not none:
        return
    size["disk_bytes_each"] = (size["database_mib"] - none["database_mib"]) * 2**20 / size["milestones"]
    more_mib = size["rest"]["resident_mib"] - none["rest"]["resident_mib"]
    size["memory_bytes_each"] = max(0, more_mib) * 2**20 / size["milestones"]
