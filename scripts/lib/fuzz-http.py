#!/usr/bin/env python3
"""Throws malformed HTTP and malformed bodies at the API of a running service, and sees that it goes on answering."""

import argparse
import contextlib
import os
import random
import socket
import sys
import time

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
import milepost_service  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
BODY = b'{"key":"a","name":"x","labels":{"a":"b"},"alerts":{"lead":[1,2],"alert_hour":"09:00"},"due":"6\xe6\x9c\x88\xe5\xba\x95"}'
PATHS = [
    "/v1/projects", "/v1/projects/works", "/v1/projects/works/milestones", "/v1/webhooks", "/v1/plan", "/v1/next?days=3",
    "/v1/alerts?limit=2", "/v1/ledger?after=0", "/v1/projects/works/import", "/v1/projects/%00/milestones/%ff/reach",
    "/v1/status", "/healthz", "/v1/projects/works/milestones/m/reach", "/v1/backup",
]
METHODS = ["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS", "BREW"]
BITS = [b"\r\n", b"\0", b"\xff", b": ", b"chunked", b"Transfer-Encoding: chunked\r\n", b"Content-Length: 99999999999\r\n",
        b"Content-Length: -1\r\n", b"%", b"{", b"[" * 2000, b'"', b"\xf0\x9f\x92\xa5", b"HTTP/9.9", b"9" * 400, b"Expect: 100-continue\r\n"]


def request(chance):
    body = bytearray(BODY)
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(body) + 1)
        body[at:at + chance.randrange(6)] = chance.choice(BITS)
    head = f"{chance.choice(METHODS)} {chance.choice(PATHS)} HTTP/1.1\r\nHost: milepost\r\nContent-Type: application/json\r\n"
    length = len(body) + chance.choice([0, 0, 0, 0, 1, -1, 100])
    text = bytearray(head.encode() + f"Content-Length: {length}\r\n\r\n".encode() + bytes(body))
    for _ in range(chance.choice([0, 0, 1, 2, 5])):
        at = chance.randrange(len(text))
        text[at:at + chance.randrange(8)] = chance.choice(BITS)
    return bytes(text[:chance.choice([None, None, None, chance.randrange(1, len(text))])])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    count, answers = 0, 0
    with milepost_service.service(PROGRAMS, ROOT) as service:
        service.request("POST", "/v1/projects", {"key": "works", "name": "x"})
        end = time.monotonic() + options.seconds
        while time.monotonic() < end:
            with socket.socket(socket.AF_UNIX) as caller, contextlib.suppress(OSError):
                caller.settimeout(0.05)
                caller.connect(service.socket)
                caller.sendall(request(chance))
                if caller.recv(4096).startswith(b"HTTP/1.1"):
                    answers += 1
            count += 1
            if service.process.poll() is not None:
                print(f"fuzz http: the service died after {count} requests (seed {options.seed}):\n{service.last_words()}")
                return 1
        # Callers who left in the middle are cut off after half a minute.
        deadline = time.monotonic() + 40
        while True:
            try:
                if service.request("GET", "/healthz")["status"] == "ok":
                    break
            except (OSError, milepost_service.ServiceError):
                if time.monotonic() > deadline:
                    print("fuzz http: the service answers nobody any more")
                    return 1
                time.sleep(0.5)
        service.command("ledger", "verify")
        with open(f"/proc/{service.pid}/status", encoding="ascii") as file:
            peak = next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
    print(f"fuzz http: {count} requests, {answers} answers, {peak // 1024} MiB at most, 0 faults")
    return 0


if __name__ == "__main__":
    sys.exit(main())
