"""The API over the network: the description judged by others' libraries, TLS, tokens, and the command line."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import milepost_service  # noqa: E402
from test_tls import certificates  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
# How long, and how thoroughly, the description is put to the test.
SECONDS = int(os.environ.get("MILEPOST_SCHEMA_SECONDS", "120"))
CONFIG = os.path.join(os.path.dirname(os.path.realpath(__file__)), "schemathesis.toml")
# What sends to receivers, and what fills the disk with files.
LEFT_OUT = "(/webhooks/.*/test|/v1/backup|/v1/events)$"
EXAMPLES = os.environ.get("MILEPOST_SCHEMA_EXAMPLES", "12")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listening(port, more=""):
    return f"listen: 127.0.0.1:{port}\nrate_limit: 10000000\n{more}"


class Network(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="milepost-net-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def token(self, service, name, scope, *more):
        """A file with a new token, and its text."""
        text = json.loads(service.command("token", "add", name, "--scope", scope, "--json", *more))["token"]
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        return path, text

    def milepost(self, server, token, *arguments, **environment):
        return subprocess.run(
            [os.path.join(PROGRAMS, "milepost"), "--server", server, "--token-file", token, *arguments],
            capture_output=True, text=True, timeout=60, check=False, env=dict(os.environ, LANG="C", **environment))

    def test_the_command_line_asks_over_tls_and_looks_at_the_certificate(self):
        authority, key, certificate = certificates(self.folder)
        port = free_port()
        more = listening(port, f"tls:\n  certificate: {certificate}\n  key: {key}\n")
        with milepost_service.service(PROGRAMS, ROOT, more) as service:
            service.command("project", "add", "kindergarten", "--name", "横港中心幼儿园新建工程")
            token, _ = self.token(service, "site", "report", "--project", "kindergarten")
            server = f"https://127.0.0.1:{port}"
            done = self.milepost(server, token, "project", "list", SSL_CERT_FILE=authority)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("kindergarten", done.stdout)
            stranger = self.milepost(server, token, "project", "list", SSL_CERT_FILE="/dev/null")
            self.assertEqual(stranger.returncode, 3)
            self.assertIn("is not trusted", stranger.stderr)
            other = self.milepost(f"https://localhost:{port}", token, "project", "list", SSL_CERT_FILE=authority)
            self.assertEqual(other.returncode, 3, "a certificate for 127.0.0.1 is none for localhost")
            refused = self.milepost(server, token, "project", "add", "x", "--name", "x", SSL_CERT_FILE=authority)
            self.assertEqual(refused.returncode, 1)
            self.assertIn("scope", refused.stderr)

    def test_certificates_are_read_again_on_sighup(self):
        first, key, certificate = certificates(self.folder)
        port = free_port()
        more = listening(port, f"tls:\n  certificate: {certificate}\n  key: {key}\n")
        with milepost_service.service(PROGRAMS, ROOT, more) as service:
            before = ssl.get_server_certificate(("127.0.0.1", port))
            os.unlink(first)
            certificates(self.folder)
            service.process.send_signal(signal.SIGHUP)
            ends = time.monotonic() + 20
            while "reloaded" not in service.last_words() and time.monotonic() < ends:
                time.sleep(0.05)
            self.assertNotEqual(ssl.get_server_certificate(("127.0.0.1", port)), before)

    def test_a_token_does_not_travel_in_the_clear(self):
        done = self.milepost("http://192.0.2.1:1", os.devnull, "status")
        self.assertEqual(done.returncode, 2, done.stderr)
        path = os.path.join(self.folder, "token")
        with open(path, "w", encoding="utf-8") as file:
            file.write("mp_x\n")
        done = self.milepost("http://192.0.2.1:1", path, "status")
        self.assertEqual(done.returncode, 3)
        self.assertIn("https://", done.stderr)

    def test_other_machines_are_not_let_in_by_an_oversight(self):
        with milepost_service.service(PROGRAMS, ROOT, "listen: 0.0.0.0:8470\n", start=False) as service:
            checked = subprocess.run(
                [os.path.join(PROGRAMS, "milepostd"), "--check-config", "--config", service.config],
                capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(checked.returncode, 1, checked.stderr)
            self.assertIn("listen_insecure", checked.stderr)

    def test_the_description_holds(self):
        """openapi-spec-validator, then schemathesis with stateful runs: no 500, every answer as described."""
        try:
            from openapi_spec_validator import validate  # pylint: disable=import-outside-toplevel
        except ImportError:
            self.skipTest("openapi-spec-validator is not installed: scripts/install-deps --test")
        port = free_port()
        with milepost_service.service(PROGRAMS, ROOT, listening(port)) as service:
            service.command("apply", "-f", os.path.join(ROOT, "etc", "examples", "baibu-2022.yaml"))
            _, token = self.token(service, "schema", "admin")
            self.token(service, "spare", "read")
            service.command("webhook", "add", "desk", "--url", "http://127.0.0.1:9/")
            service.command("baseline", "set", "henggang-kindergarten", "contract")
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/openapi.json", timeout=30) as answer:
                document = json.load(answer)
            validate(document)
            schemathesis = os.path.join(os.path.dirname(sys.executable), "schemathesis")
            if not os.path.exists(schemathesis):
                self.skipTest("schemathesis is not installed: scripts/install-deps --test")
            checks = (
                "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
                "response_headers_conformance,unsupported_method,ignored_auth")
            done = subprocess.run(
                [schemathesis, "--config-file", CONFIG, "run", f"http://127.0.0.1:{port}/openapi.json", "--checks", checks, "--phases",
                 "examples,coverage,fuzzing,stateful", "--max-examples", EXAMPLES, "--max-time", str(SECONDS), "--seed",
                 "20220520", "--header", f"Authorization: Bearer {token}", "--exclude-path-regex",
                 LEFT_OUT, "--no-color"],
                capture_output=True, text=True, timeout=SECONDS + 240, check=False, cwd=self.folder)
            self.assertEqual(done.returncode, 0, done.stdout[-20000:] + done.stderr[-2000:])
            self.assertIsNone(service.process.poll())

    def test_without_a_token_nothing_is_said(self):
        port = free_port()
        with milepost_service.service(PROGRAMS, ROOT, listening(port)):
            with self.assertRaises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/projects", timeout=30)
            caught.exception.close()
            self.assertEqual(caught.exception.code, 401)
            self.assertEqual(caught.exception.headers["Content-Type"], "application/problem+json")
            self.assertIn("Date", caught.exception.headers)


if __name__ == "__main__":
    unittest.main()
