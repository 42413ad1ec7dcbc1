"""Backup, restore and repair as an administrator does them, on the real programs."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unittest

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import milepost_service  # noqa: E402
from receiver import receiver  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
QUIET = {"lead": [], "on_day": True, "overdue_every": 0, "working_days_only": False}


class Backup(unittest.TestCase):
    def restore(self, service, file):
        """By the command line, which becomes the daemon."""
        return subprocess.run(
            [os.path.join(PROGRAMS, "milepost"), "--socket", service.socket, "restore", file, "--config", service.config],
            capture_output=True, text=True, timeout=60, check=False)

    def test_backup_in_a_storm_restore_and_repair(self):
        with receiver() as server, milepost_service.service(PROGRAMS, ROOT) as service:
            service.command("webhook", "add", "site", "--url", server.url)
            service.request("POST", "/v1/projects", {"key": "works", "name": "工程", "alerts": QUIET})
            over, added = threading.Event(), []

            def storm():
                while not over.is_set():
                    key = f"m-{len(added)}"
                    service.request(
                        "POST", "/v1/projects/works/milestones", {"key": key, "name": key, "due": "2022-06-30"})
                    added.append(key)

            thread = threading.Thread(target=storm)
            thread.start()
            copies = []
            try:
                for number in range(5):
                    before = len(added)
                    said = service.command("backup", f"copy-{number}.db", *(["--with-secrets"] if number == 4 else []))
                    copies.append((re.match(r"(\S+):", said).group(1), before, len(added) + 1))
            finally:
                over.set()
                thread.join()
            for path, least, most in copies:
                copy = sqlite3.connect(path)
                self.assertEqual(copy.execute("PRAGMA integrity_check").fetchone()[0], "ok")
                there = copy.execute("SELECT count(*) FROM milestone").fetchone()[0]
                self.assertTrue(least <= there <= most, f"{least} <= {there} <= {most}")
                self.assertEqual(
                    there, copy.execute("SELECT count(*) FROM ledger WHERE action = 'milestone.add'").fetchone()[0])
                copy.close()
            running = self.restore(service, copies[0][0])
            self.assertEqual(running.returncode, 1)
            self.assertIn("is running", running.stderr)
            service.stop()
            done = self.restore(service, copies[3][0])
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("Paused until they have their addresses and secrets again: site", done.stdout)
            service.start()
            service.command("ledger", "verify")
            hook = service.request("GET", "/v1/webhooks/site")
            self.assertEqual((hook["state"], hook["url"].rstrip("/…")), ("paused", server.url.split("/hook")[0]))
            service.stop()
            # With the secrets in it the file goes on as if nothing had been.
            done = self.restore(service, copies[4][0])
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertNotIn("Paused", done.stdout)
            service.start()
            service.command("milestone", "reach", "works/m-0")
            self.assertIn("Indexes built anew, 0 checks set anew", service.command("doctor", "--repair"))
            self.assertTrue(server.book.wait(
                lambda book: any(b'"milestone.reached"' in body for bodies in book.bodies.values() for body in bodies), 30))
            kept = [name for name in os.listdir(service.home) if ".before-" in name and not name.endswith(("-wal", "-shm"))]
            self.assertEqual(len(kept), 2)
            print(f"\n    5 backups amid {len(added)} changes, each whole; 2 restored, what was there kept", end=" ", flush=True)

    def test_a_tool_that_ships_the_log_has_a_copy_of_any_moment(self):
        """What Litestream does: a reader that never ends keeps the log from being written anew, and its pages are copied
        as they come. Every copy is whole, and holds all that was acknowledged before it."""
        with milepost_service.service(PROGRAMS, ROOT) as service, tempfile.TemporaryDirectory() as folder:
            service.request("POST", "/v1/projects", {"key": "works", "name": "工程", "alerts": QUIET})
            reader = sqlite3.connect(service.database, isolation_level=None)
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            base = os.path.join(folder, "base.db")
            shutil.copy(service.database, base)
            shipped, copies, added = 0, [], 0
            for moment in range(8):
                for _ in range(40):
                    service.request(
                        "POST", "/v1/projects/works/milestones", {"key": f"m-{added}", "name": "x", "due": "2022-06-30"})
                    added += 1
                with open(service.database + "-wal", "rb") as log:
                    log.seek(shipped)
                    part = log.read()
                shipped += len(part)
                copies.append((shipped, added))
                with open(os.path.join(folder, "log"), "ab") as kept:
                    kept.write(part)
            # More than the thousand pages after which SQLite folds the log in.
            self.assertGreater(shipped, 1000 * 4096, "the log was written anew under the tool's hands")
            reader.execute("COMMIT")
            reader.close()
            for number, (length, least) in enumerate(copies):
                path = os.path.join(folder, f"copy-{number}.db")
                shutil.copy(base, path)
                with open(os.path.join(folder, "log"), "rb") as log, open(path + "-wal", "wb") as wal:
                    wal.write(log.read(length))
                copy = sqlite3.connect(path)
                self.assertEqual(copy.execute("PRAGMA integrity_check").fetchone()[0], "ok")
                self.assertEqual(copy.execute("SELECT count(*) FROM milestone").fetchone()[0], least)
                copy.close()
            service.request("POST", "/v1/projects/works/milestones", {"key": "last", "name": "x", "due": "2022-06-30"})
            service.stop()
            done = self.restore(service, os.path.join(folder, "copy-3.db"))
            self.assertEqual(done.returncode, 0, done.stderr)
            service.start()
            service.command("ledger", "verify")
            self.assertEqual(service.request("GET", "/v1/status")["milestones_open"], copies[3][1])
            print(f"\n    8 moments of a log of {shipped >> 20} MiB, shipped amid {added} changes, each whole", end=" ", flush=True)

    def test_a_damaged_backup_is_refused_and_nothing_changes(self):
        with milepost_service.service(PROGRAMS, ROOT) as service:
            service.request("POST", "/v1/projects", {"key": "works", "name": "工程"})
            path = service.request("POST", "/v1/backup", {"name": "copy.db"})["path"]
            service.stop()
            with open(path, "r+b") as file:
                file.seek(4096 * 3)
                file.write(b"\xa5" * 9000)
            before = open(service.database, "rb").read()
            refused = self.restore(service, path)
            self.assertEqual(refused.returncode, 65, refused.stderr)
            self.assertIn("copy.db", refused.stderr)
            self.assertEqual(open(service.database, "rb").read(), before)
            service.start()
            self.assertEqual(service.request("GET", "/v1/projects/works")["key"], "works")


if __name__ == "__main__":
    unittest.main()
