"""The pages under load: how long one takes for 200 projects, and whether alerts are late while many look.

500 event streams are held open and 200 pages a second are loaded while a storm of alerts is delivered; the same storm
without anybody looking is measured in the same run.
"""

import asyncio
import datetime
import http.client
import json
import os
import statistics
import time

import milepost_service

from .measure import BenchError, arrivals, cpu_seconds, free_port, memory_mib, sink, until
from .storm import DUE_DAY, LONG_BEFORE, before, fill, instant_of_alerts, rehearsal, settled

PROJECTS = 200
HEAD = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n\r\n"


def listening(port):
    return f"listen: 127.0.0.1:{port}\nrate_limit: 1000000\n"


def token(service):
    return json.loads(service.command("token", "add", "bench", "--scope", "read", "--json"))["token"]


def plan():
    return json.dumps({"projects": [
        {"key": f"project-{index}", "name": f"横港中心幼儿园新建工程第{index}号", "name_en": f"Kindergarten number {index}",
         "owner": "百步镇人民政府", "zone": "Asia/Shanghai", "milestones": [
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
            taken, size = [], 0
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
            figures[name] = {"median_ms": statistics.median(taken), "worst_ms": max(taken), "kb": size / 1000}
        return figures


class Crowd:
    """Those who look: streams that stay open, and pages that are loaded at a steady rate."""

    def __init__(self, port, secret, streams, rate):
        self.port, self.secret, self.streams, self.rate = port, secret, streams, rate
        self.events, self.loads, self.slow, self.failed = 0, 0, [], 0
        self.stop = asyncio.Event()

    async def stream(self, ready):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(HEAD.format(path="/v1/events", port=self.port, token=self.secret).encode())
        await reader.readuntil(b"event: hello")
        ready.release()
        while not self.stop.is_set():
            data = await reader.read(65536)
            if not data:
                self.failed += 1
                break
            self.events += data.count(b"event: change")
        writer.close()

    async def load(self, reader, writer):
        begun = time.perf_counter()
        writer.write(HEAD.format(path="/", port=self.port, token=self.secret).encode())
        head = await reader.readuntil(b"\r\n\r\n")
        fields = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:] if b": " in line)
        await reader.readexactly(int(fields[b"content-length"]))
        self.failed += not head.startswith(b"HTTP/1.1 200")
        self.loads += 1
        self.slow.append((time.perf_counter() - begun) * 1000)

    async def reader(self, place, of):
        """One of several, each with its share of the rate."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        pause, next_at = of / self.rate, time.perf_counter() + place / self.rate
        while not self.stop.is_set():
            await asyncio.sleep(max(0, next_at - time.perf_counter()))
            await self.load(reader, writer)
            next_at += pause
        writer.close()

    async def run(self, ready, done):
        opened = asyncio.Semaphore(0)
        tasks = [asyncio.create_task(self.stream(opened)) for _ in range(self.streams)]
        for _ in range(self.streams):
            await asyncio.wait_for(opened.acquire(), 30)
        tasks += [asyncio.create_task(self.reader(place, 20)) for place in range(20)]
        ready.set()
        await asyncio.to_thread(done.wait)
        self.stop.set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def storm(chosen, work, count, streams, rate):
    """A storm with so many looking; how late the last alert came, from the instant at which it was due."""
    import threading  # pylint: disable=import-outside-toplevel
    port = free_port()
    with milepost_service.service(
            chosen.programs, chosen.root, listening(port) + LONG_BEFORE, parent=work) as service:
        with sink(chosen.tools, count, os.path.join(work, "pages.log")) as receiver:
            service.request("POST", "/v1/webhooks", {"name": "sink", "url": receiver.url})
            fill(service, "storm", count, lambda _: DUE_DAY)
            secret = token(service)
            service.stop()
            service.settings(chosen.root, listening(port) + rehearsal(before(DUE_DAY, 12)))
            service.start()
            due_us = instant_of_alerts(service, DUE_DAY)
            crowd, ready, done = Crowd(port, secret, streams, rate), threading.Event(), threading.Event()
            thread = None
            if streams:
                thread = threading.Thread(target=lambda: asyncio.run(crowd.run(ready, done)), daemon=True)
                thread.start()
                if not ready.wait(40):
                    raise BenchError("the streams did not open in time")
            cpu = cpu_seconds(service.pid)
            result = receiver.result()
            arrivals(result, count)
            until("every delivery to be recorded", 60, lambda: settled(service, count), every=0.05)
            done.set()
            if thread:
                thread.join(20)
            waits = sorted(crowd.slow) or [0]
            return {
                "last_alert_s": (result["last_new_us"] - due_us) / 1e6, "streams": streams, "loads": crowd.loads,
                "loads_median_ms": statistics.median(waits), "loads_p99_ms": waits[int(len(waits) * 0.99) - 1],
                "events": crowd.events, "failed": crowd.failed, "cpu_s": cpu_seconds(service.pid) - cpu,
                "peak_mib": memory_mib(service.pid, "VmHWM"),
            }


def measure(run, chosen, attempt):
    found = run["pages"] = {"drawing": attempt(run, f"pages of {PROJECTS} projects", lambda: drawing(chosen, chosen.work))}
    for name, streams, rate in (("alone", 0, 0), ("watched", chosen.streams, chosen.page_rate)):
        found[name] = attempt(
            run, f"storm of {chosen.watched_storm:,}, {streams} streams, {rate} pages a second",
            lambda streams=streams, rate=rate: storm(chosen, chosen.work, chosen.watched_storm, streams, rate))


def lines(found):
    """What `report` shows."""
    for name, one in (found.get("drawing") or {}).items():
        yield f"page {name}, {PROJECTS} projects", f"{one['median_ms']:.1f} ms, worst {one['worst_ms']:.1f} ms, {one['kb']:.0f} KB"
    for name in ("alone", "watched"):
        one = found.get(name)
        if one:
            yield (f"storm, {one['streams']} streams, {one['loads']} page loads",
                   f"last alert {one['last_alert_s']:.2f} s after it was due; a page {one['loads_median_ms']:.0f} ms, "
                   f"99 % within {one['loads_p99_ms']:.0f} ms; {one['failed']} failed; {one['peak_mib']:.0f} MiB at most")
    alone, watched = found.get("alone"), found.get("watched")
    if alone and watched:
        yield "later because of those who look", f"{watched['last_alert_s'] - alone['last_alert_s']:+.2f} s"
