"""Certificates: one that nobody vouches for is refused, one of the authority in the settings is taken."""

import json
import os
import ssl
import subprocess
import sys
import tempfile
import unittest

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import milepost_service  # noqa: E402
from receiver import receiver  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60)


def certificates(folder):
    """An authority, and a certificate of its for 127.0.0.1; returns the three files."""
    ca, key, certificate = (os.path.join(folder, name) for name in ("ca.pem", "key.pem", "cert.pem"))
    ca_key, request, extension = (os.path.join(folder, name) for name in ("ca-key.pem", "request.pem", "extension"))
    new = ("-newkey", "rsa:2048", "-nodes", "-subj")
    openssl("req", "-x509", *new, "/CN=Test authority", "-days", "2", "-keyout", ca_key, "-out", ca)
    openssl("req", *new, "/CN=127.0.0.1", "-keyout", key, "-out", request)
    with open(extension, "w", encoding="utf-8") as file:
        file.write("subjectAltName=IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial", "-days", "2", "-extfile",
            extension, "-out", certificate)
    return ca, key, certificate


class Certificates(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="milepost-tls-")
        self.addCleanup(folder.cleanup)
        self.authority, self.key, self.certificate = certificates(folder.name)

    def tried(self, more):
        """What `webhook test` says of an https receiver, with these settings."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        with receiver() as server, milepost_service.service(PROGRAMS, ROOT, more) as service:
            server.socket = context.wrap_socket(server.socket, server_side=True)
            service.command("webhook", "add", "site", "--url", server.url.replace("http:", "https:"))
            return service.request("POST", "/v1/webhooks/site/test")

    def test_one_that_nobody_vouches_for_is_refused(self):
        answer = self.tried("")
        self.assertFalse(answer["delivered"])
        self.assertEqual(answer["error"], "certificate not trusted")

    def test_one_of_the_authority_in_the_settings_is_taken(self):
        answer = self.tried(f"  ca_file: {self.authority}\n")
        self.assertTrue(answer["delivered"], json.dumps(answer))


if __name__ == "__main__":
    unittest.main()
