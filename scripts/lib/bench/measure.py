"""What the kernel says about a process, and the programs that a measurement starts."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class BenchError(Exception):
    """A measurement that could not be made, and why, in one sentence."""


def cpu_seconds(pid):
    """User and system time of the whole process so far. The kernel counts in 10 ms steps."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


def threads(pid):
    """Of each thread that lives: nanoseconds on a CPU, and how often something woke it (voluntary context switches)."""
    found = {}
    for task in os.listdir(f"/proc/{pid}/task"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            with open(f"/proc/{pid}/task/{task}/schedstat", encoding="ascii") as file:
                ran = int(file.read().split()[0])
            with open(f"/proc/{pid}/task/{task}/status", encoding="ascii", errors="replace") as file:
                woken = sum(int(line.split()[1]) for line in file if line.startswith("voluntary_ctxt"))
            found[task] = (ran, woken)
    return found


def work(pid, seconds, every=1):
    """Seconds on a CPU and wake-ups in so long a time: for what needs hardly any. A thread takes with it what it did
    since it was last looked at."""
    ran = woken = 0
    before, end = threads(pid), time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(min(every, max(0, end - time.monotonic())))
        now = threads(pid)
        for task, counts in now.items():
            old = before.get(task, (0, 0))
            ran, woken = ran + counts[0] - old[0], woken + counts[1] - old[1]
        before = now
    return ran / 1e9, woken


def memory_mib(pid, field):
    """`VmRSS` (now) or `VmHWM` (the most so far), in MiB."""
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
        for line in file:
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
    raise BenchError(f"the kernel does not tell {field} of process {pid}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(what, seconds, condition, every=0.001):
    """Waits for something that cannot be waited on; raises when it has not come true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(every)
    raise BenchError(f"waited {seconds} s in vain for {what}")


@contextlib.contextmanager
def program(command, log, stop_seconds=30, **options):
    """Runs a program for as long as the block lasts, with its output in a file."""
    with open(log, "ab") as output:
        process = subprocess.Popen(command, stdout=options.pop("stdout", output), stderr=output, **options)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(stop_seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if process.stdout:
            process.stdout.close()


class Sink:
    """The receiver all senders are measured with; it ends by itself when `count` distinct messages have come."""

    def __init__(self, process, seconds):
        self.process = process
        self.seconds = seconds
        self.port = int(process.stdout.readline().split()[1])
        self.url = f"http://127.0.0.1:{self.port}/hook"

    def result(self):
        """What arrived; waits until all of it has, or the sink's own time limit."""
        line = self.process.stdout.readline()
        if not line:
            raise BenchError("the sink ended without a word")
        return json.loads(line)


@contextlib.contextmanager
def sink(tools, count, log, seconds=300, key=("--key-header", "webhook-id")):
    command = [os.path.join(tools, "sink"), "--count", str(count), "--timeout", str(seconds), *key]
    with program(command, log, stdout=subprocess.PIPE) as process:
        yield Sink(process, seconds)


def arrivals(result, count):
    """First to last new arrival in seconds, and how many messages came again."""
    if result["distinct"] < count:
        raise BenchError(f"only {result['distinct']} of {count} arrived")
    return (result["last_new_us"] - result["first_us"]) / 1e6, result["requests"] - result["distinct"]
