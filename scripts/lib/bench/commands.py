"""A command that adds one thing durably, beside Taskwarrior's `task add`."""

import datetime
import os
import shutil
import statistics
import tempfile
import time

import milepost_service

from .measure import BenchError
from .storm import FAR_DAY, LONG_BEFORE


def timed(program, arguments, environment):
    """Milliseconds from the start of a program to its end."""
    with open(os.devnull, "wb") as null:
        silence = [(os.POSIX_SPAWN_DUP2, null.fileno(), 1), (os.POSIX_SPAWN_DUP2, null.fileno(), 2)]
        begun = time.monotonic()
        child = os.posix_spawn(program, [program, *arguments], environment, file_actions=silence)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        took = (time.monotonic() - begun) * 1000
    if status != 0:
        raise BenchError(f"{os.path.basename(program)} {' '.join(arguments)} ended with status {status}")
    return took


def spread(taken):
    taken.sort()
    return {"median_ms": statistics.median(taken), "p95_ms": taken[int(len(taken) * 0.95)]}


def milepost(chosen, times):
    with milepost_service.service(chosen.programs, chosen.root, LONG_BEFORE, parent=chosen.work) as service:
        service.request("POST", "/v1/projects", {"key": "bench", "name": "Bench"})
        program = os.path.join(chosen.programs, "milepost")
        return spread([
            timed(program, ["--socket", service.socket, "milestone", "add", f"bench/m-{index}", "--name", f"节点 {index}",
                            "--due", (FAR_DAY + datetime.timedelta(days=index)).isoformat()], os.environ)
            for index in range(times)
        ])


def task_program(chosen):
    unpacked = os.path.join(chosen.kept, "taskwarrior", "usr", "bin", "task")
    for path in (unpacked, shutil.which("task")):
        if path and os.access(path, os.X_OK):
            return path
    raise BenchError("taskwarrior is not there; scripts/install-deps --bench fetches it")


def taskwarrior(chosen, times):
    program = task_program(chosen)
    with tempfile.TemporaryDirectory(dir=chosen.work) as home:
        settings = os.path.join(home, "taskrc")
        with open(settings, "w", encoding="utf-8") as file:
            file.write(f"data.location={home}\nconfirmation=off\nverbose=nothing\n")
        environment = dict(os.environ, TASKRC=settings, TASKDATA=home)
        return spread([
            timed(program, ["add", f"节点 {index}", f"due:{(datetime.date(2030, 1, 1) + datetime.timedelta(days=index)).isoformat()}"],
                  environment)
            for index in range(times)
        ])


def measure(run, chosen, attempt):
    run["commands"]["milepost"] = attempt(run, "a command that adds a milestone", lambda: milepost(chosen, chosen.commands))
    run["commands"]["taskwarrior"] = attempt(
        run, "the same by taskwarrior (peer)", lambda: taskwarrior(chosen, chosen.commands))
