"""A schedule counted through, beside MPXJ's scheduler and TaskJuggler on the same plan."""

import csv
import datetime
import glob
import json
import os
import shutil
import subprocess
import tempfile
import time

from .measure import BenchError

# MPXJ's scheduler calls itself for each link of a chain: with the usual stack it ends on long ones.
MPXJ = """
import sys, time, jpype, mpxj
jpype.startJVM("-Xss512m")
from org.mpxj.cpm import MicrosoftScheduler
from org.mpxj.reader import UniversalProjectReader
project = UniversalProjectReader().read(sys.argv[1])
start, taken = project.getProjectProperties().getStartDate(), []
for _ in range(5):
    begun = time.monotonic()
    MicrosoftScheduler().schedule(project, start)
    taken.append((time.monotonic() - begun) * 1000)
print(min(taken), max(str(task.getEarlyFinish()) for task in project.getTasks()))
"""


def program(chosen):
    path = os.path.join(chosen.programs, "milepost-bench")
    if not os.path.exists(path):
        raise BenchError("milepost-bench is not built")
    return path


def counted(chosen, activities, *files):
    """What Milepost takes for it."""
    links = activities * 9 // 5
    done = subprocess.run([program(chosen), str(activities), str(links), *files], capture_output=True, text=True,
                          timeout=300, check=False)
    if done.returncode != 0:
        raise BenchError(f"milepost-bench: {done.stderr.strip()[-300:]}")
    return json.loads(done.stdout)


def mpxj(chosen, plan):
    python = os.path.join(chosen.root, ".build", "python", "bin", "python")
    if not shutil.which("java") or not os.path.exists(python):
        raise BenchError("MPXJ needs Java and scripts/install-deps --test")
    done = subprocess.run([python, "-c", MPXJ, plan], capture_output=True, text=True, timeout=600, check=False)
    if done.returncode != 0:
        raise BenchError(f"mpxj: {done.stderr.strip()[-300:]}")
    best, finish = done.stdout.split()
    return {"ms": float(best), "finish": finish}


def task_juggler(plan, work):
    if not shutil.which("tj3"):
        raise BenchError("TaskJuggler is not installed (apt-get install tj3)")
    out = tempfile.mkdtemp(dir=work)
    try:
        begun = time.monotonic()
        done = subprocess.run(["tj3", "--silent", "-o", out, plan], capture_output=True, text=True, timeout=900, check=False)
        taken = (time.monotonic() - begun) * 1000
        reports = glob.glob(os.path.join(out, "*.csv"))
        if done.returncode != 0 or not reports:
            raise BenchError(f"tj3: {done.stderr.strip()[-300:]}")
        with open(reports[0], encoding="utf-8") as file:
            ends = [row[-1] for row in csv.reader(file, delimiter=";")][1:]
        return {"ms": taken, "finish": max(ends)}
    finally:
        shutil.rmtree(out, ignore_errors=True)


def measure(run, chosen, attempt):
    many, some = chosen.activities
    plans = [os.path.join(chosen.work, name) for name in ("bench.xml", "bench.tjp")]
    run["schedule"]["many"] = attempt(run, f"a schedule of {many:,} activities", lambda: counted(chosen, many))
    run["schedule"]["some"] = attempt(run, f"a schedule of {some:,} activities", lambda: counted(chosen, some, *plans))
    run["schedule"]["mpxj"] = attempt(run, "the same by mpxj (peer)", lambda: mpxj(chosen, plans[0]))
    run["schedule"]["tj3"] = attempt(run, "the same by tj3 (peer)", lambda: task_juggler(plans[1], chosen.work))
    ours = run["schedule"]["some"]
    for name in ("mpxj", "tj3"):
        theirs = run["schedule"][name]
        if ours and theirs and day(theirs["finish"]) != day(ours["finish"]):
            run["skipped"][f"{name}'s end of the schedule (peer)"] = f"{theirs['finish']}, not {ours['finish']}"


def day(text):
    return datetime.date.fromisoformat(text[:10])
