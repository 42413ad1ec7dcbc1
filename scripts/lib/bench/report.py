"""The figures of one run as a table, ratios first; and two runs side by side."""

import datetime
import os
import subprocess

from . import isolation, pages

TITLE_WIDTH = 46


def machine(work):
    with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
        models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    with open("/proc/meminfo", encoding="ascii") as file:
        memory_gib = int(file.readline().split()[1]) / 2**20
    kind = subprocess.run(["stat", "-f", "-c", "%T", work], capture_output=True, text=True, check=False).stdout.strip()
    return {
        "cpu": f"{len(models)} x {models[0] if models else 'unknown'}", "memory_gib": round(memory_gib, 1),
        "kernel": os.uname().release, "file_system": kind, "at": datetime.datetime.now().isoformat(timespec="seconds"),
    }


def number(value):
    if value is None:
        return "-"
    if isinstance(value, str):
        return value
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def line(title, *values):
    print(f"  {title:{TITLE_WIDTH}}" + "".join(f"{number(value):>16}" for value in values))


def head(title, *names):
    print()
    print(f"{title:{TITLE_WIDTH + 2}}" + "".join(f"{name:>16}" for name in names))


def ratio(ours, theirs):
    return f"{ours / theirs:.2f} times" if ours is not None and theirs else "-"


def table(run):
    where = run["machine"]
    print(f"{where['cpu']}, {where['memory_gib']} GiB, Linux {where['kernel']}, data on {where['file_system']}, "
          f"{where['at']}, commit {run['commit']}")
    print("fsync: SQLite in WAL mode with synchronous=FULL, so what was answered or sent is on the disk first.")
    if where["file_system"] == "tmpfs":
        print("The data lies on tmpfs, where a sync costs nothing: these figures say nothing about durability.")
    ratios(run)
    storm(run)
    isolated(run)
    latency(run)
    sizes(run)
    commands(run)
    schedule(run)
    imports(run)
    looking(run)
    for what, why in run["skipped"].items():
        print(f"\nskipped: {what}: {why}")


def looking(run):
    found = run.get("pages")
    if not found:
        return
    head("pages", "")
    for name, value in pages.lines(found):
        print(f"  {name:{TITLE_WIDTH}}  {value}")


def ratios(run):
    ours, theirs = run["storm"].get("milepost"), run["storm"].get("alertmanager")
    head("ratios", "")
    if ours and theirs:
        line("deliveries a second, against Alertmanager", ratio(ours["deliveries_per_second"], theirs["deliveries_per_second"]))
        line("CPU for each delivery, against Alertmanager", ratio(ours["cpu_us_each"], theirs["cpu_us_each"]))
        line("peak memory, against Alertmanager", ratio(ours["peak_mib"], theirs["peak_mib"]))
    few, many = (run["sizes"].get(name) for name in ("few", "many"))
    if few and many:
        title = f"tick with 100 due, among {many['milestones']:,} against {few['milestones']:,}"
        line(title, ratio(many["ticks"]["tick_ms"], few["ticks"]["tick_ms"]))
    bare = run["storm"].get("libcurl alone")
    if ours and bare:
        line("deliveries a second, against libcurl alone", ratio(ours["deliveries_per_second"], bare["deliveries_per_second"]))
    lost = isolation.ratio(run.get("isolation", {}))
    if lost:
        line("p99 of 45 healthy endpoints, beside 5 broken ones", f"{lost:.2f} times")
    ours, theirs = (run.get("commands", {}).get(name) for name in ("milepost", "taskwarrior"))
    if ours and theirs:
        line("a command that adds, against Taskwarrior", ratio(ours["median_ms"], theirs["median_ms"]))
    ours, theirs = (run.get("imports", {}).get(name) for name in ("milepost", "sqlite"))
    if ours and theirs:
        line(f"{ours['activities']:,} activities taken over, against SQLite alone", ratio(ours["seconds"], theirs["seconds"]))
    done = run.get("schedule", {})
    ours = whole(done.get("some"))
    for name, title in (("mpxj", "MPXJ"), ("tj3", "TaskJuggler")):
        if ours and done.get(name):
            line(f"{done['some']['activities']:,} activities counted, {title} against Milepost", ratio(done[name]["ms"], ours))


def whole(counted):
    """From a plan in memory to dates and floats."""
    return counted["compile_ms"] + counted["pass_ms"] if counted else None


def schedule(run):
    done = run.get("schedule", {})
    shown = [done[name] for name in ("many", "some") if done.get(name)]
    if not shown:
        return
    head("activities", *(f"{one['activities']:,}" for one in shown))
    line("links", *(one["links"] for one in shown))
    line("counted through, with its floats, ms", *(whole(one) for one in shown))
    line("of it the passes, ms", *(one["pass_ms"] for one in shown))
    line("one activity changed, median ms", *(one["change_ms"] for one in shown))
    line("one activity changed, worst of 1,000, ms", *(one["change_worst_ms"] for one in shown))
    line("held in memory, bytes an activity", *(one["bytes_per_activity"] for one in shown))
    for name, title in (("mpxj", "MPXJ's scheduler, best of 5, ms"), ("tj3", "TaskJuggler, ms")):
        if done.get(name):
            line(title, *([None] * (len(shown) - 1)), done[name]["ms"])


def isolated(run):
    shown = {name: one for name, one in run.get("isolation", {}).items() if one}
    if not shown:
        return
    names = {"alone": "45 endpoints", "beside": "and 5 broken"}
    head(f"{max(one['alerts'] for one in shown.values()):,} alerts due at one instant to 45 healthy endpoints",
         *(names[name] for name in shown))
    for title, field in (("half within, ms", "p50_ms"), ("99 of 100 within, ms", "p99_ms"), ("the latest, ms", "worst_ms"),
                         ("CPU of the service until then, s", "cpu_s")):
        line(title, *(one[field] for one in shown.values()))


def latency(run):
    done = run.get("latency")
    if not done:
        return
    head("due instant to the receiver, one at a time", f"{done['alerts']:,} alerts")
    for title, field in (("half within, ms", "p50_ms"), ("99 of 100 within, ms", "p99_ms"),
                         ("999 of 1,000 within, ms", "p999_ms"), ("the latest, ms", "worst_ms")):
        line(title, done[field])


def commands(run):
    shown = {name: one for name, one in run.get("commands", {}).items() if one}
    if not shown:
        return
    head("a command that adds one thing", *shown)
    line("median, ms", *(one["median_ms"] for one in shown.values()))
    line("95 of 100, ms", *(one["p95_ms"] for one in shown.values()))


def imports(run):
    shown = {name: one for name, one in run.get("imports", {}).items() if one}
    if not shown:
        return
    head("a table of activities taken over", *shown)
    line("seconds", *(one["seconds"] for one in shown.values()))


STORM_ROWS = [
    ("deliveries a second, first to last arrival", "deliveries_per_second"),
    ("CPU for each, us", "cpu_us_each"), ("peak memory, MiB", "peak_mib"),
    ("from the due instant to the last arrival, s", "due_to_last_s"),
    ("from the due instant until all is recorded, s", "due_to_recorded_s"),
    ("repeats", "repeats"), ("durable before and after", "durable"),
    ("at rest before it, MiB", "idle_mib"), ("ready after its start, ms", "ready_ms"),
    ("registered a second, beforehand", "registered_per_second"),
]


def storm(run):
    shown = [name for name in ("milepost", "alertmanager", "libcurl alone") if run["storm"].get(name)]
    if not shown:
        return
    head(f"storm of {run['storm']['count']:,} at one instant, one POST each", *shown)
    for title, field in STORM_ROWS:
        line(title, *(run["storm"][name].get(field) for name in shown))


def sizes(run):
    shown = [run["sizes"][name] for name in ("empty", "few", "many") if run["sizes"].get(name)]
    if not shown:
        return
    head("open milestones", *(f"{size['milestones']:,}" for size in shown))

    def row(title, *path):
        values = []
        for size in shown:
            value = size
            for name in path:
                value = (value or {}).get(name)
            values.append(value)
        line(title, *values)

    row("ready after its start, ms", "ready_ms")
    row("resident at rest, MiB", "rest", "resident_mib")
    row("CPU at rest, ms a minute", "rest", "cpu_ms_per_minute")
    row("wake-ups of a thread at rest, a minute", "rest", "wakeups_per_minute")
    row("tick with 100 due, ms", "ticks", "tick_ms")
    row("from the due instant to the 100th arrival, ms", "ticks", "last_arrival_ms")
    row("a command with a durable change, median ms", "command", "median_ms")
    row("a command with a durable change, 95 of 100, ms", "command", "p95_ms")
    row("registered a second", "registered_per_second")
    row("database, MiB", "database_mib")
    row("on the disk, bytes a milestone", "disk_bytes_each")
    row("held in memory, bytes a milestone", "memory_bytes_each")


def flat(value, path=()):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from flat(inner, (*path, name))
    elif isinstance(value, (int, float)):
        yield path, value


def compare(first, second):
    """Every figure of two runs, and the second as a multiple of the first."""
    head("figure", "A", "B", "B / A")
    left, right = (
        dict(flat({key: figures for key, figures in run.items() if isinstance(figures, dict) and key not in ("machine", "skipped")}))
        for run in (first, second))
    for path in left:
        if path in right:
            line(" ".join(path).replace("_", " "), left[path], right[path], ratio(right[path], left[path]))
