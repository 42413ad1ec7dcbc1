"""The storm as others take it: libcurl alone, and Debian's Alertmanager."""

import http.client
import json
import os
import subprocess
import tempfile
import time

from .measure import BenchError, arrivals, cpu_seconds, free_port, memory_mib, program, sink, until

CONCURRENCY = 64
BODY_BYTES = 1024
ALERTS_A_POST = 100
ALERTMANAGER = """
route: {receiver: sink, group_by: ['...'], group_wait: 0s, group_interval: 1h, repeat_interval: 24h}
receivers: [{name: sink, webhook_configs: [{url: '%s', send_resolved: false}]}]
"""


def raw_curl(tools, work, count):
    with sink(tools, count, os.path.join(work, "raw.log")) as receiver:
        command = [os.path.join(tools, "raw-sender"), receiver.url, str(count), str(CONCURRENCY), str(BODY_BYTES)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode != 0:
            raise BenchError(f"raw-sender failed: {done.stdout}{done.stderr}")
        seconds, repeats = arrivals(receiver.result(), count)
    cost = json.loads(done.stdout)
    return {
        "deliveries_per_second": count / seconds, "cpu_us_each": cost["cpu_us_each"],
        "peak_mib": cost["peak_kib"] / 1024, "repeats": repeats, "durable": "no",
    }


def alertmanager_program(home):
    for path in (os.path.join(home, "usr/bin/prometheus-alertmanager"), "/usr/bin/prometheus-alertmanager"):
        if os.access(path, os.X_OK):
            return path
    raise BenchError("prometheus-alertmanager is not there; scripts/install-deps --bench fetches it")


def command_of(path):
    """The program, or where it was only unpacked, the program with its /usr/share seen as the system's own.

    Debian's build reads its templates from a fixed place; a mount of its own shows them there to it alone.
    """
    if os.path.exists("/usr/share/prometheus/alertmanager/default.tmpl"):
        return [path]
    share = os.path.join(os.path.dirname(os.path.dirname(path)), "share")
    unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
    return [*unshare, "sh", "-c", 'mount --bind "$1" /usr/share && shift && exec "$@"', "sh", share, path]


def version(path):
    text = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    return (text.stdout + text.stderr).split(",")[1].split("(")[0].replace("version", "").strip()


def alerts(count):
    """As many alerts, each with about as much to say as one of Milepost's."""
    return [{
        "labels": {
            "alertname": "MilestoneDue", "project": f"storm-{index // 1000:03}", "milestone": f"milestone-{index:06}",
            "severity": "red", "rule": "due",
        },
        "annotations": {
            "summary": f"“Milestone {index}” of storm {index // 1000} is due today, 2022-06-30.",
            "summary_zh": f"风暴{index // 1000}“节点{index}”今天（2022-06-30）到期。",
        },
    } for index in range(count)]


def alertmanager(path, tools, work, count):
    """Posts `count` alerts, each a group of its own, and waits for as many POSTs.

    It sends while it takes alerts in, and its CPU time is for both: made to wait before it sends, it needs more of
    both time and memory. Small batches of alerts serve it best.
    """
    log = os.path.join(work, "alertmanager.log")
    port = free_port()
    with sink(tools, count, log, key=("--key-json", "fingerprint")) as receiver, tempfile.TemporaryDirectory() as home:
        config = os.path.join(home, "alertmanager.yml")
        with open(config, "w", encoding="utf-8") as file:
            file.write(ALERTMANAGER % receiver.url)
        command = [
            *command_of(path), "--config.file", config, "--storage.path", os.path.join(home, "data"),
            "--web.listen-address", f"127.0.0.1:{port}", "--cluster.listen-address=", "--log.level=warn",
        ]
        started = time.monotonic()
        with program(command, log) as process:
            until("Alertmanager to be ready", 30, lambda: ready(port))
            ready_ms = (time.monotonic() - started) * 1000
            idle_mib = memory_mib(process.pid, "VmRSS")
            before = cpu_seconds(process.pid)
            post(port, alerts(count))
            seconds, repeats = arrivals(receiver.result(), count)
            return {
                "deliveries_per_second": count / seconds,
                "cpu_us_each": (cpu_seconds(process.pid) - before) / count * 1e6,
                "peak_mib": memory_mib(process.pid, "VmHWM"), "idle_mib": idle_mib, "ready_ms": ready_ms,
                "repeats": repeats, "durable": "no", "version": version(path),
            }


def ready(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/-/ready")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def post(port, items):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for start in range(0, len(items), ALERTS_A_POST):
        body = json.dumps(items[start:start + ALERTS_A_POST]).encode()
        connection.request("POST", "/api/v2/alerts", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise BenchError(f"Alertmanager answered {answer.status} to the alerts")
    connection.close()
