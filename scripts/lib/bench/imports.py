"""A table of very many activities taken over by the running service, beside SQLite alone with the same rows."""

import os
import random
import sqlite3
import time

import milepost_service

from .storm import LONG_BEFORE

SEED = 20220520


def rows(count):
    """Activities in chains with some cross links, each after an earlier one."""
    dice = random.Random(SEED)
    for index in range(count):
        after = "" if index % 20 == 0 else f"a-{index - 1}"
        if index > 100 and dice.random() < 0.8:
            after += f"{'; ' if after else ''}a-{dice.randrange(index - 100, index - 1)}"
        yield f"a-{index}", f"工作 {index}", f"{dice.randint(1, 20)}wd", after


def table(count):
    lines = ["key,name,duration,after"]
    lines += [f'{key},{name},{duration},"{after}"' for key, name, duration, after in rows(count)]
    return ("\n".join(lines) + "\n").encode()


def milepost(chosen, count):
    body = table(count)
    with milepost_service.service(chosen.programs, chosen.root, LONG_BEFORE, parent=chosen.work) as service:
        service.request("POST", "/v1/projects", {"key": "bench", "name": "Bench"})
        begun = time.monotonic()
        result = service.request("POST", "/v1/projects/bench/import?format=csv", body, "text/csv")
        took = time.monotonic() - begun
        return {"activities": len(result["changes"]), "seconds": took, "bytes": len(body)}


def sqlite_alone(chosen, count):
    """The rows in one synced transaction, with a unique key as Milepost has: what the disk and SQLite ask at least."""
    path = os.path.join(chosen.work, "rows.db")
    for name in (path, path + "-wal", path + "-shm"):
        if os.path.exists(name):
            os.unlink(name)
    items = list(rows(count))
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE activity (id INTEGER PRIMARY KEY, key TEXT UNIQUE, name TEXT, duration TEXT, after TEXT)")
        begun = time.monotonic()
        database.execute("BEGIN IMMEDIATE")
        database.executemany("INSERT INTO activity (key, name, duration, after) VALUES (?, ?, ?, ?)", items)
        database.execute("COMMIT")
        return {"seconds": time.monotonic() - begun}
    finally:
        database.close()
        os.unlink(path)


def measure(run, chosen, attempt):
    count = chosen.imported
    run["imports"]["milepost"] = attempt(run, f"an import of {count:,} activities", lambda: milepost(chosen, count))
    run["imports"]["sqlite"] = attempt(run, "the rows by SQLite alone (peer)", lambda: sqlite_alone(chosen, count))
