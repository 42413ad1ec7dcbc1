"""Fifty endpoints, five of them broken each in its own way: the others get theirs about as soon as without these.

`scripts/bench --only isolation` measures it with ten thousand alerts; here is a smaller size on whatever else the machine
does, with room for that. A broken endpoint that held up others would do so for as long as its time-out.
"""

import os
import sys
import unittest

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
from bench import isolation  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
EACH = int(os.environ.get("MILEPOST_ISOLATION_EACH", "20"))
TIMES, ROOM_MS = 1.5, 2000


class Isolation(unittest.TestCase):
    def test_the_healthy_get_theirs_as_soon_as_without_the_broken(self):
        alone, beside = (isolation.once(PROGRAMS, ROOT, EACH, is_broken) for is_broken in (False, True))
        print(f"\n    {beside['alerts']} messages to {isolation.ENDPOINTS - len(isolation.WAYS)} healthy endpoints: p99 "
              f"{alone['p99_ms']:.0f} ms, beside {len(isolation.WAYS)} broken ones {beside['p99_ms']:.0f} ms", end=" ")
        self.assertLessEqual(beside["p99_ms"], TIMES * alone["p99_ms"] + ROOM_MS)


if __name__ == "__main__":
    unittest.main()
