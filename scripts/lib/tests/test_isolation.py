"""Fifty endpoints, five of them broken each in its own way, ten thousand alerts: the others lose nothing by it."""

import asyncio
import os
import socket
import struct
import sys
import threading
import time
import unittest

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import milepost_service  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
ENDPOINTS, BROKEN, EACH = 50, 5, 200
GIGABYTE = 1 << 30


class Sink(asyncio.Protocol):
    """Answers 204 at once and notes when each message arrived."""

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
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            if len(rest) < length:
                return
            self.arrivals.setdefault(head.lower().split(b"webhook-id: ")[1].split(b"\r\n")[0], time.monotonic())
            self.buffer = rest[length:]
            self.transport.write(b"HTTP/1.1 204 No Content\r\n\r\n")


async def hangs(reader, writer):
    await asyncio.sleep(600)


async def resets(reader, writer):
    await reader.read(100)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def babbles(reader, writer):
    await reader.read(100)
    writer.write(b"\x00\xff" * 5000)
    writer.close()


async def floods(reader, writer):
    """A gigabyte, in chunks, if anybody reads it."""
    await reader.read(100)
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"10000\r\n" + b"." * 65536 + b"\r\n"
    try:
        for _ in range(GIGABYTE // 65536):
            writer.write(chunk)
            await writer.drain()
    except ConnectionError:
        writer.close()


async def drips(reader, writer):
    await reader.read(100)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    try:
        while True:
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(0.2)
    except ConnectionError:
        writer.close()


class Receivers:
    """All in one thread beside the test: a sink for the healthy, and one server for each way to be broken."""

    def __enter__(self):
        self.arrivals, self.ports = {}, []
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self.run, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait(10)
        return self

    def run(self, ready):
        async def start():
            server = await self.loop.create_server(lambda: Sink(self.arrivals), "127.0.0.1", 0, backlog=1024)
            self.ports.append(server.sockets[0].getsockname()[1])
            for way in (hangs, resets, babbles, floods, drips):
                server = await asyncio.start_server(way, "127.0.0.1", 0, backlog=1024)
                self.ports.append(server.sockets[0].getsockname()[1])
            ready.set()

        self.loop.run_until_complete(start())
        self.loop.run_forever()

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)


def plan(first, last):
    lines = ["projects:"]
    for number in range(first, last):
        lines += [f"  - key: p{number}", f"    name: Project {number}", "    alerts: {working_days_only: false}",
                  "    milestones:"]
        lines += [f"      - {{key: m{index}, name: Milestone {index}, due: 2022-06-30}}" for index in range(EACH)]
    return "\n".join(lines) + "\n"


def run(is_broken):
    """Latencies of the healthy endpoints' messages, in seconds from the moment at which all are let go."""
    first = 0 if is_broken else BROKEN
    with Receivers() as receivers, milepost_service.service(PROGRAMS, ROOT) as service:
        service.command("apply", "-f", "-", text=plan(first, ENDPOINTS))
        for number in range(first, ENDPOINTS):
            port = receivers.ports[number + 1] if number < BROKEN else receivers.ports[0]
            service.request("POST", "/v1/webhooks", {
                "name": f"w{number}", "url": f"http://127.0.0.1:{port}/", "projects": [f"p{number}"], "timeout": 20})
            service.request("POST", f"/v1/webhooks/w{number}/pause")
        for number in range(first, ENDPOINTS):
            service.request("PATCH", f"/v1/projects/p{number}", {"alerts": {"overdue_every": 1}})
        reached = [(number, index) for index in range(EACH) for number in range(first, ENDPOINTS)]
        for number, index in reached:
            service.request("POST", f"/v1/projects/p{number}/milestones/m{index}/reach")
        begun = time.monotonic()
        for number in range(first, ENDPOINTS):
            service.request("POST", f"/v1/webhooks/w{number}/resume")
        wanted = (ENDPOINTS - BROKEN) * EACH
        while len(receivers.arrivals) < wanted:
            if time.monotonic() - begun > 300:
                raise AssertionError(f"{len(receivers.arrivals)} of {wanted} in time")
            time.sleep(0.02)
        return sorted(moment - begun for moment in receivers.arrivals.values())


def p99(latencies):
    return latencies[int(len(latencies) * 0.99)]


@unittest.skipUnless(os.environ.get("MILEPOST_ISOLATION"), "takes minutes: MILEPOST_ISOLATION=1")
class Isolation(unittest.TestCase):
    def test_the_healthy_get_theirs_as_fast_as_without_the_broken(self):
        alone, beside = run(False), run(True)
        ratio = p99(beside) / p99(alone)
        print(f"\n    {len(beside)} messages to {ENDPOINTS - BROKEN} healthy endpoints: p99 {p99(alone) * 1000:.0f} ms alone, "
              f"{p99(beside) * 1000:.0f} ms beside {BROKEN} broken ones, ratio {ratio:.2f}")
        self.assertLessEqual(ratio, 1.5)


if __name__ == "__main__":
    unittest.main()
