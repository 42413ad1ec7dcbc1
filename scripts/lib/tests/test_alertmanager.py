"""The `alertmanager` form, taken by a receiver that others made for Alertmanager: Debian's `alertmanager-irc-relay`."""

import os
import queue
import shutil
import socket
import socketserver
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
from test_endpoints import plan, wait_for_port  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
RELAY = os.path.join(ROOT, ".build", "irc-relay", "usr", "bin", "alertmanager-irc-relay")
TEMPLATE = ("{{ .Status }}|{{ .Labels.alertname }}|{{ .Labels.milestone }}|{{ .Labels.severity }}|"
            "{{ .Annotations.summary }}|{{ .Fingerprint }}|{{ .StartsAt }}|{{ .EndsAt }}")


class Chat(socketserver.StreamRequestHandler):
    """As much of an IRC server as the relay needs."""

    def handle(self):
        nick = "relay"
        for raw in self.rfile:
            words = raw.decode(errors="replace").strip().split(" ", 2)
            command = words[0].upper()
            if command == "NICK":
                nick = words[1]
            elif command == "USER":
                self.say(f":chat 001 {nick} :welcome")
            elif command == "PING":
                self.say(f":chat PONG chat {words[1]}")
            elif command == "JOIN":
                self.say(f":{nick}!relay@localhost JOIN {words[1]}")
                self.say(f":chat 366 {nick} {words[1]} :End of /NAMES list.")
            elif command in ("NOTICE", "PRIVMSG") and words[1] == "#works":
                self.server.lines.put(words[2])

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@unittest.skipUnless(os.path.exists(RELAY), "alertmanager-irc-relay is not there: scripts/install-deps --test")
class Relay(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="milepost-relay-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def test_it_reads_labels_states_times_and_names_of_every_alert(self):
        port = free_port()
        with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Chat) as chat:
            chat.daemon_threads, chat.lines = True, queue.Queue()
            threading.Thread(target=chat.serve_forever, daemon=True).start()
            config = os.path.join(self.folder, "relay.yml")
            with open(config, "w", encoding="utf-8") as file:
                file.write(f"""\
http_host: 127.0.0.1
http_port: {port}
irc_host: 127.0.0.1
irc_port: {chat.server_address[1]}
irc_use_ssl: no
irc_nickname: relay
irc_channels:
  - name: "#works"
msg_once_per_alert_group: no
msg_template: "{TEMPLATE}"
""")
            with open(os.path.join(self.folder, "log"), "wb") as log, \
                    subprocess.Popen([RELAY, "--config", config], stdout=log, stderr=log) as relay:
                try:
                    wait_for_port(port)
                    with milepost_service.service(PROGRAMS, ROOT) as service:
                        service.command("webhook", "add", "chat", "--format", "alertmanager", "--messages", "zh", "--url",
                                        f"http://127.0.0.1:{port}/works")
                        service.command("apply", "-f", "-", text=plan(2))
                        lines = sorted(self.heard(chat) for _ in range(2))
                        service.command("milestone", "reach", "works/m0")
                        resolved = self.heard(chat)
                finally:
                    # It would wait for a chat that has gone.
                    relay.kill()
                    relay.wait(10)
        for number, line in enumerate(lines):
            self.assertEqual(line[:4], ["firing", "milestone.overdue", f"m{number}", "critical"])
            self.assertIn(f"节点{number}", line[4])
            self.assertRegex(line[5], "^[0-9a-f]{16}$")
            self.assertEqual(line[7], "0001-01-01 00:00:00 +0000 UTC")
        self.assertEqual(resolved[:3], ["resolved", "milestone.reached", "m0"])
        self.assertEqual(resolved[5], lines[0][5], "what ends is what began")
        self.assertNotEqual(lines[0][5], lines[1][5])
        self.assertNotEqual(resolved[7], "0001-01-01 00:00:00 +0000 UTC")

    @staticmethod
    def heard(chat):
        return chat.lines.get(timeout=60).lstrip(":").split("|")


if __name__ == "__main__":
    unittest.main()
