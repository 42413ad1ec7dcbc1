"""Fifty endpoints, five of them broken each in its own way, and many alerts due at one instant: what the others lose by it."""

import asyncio
import itertools
import json
import socket
import struct
import threading
import time

import milepost_service

from .measure import BenchError, cpu_seconds
from .storm import DUE_DAY, LONG_BEFORE, ONLY_ON_THE_DAY, before, instant_of_alerts, rehearsal

ENDPOINTS = 50
GIGABYTE = 1 << 30
# From the service's start to the due instant, on a machine that does other things as well.
LEAD_SECONDS = 8
TURNS = itertools.count()
# The broken ones keep their time-outs; nobody else waits so long.
PATIENCE_SECONDS = 120


class Sink(asyncio.Protocol):
    """Answers 204 at once and notes when each message first arrived."""

    def __init__(self, arrivals):
        self.arrivals, self.buffer = arrivals, b""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.buffer += data
        while True:
            head, mark, rest = self.buffer.partition(b"\r\n\r\n")
            if not mark:
                return
            fields = head.lower()
            length = int(fields.partition(b"content-length: ")[2].partition(b"\r\n")[0])
            if len(rest) < length:
                return
            self.arrivals.setdefault(fields.partition(b"webhook-id: ")[2].partition(b"\r\n")[0], time.time())
            self.buffer = rest[length:]
            self.transport.write(b"HTTP/1.1 204 No Content\r\n\r\n")


async def hangs(reader, writer):
    """Says nothing for as long as anybody waits."""
    await reader.read()


async def resets_or_babbles(reader, writer):
    """One after the other."""
    await reader.read(100)
    if next(TURNS) % 2:
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
    else:
        writer.write(b"\x00\xff" * 5000)


async def speaks_no_tls(reader, writer):
    """Called by https, answers with what is no handshake."""
    await reader.read(100)
    writer.write(b"\x16\x03\x01\xff\xff" + b"\x00" * 5000)


async def floods(reader, writer):
    """A gigabyte, in chunks, if anybody reads it."""
    await reader.read(100)
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"10000\r\n" + b"." * 65536 + b"\r\n"
    for _ in range(GIGABYTE // 65536):
        writer.write(chunk)
        await writer.drain()


async def drips(reader, writer):
    """A byte now and then."""
    await reader.read(100)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.2)


WAYS = (hangs, resets_or_babbles, speaks_no_tls, floods, drips)


def served(way):
    """A way to be broken, until whoever called hangs up."""
    async def serve(reader, writer):
        try:
            await way(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
    return serve


class Receivers:
    """All in one thread: a sink for the healthy, and one server for each way to be broken."""

    def __enter__(self):
        self.arrivals, self.urls, self.servers = {}, [], []
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self.run, args=(ready,), daemon=True)
        self.thread.start()
        if not ready.wait(10):
            raise BenchError("the receivers did not listen")
        return self

    def run(self, ready):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self.listen())
        ready.set()
        self.loop.run_forever()
        for server in self.servers:
            server.close()
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self.loop.close()

    async def listen(self):
        sink = await self.loop.create_server(lambda: Sink(self.arrivals), "127.0.0.1", 0, backlog=1024)
        self.servers.append(sink)
        self.healthy = f"http://127.0.0.1:{sink.sockets[0].getsockname()[1]}/"
        for way in WAYS:
            server = await asyncio.start_server(served(way), "127.0.0.1", 0, backlog=1024)
            self.servers.append(server)
            scheme = "https" if way is speaks_no_tls else "http"
            self.urls.append(f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}/")

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)


def plan(numbers, each):
    return json.dumps({"projects": [
        {"key": f"p{number}", "name": f"工程 {number}", "zone": "Asia/Shanghai", "alerts": ONLY_ON_THE_DAY,
         "milestones": [{"key": f"m{index}", "name": f"节点 {index}", "due": DUE_DAY.isoformat()} for index in range(each)]}
        for number in numbers]}, ensure_ascii=False).encode()


def latencies(programs, root, each, is_broken, work=None):
    """Milliseconds from the due instant to the healthy endpoints' receiver, in ascending order; and seconds of CPU."""
    numbers = range(0 if is_broken else len(WAYS), ENDPOINTS)
    with Receivers() as receivers, milepost_service.service(programs, root, LONG_BEFORE, parent=work) as service:
        service.request("POST", "/v1/plan", plan(numbers, each), "application/yaml")
        for number in numbers:
            url = receivers.urls[number] if number < len(WAYS) else receivers.healthy
            service.request("POST", "/v1/webhooks", {"name": f"w{number}", "url": url, "projects": [f"p{number}"]})
        service.stop()
        service.settings(root, rehearsal(before(DUE_DAY, LEAD_SECONDS)))
        service.start()
        due = instant_of_alerts(service, DUE_DAY) / 1e6
        cpu = cpu_seconds(service.pid)
        wanted = (ENDPOINTS - len(WAYS)) * each
        while len(receivers.arrivals) < wanted:
            if time.time() - due > PATIENCE_SECONDS:
                raise BenchError(f"{len(receivers.arrivals)} of {wanted} alerts arrived in {PATIENCE_SECONDS} s")
            time.sleep(0.02)
        cpu = cpu_seconds(service.pid) - cpu
        return sorted((moment - due) * 1000 for moment in receivers.arrivals.values()), cpu


def share(sorted_values, part):
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * part))]


def once(programs, root, each, is_broken, work=None):
    taken, cpu = latencies(programs, root, each, is_broken, work)
    return {"alerts": len(taken), "p50_ms": share(taken, 0.5), "p99_ms": share(taken, 0.99), "worst_ms": taken[-1],
            "cpu_s": cpu}


def measure(run, chosen, attempt):
    """In turn, and of each the run with the middle p99."""
    each = chosen.isolated // ENDPOINTS
    taken = {"alone": [], "beside": []}
    for turn in range(chosen.runs):
        for name, runs in taken.items():
            one = attempt(
                run, f"{chosen.isolated:,} alerts to {ENDPOINTS} endpoints, the broken ones {name}, run {turn + 1}"
                if name == "beside" else f"{chosen.isolated:,} alerts without the broken endpoints, run {turn + 1}",
                lambda name=name: once(chosen.programs, chosen.root, each, name == "beside", chosen.work))
            if one:
                runs.append(one)
    for name, runs in taken.items():
        if runs:
            run["isolation"][name] = sorted(runs, key=lambda one: one["p99_ms"])[(len(runs) - 1) // 2]


def ratio(found):
    """p99 beside the broken ones against p99 without them; None where one is missing."""
    alone, beside = found.get("alone"), found.get("beside")
    return beside["p99_ms"] / alone["p99_ms"] if alone and beside else None
