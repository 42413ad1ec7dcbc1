"""The example town in the summer of 2022, with what happens in it: for pictures, and for tests of the pages.

The service's clock stands at the moments of the story, one after the other; between two of them it is started anew and
catches up by itself, so that alerts, forecasts and the ledger are the service's own.
"""

import contextlib
import datetime
import http.server
import json
import os
import socket
import threading

import milepost_service

NOW = "2022-07-08T10:12"
KINDERGARTEN = "henggang-kindergarten"

MORE = """\
  - key: market-roof
    name: 百步集镇农贸市场屋面改造
    name_en: Market hall, new roof
    owner: 百步镇
    zone: Asia/Shanghai
    calendar: china
    labels: {town: baibu, field: trade}
    facts: {面积: 2600平方米（示例）}
    activities:
      - {key: strip, name: 拆除旧屋面, name_en: Old roof off, duration: 10个工作日, started: 2022-05-16}
      - {key: steel, name: 钢结构加固, name_en: Steelwork, duration: 15个工作日, after: [strip]}
      - {key: cover, name: 屋面板安装, name_en: New cover, duration: 12个工作日, after: [steel]}
    milestones:
      - {key: tight, name: 屋面闭水, name_en: Roof tight, due: 2022-07-29, after: [cover]}
      - {key: reopening, name: 市场恢复营业, name_en: Market open again, due: 2022-08-15, after: [tight +5wd]}
"""


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes what comes under /good, and is gone for good under /gone."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(410 if self.path.startswith("/gone") else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def receiver():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def clock(moment, speed=1):
    return f"rehearsal:\n  start: {moment}\n  zone: Asia/Shanghai\n  speed: {speed}\n"


def steps(url):
    """What happens, and when: commands of the command line."""
    work, milestone = ("activity",), ("milestone",)
    return [
        ("2022-05-16T09:30", [
            ("webhook", "add", "site-office", "--url", f"{url}/good"),
            ("webhook", "add", "archive", "--url", f"{url}/gone"),
            ("baseline", "set", KINDERGARTEN, "contract", "--note", "合同工期"),
            ("baseline", "set", "market-roof", "contract"),
        ]),
        ("2022-05-31T16:00", [
            (*milestone, "reach", "wufeng-home-care/sports-meet", "--evidence", "照片12张"),
            (*work, "finish", "market-roof/strip"), (*work, "start", "market-roof/steel", "--date", "2022-05-30"),
        ]),
        ("2022-06-06T15:00", [
            (*work, "progress", f"{KINDERGARTEN}/outdoor-works", "--remaining", "23wd", "--reason", "梅雨"),
            (*milestone, "report", "cesspits/cleared", "22", "--date", "2022-06-05"),
        ]),
        ("2022-06-20T11:00", [
            (*work, "progress", f"{KINDERGARTEN}/outdoor-works", "--remaining", "18wd", "--reason", "路面沉降返工"),
            (*work, "finish", "market-roof/steel", "--date", "2022-06-19"),
            (*milestone, "check", "best-merchants/rating", "training", "passed", "--by", "李明", "--evidence", "签到表"),
            (*milestone, "check", "best-merchants/rating", "self-check", "passed", "--by", "李明"),
        ]),
        ("2022-06-30T14:00", [
            (*milestone, "reach", "safety/june-drills", "--evidence", "演练记录6月28日"),
            (*milestone, "reach", "wufeng-home-care/sports-meet", "--evidence", "照片9张"),
            (*milestone, "check", "best-merchants/rating", "scoring", "passed", "--by", "王芳"),
            (*milestone, "report", "health/cabins", "3"),
            (*milestone, "report", "rural-toilets/two-upgraded", "1"),
            (*work, "start", "market-roof/cover", "--date", "2022-06-27"),
        ]),
        ("2022-07-05T10:00", [
            (*work, "progress", f"{KINDERGARTEN}/outdoor-works", "--remaining", "5wd", "--reason", "绿化苗木未到"),
            (*milestone, "check", "best-merchants/rating", "credit", "failed", "--by", "税务所", "--evidence", "2户欠税"),
            ("finding", "assign", "patrols/no-rat-guard", "--to", "某店经营者"),
            ("finding", "fix", "patrols/no-rat-guard", "--by", "某店经营者", "--note", "已安装防鼠板"),
        ]),
        (NOW, []),
    ]


@contextlib.contextmanager
def town(programs, root, parent=None, speed=1):
    """The running service as it stands on 8 July 2022; its pages are at `url`."""
    port = free_port()
    listening = f"listen: 127.0.0.1:{port}\nrate_limit: 1000000\n"
    with receiver() as url, milepost_service.service(programs, root, parent=parent, start=False) as service:
        for place, (moment, commands) in enumerate(steps(url)):
            service.settings(root, listening + clock(moment, speed if moment == NOW else 1))
            service.start()
            if place == 0:
                with open(os.path.join(root, "etc", "examples", "baibu-2022.yaml"), encoding="utf-8") as file:
                    service.command("apply", "-f", "-", text=file.read().rstrip() + "\n\n" + MORE)
            for command in commands:
                service.command(*command)
            settle(service)
            if moment != NOW:
                service.stop()
        service.port, service.url = port, f"http://127.0.0.1:{port}"
        yield service


def token(service, name, scope):
    """A new token's text, to sign in with."""
    return json.loads(service.command("token", "add", name, "--scope", scope, "--json"))["token"]


def settle(service, seconds=2):
    """Until nothing waits to be sent, or only for the receiver that is gone."""
    end = datetime.datetime.now() + datetime.timedelta(seconds=seconds)
    while datetime.datetime.now() < end:
        if service.request("GET", "/v1/status", limit=1)["deliveries_pending"] == 0:
            return
        threading.Event().wait(0.05)
