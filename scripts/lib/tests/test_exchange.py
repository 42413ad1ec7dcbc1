"""Plans that the real service gives out, read by others' programs: PyPI's `mpxj` and `icalendar`."""

import datetime
import json
import os
import re
import shutil
import sys
import unittest

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
import milepost_service  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
EXAMPLE = os.path.join(ROOT, "etc", "examples", "baibu-2022.yaml")
PROJECT = "henggang-kindergarten"
REHEARSAL = """\
rehearsal: {start: "2022-05-20T08:00", zone: Asia/Shanghai, speed: 1}
"""


def exported(service, kind):
    return service.command("export", "--project", PROJECT, "--format", kind)


@unittest.skipUnless(shutil.which("java"), "no Java: mpxj needs it")
class MicrosoftProject(unittest.TestCase):
    def test_mpxj_reads_the_same_dates_links_and_calendars(self):
        with milepost_service.service(PROGRAMS, ROOT, REHEARSAL) as service:
            service.command("apply", "-f", EXAMPLE)
            path = os.path.join(service.home, "plan.xml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(exported(service, "mspdi"))
            activities = json.loads(service.command("activity", "list", PROJECT, "--json"))["items"]
            milestones = json.loads(service.command("milestone", "list", PROJECT, "--json"))["items"]
            tasks, days = self.read(path)
        for activity in activities:
            task = tasks.pop(activity["key"])
            self.assertEqual(task["start"], activity["start"], activity["key"])
            self.assertEqual(task["finish"], activity["finish"], activity["key"])
            self.assertEqual(task["after"], sorted(activity["after"]), activity["key"])
            number, unit = re.fullmatch(r"(\d+)(w?d)", activity["duration"]).groups()
            self.assertEqual(task["duration"], f"{number}.0{'d' if unit == 'wd' else 'ed'}", activity["key"])
        for milestone in milestones:
            task = tasks.pop(milestone["key"])
            self.assertTrue(task["milestone"])
            self.assertEqual(task["finish"], milestone["forecast"])
            self.assertEqual(task["deadline"], milestone["due"]["date"])
            self.assertEqual(task["after"], sorted(milestone["after"]))
        self.assertEqual(tasks, {})
        # Dragon boat, mid-autumn and national holidays of 2022, and the two working days of that weekend.
        self.assertEqual(days, {"06-03": False, "09-12": False, "10-01": False, "10-08": True, "10-09": True})

    def read(self, path):
        """Tasks by key, and whether some days are worked."""
        import jpype
        import mpxj  # noqa: F401  puts its classes on the JVM's path

        if not jpype.isJVMStarted():
            jpype.startJVM()
        from java.time import LocalDate
        from org.mpxj.reader import UniversalProjectReader

        project = UniversalProjectReader().read(path)
        names = {int(str(task.getUniqueID())): str(task.getWBS()) for task in project.getTasks()}
        tasks = {}
        for task in project.getTasks():
            deadline = task.getDeadline()
            tasks[str(task.getWBS())] = {
                "start": str(task.getStart())[:10],
                "finish": str(task.getFinish())[:10],
                "duration": str(task.getDuration()),
                "deadline": str(deadline)[:10] if deadline is not None else None,
                "milestone": bool(task.getMilestone()),
                "after": sorted(
                    names[int(str(link.getPredecessorTask().getUniqueID()))] for link in task.getPredecessors()),
            }
        calendar = project.getDefaultCalendar()
        days = {day: bool(calendar.isWorkingDate(LocalDate.parse(f"2022-{day}")))
                for day in ("06-03", "09-12", "10-01", "10-08", "10-09")}
        return tasks, days


class ICalendar(unittest.TestCase):
    def test_icalendar_reads_a_day_for_each_milestone(self):
        import icalendar

        with milepost_service.service(PROGRAMS, ROOT, REHEARSAL) as service:
            service.command("apply", "-f", EXAMPLE)
            calendar = icalendar.Calendar.from_ical(exported(service, "ics"))
        days = {str(event["UID"]).split("/")[0]: event["DTSTART"].dt for event in calendar.walk("VEVENT")}
        self.assertEqual(days, {"completion": datetime.date(2022, 6, 30), "opening": datetime.date(2022, 9, 30)})


if __name__ == "__main__":
    unittest.main()
