"""How long after its due instant an alert is at the receiver, while the service has nothing else to do."""

import contextlib
import datetime
import json
import socket
import threading
import time

import milepost_service

from .measure import BenchError
from .storm import DUE_DAY, rehearsal

# A minute of the rehearsed day passes in so many seconds: one alert at a time, each long after the one before.
MINUTE_SECONDS = 0.1
SPEED = 60 / MINUTE_SECONDS
FIRST_MINUTE = 60
MINUTES_A_DAY = 24 * 60 - FIRST_MINUTE
# Askings of the service's clock, of which the quickest tells its offset best.
ASKED = 200


class Receiver:
    """Notes when each message arrives. One thread a connection: the service keeps one open."""

    def __init__(self):
        self.arrivals = []
        self.come = threading.Condition()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.door.getsockname()[1]}/hook"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                line, _ = self.door.accept()
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self.serve, args=(line,), daemon=True).start()

    def serve(self, line):
        data = b""
        with line, contextlib.suppress(OSError):
            while True:
                while b"\r\n\r\n" not in data:
                    part = line.recv(65536)
                    if not part:
                        return
                    arrived = time.time()
                    data += part
                head, _, data = data.partition(b"\r\n\r\n")
                length = next(int(row.split(b":")[1]) for row in head.split(b"\r\n") if row.lower().startswith(b"content-length:"))
                while len(data) < length:
                    data += line.recv(65536)
                body, data = data[:length], data[length:]
                line.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
                with self.come:
                    self.arrivals.append((arrived, body))
                    self.come.notify_all()

    def wait(self, count, seconds):
        with self.come:
            if not self.come.wait_for(lambda: len(self.arrivals) >= count, seconds):
                raise BenchError(f"only {len(self.arrivals)} of {count} alerts arrived")

    def close(self):
        self.door.close()


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def clock(service):
    """What a moment of the service's clock is on this machine's own, by the quickest of many askings."""
    best = None
    for _ in range(ASKED):
        asked = time.time()
        now = service.request("GET", "/v1/status", limit=1)["now"]
        answered = time.time()
        if best is None or answered - asked < best[0]:
            best = (answered - asked, (asked + answered) / 2, seconds(now))
    _, at, rehearsed = best
    return lambda moment: at + (moment - rehearsed) / SPEED


def plan(count):
    """One milestone a minute, over as many days as it takes."""
    milestones = []
    for index in range(count):
        day, minute = divmod(index, MINUTES_A_DAY)
        minute += FIRST_MINUTE
        milestones.append({
            "key": f"m-{index}", "name": f"节点 {index}", "due": (DUE_DAY + datetime.timedelta(days=day)).isoformat(),
            "alerts": {"lead": [], "on_day": True, "overdue_every": 0, "working_days_only": False, "at_risk": False,
                       "alert_hour": f"{minute // 60:02}:{minute % 60:02}"},
        })
    project = {"key": "latency", "name": "Latency", "zone": "Asia/Shanghai", "milestones": milestones}
    return json.dumps({"projects": [project]}).encode()


def measure(chosen, count):
    start = datetime.datetime.combine(DUE_DAY, datetime.time(0, 0)) - datetime.timedelta(seconds=2 * SPEED)
    settings = rehearsal(start).replace("speed: 1\n", f"speed: {SPEED:g}\n")
    receiver = Receiver()
    try:
        with milepost_service.service(chosen.programs, chosen.root, settings, parent=chosen.work) as service:
            service.request("POST", "/v1/webhooks", {"name": "stopwatch", "url": receiver.url})
            service.request("POST", "/v1/plan", plan(count), "application/yaml")
            wall = clock(service)
            receiver.wait(count, count * MINUTE_SECONDS * 2 + 60)
    finally:
        receiver.close()
    late = []
    for arrived, body in receiver.arrivals:
        message = json.loads(body)
        if message["type"] == "milestone.due":
            late.append((arrived - wall(seconds(message["data"]["alert"]["scheduled_at"]))) * 1000)
    if len(late) < count * 0.9:
        raise BenchError(f"only {len(late)} of {count} alerts were told on their minute")
    late.sort()
    at = lambda share: late[min(len(late) - 1, int(len(late) * share))]
    return {"alerts": len(late), "p50_ms": at(0.5), "p99_ms": at(0.99), "p999_ms": at(0.999), "worst_ms": late[-1]}
