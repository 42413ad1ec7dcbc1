"""Mail from the real service, taken by PyPI's `aiosmtpd` and read by Python's `email`."""

import contextlib
import email
import email.policy
import email.utils
import json
import os
import socket
import ssl
import sys
import tempfile
import unittest

SCRIPTS = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
ROOT = os.path.dirname(SCRIPTS)
sys.path.insert(0, os.path.join(SCRIPTS, "lib"))
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import milepost_service  # noqa: E402
from aiosmtpd.controller import Controller  # noqa: E402
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword  # noqa: E402
from test_endpoints import wait  # noqa: E402
from test_tls import certificates  # noqa: E402

PROGRAMS = os.environ.get("MILEPOST_PROGRAMS", os.path.join(ROOT, ".build", "debug"))
PLAN = """\
projects:
  - key: works
    name: 横港中心幼儿园新建工程
    alerts: {working_days_only: false}
    milestones:
      - {key: completion, name: 全部工程完工, name_en: All works complete, due: 2022-06-30}
"""


class Mailbox:
    """Keeps what arrives; answers commands as a test wants."""

    def __init__(self, rcpt=None, data=None):
        self.mails, self.logins, self.rcpt, self.data = [], [], rcpt or {}, data or []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.rcpt:
            return self.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.data:
            return self.data.pop(0)
        self.mails.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content, session.ssl is not None))
        return "250 taken"

    def authenticate(self, server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"milepost", b"geheim")
        self.logins.append(good)
        return AuthResult(success=good)


class TestController(Controller):
    def __init__(self, box, **settings):
        self.settings = settings
        super().__init__(box, hostname="127.0.0.1", port=0)

    def factory(self):
        return SMTP(self.handler, **self.settings)

    def _trigger_server(self):
        """Knocks at the port that came to be: the one asked for is any."""
        socket.create_connection(self.server.sockets[0].getsockname()[:2], 5).close()


@contextlib.contextmanager
def mail_server(box, **settings):
    controller = TestController(box, **settings)
    controller.start()
    try:
        yield controller.server.sockets[0].getsockname()[1]
    finally:
        controller.stop()


class Mail(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="milepost-mail-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.authority, key, certificate = certificates(folder.name)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate, key)

    def add(self, service, port, *more, scheme="smtp", to=("office@example.org",)):
        recipients = [word for address in to for word in ("--to", address)]
        service.command("webhook", "add", "office", "--format", "email", "--url", f"{scheme}://127.0.0.1:{port}",
                        "--from", "milepost@example.org", *recipients, "--messages", "zh", *more)

    def test_an_alert_arrives_over_starttls_with_a_login_and_reads_as_it_was_meant(self):
        box = Mailbox()
        login = os.path.join(self.folder, "login")
        with open(login, "w", encoding="utf-8") as file:
            file.write("milepost:geheim\n")
        with mail_server(box, tls_context=self.context, require_starttls=True, auth_required=True,
                         authenticator=box.authenticate) as port, \
                milepost_service.service(PROGRAMS, ROOT) as service:
            self.add(service, port, "--ca-file", self.authority, "--basic-file", login,
                     to=("office@example.org", "site@example.org"))
            service.command("apply", "-f", "-", text=PLAN)
            wait(lambda: box.mails)
            item = service.request("GET", "/v1/webhooks/office/deliveries")["items"][0]
            wait(lambda: service.request("GET", "/v1/webhooks/office")["delivered"] == 1)
            self.assertIn("SMTP 250", service.command("webhook", "deliveries", "office"))
        sender, recipients, content, is_safe = box.mails[0]
        self.assertEqual((sender, is_safe, box.logins), ("milepost@example.org", True, [True]))
        self.assertEqual(recipients, ["office@example.org", "site@example.org"])
        mail = email.message_from_bytes(content, policy=email.policy.default)
        self.assertEqual(mail.defects, [])
        self.assertIn("已逾期：横港中心幼儿园新建工程 / 全部工程完工", mail["subject"])
        self.assertEqual(mail["message-id"], f"<{item['id']}@example.org>")
        self.assertIsNotNone(email.utils.parsedate_to_datetime(mail["date"]))
        text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
        self.assertIn("应完成: 2022-06-30", text)
        self.assertIn("<td>2022-06-30</td>", html)

    def test_smtps_is_taken_and_an_authority_that_is_not_known_is_not(self):
        box = Mailbox()

        controller = TestController(box)
        controller.ssl_context = self.context
        controller.start()
        try:
            port = controller.server.sockets[0].getsockname()[1]
            with milepost_service.service(PROGRAMS, ROOT) as service:
                self.add(service, port, scheme="smtps")
                answer = service.request("POST", "/v1/webhooks/office/test")
                self.assertEqual((answer["delivered"], answer.get("error")), (False, "certificate not trusted"))
                service.command("webhook", "edit", "office", "--ca-file", self.authority)
                answer = service.request("POST", "/v1/webhooks/office/test")
                self.assertTrue(answer["delivered"], json.dumps(answer))
        finally:
            controller.stop()

    def test_without_tls_nothing_is_said_unless_the_user_wants_it_so(self):
        box = Mailbox()
        with mail_server(box) as port, milepost_service.service(PROGRAMS, ROOT) as service:
            self.add(service, port)
            answer = service.request("POST", "/v1/webhooks/office/test")
            self.assertFalse(answer["delivered"])
            self.assertEqual(box.mails, [])
            service.command("webhook", "edit", "office", "--mail-tls", "optional")
            self.assertTrue(service.request("POST", "/v1/webhooks/office/test")["delivered"])

    def test_4xx_is_tried_again_under_the_same_id_and_5xx_is_given_up_with_the_servers_words(self):
        box = Mailbox(data=["451 4.3.0 try later"])
        with mail_server(box) as port, milepost_service.service(PROGRAMS, ROOT) as service:
            self.add(service, port, "--mail-tls", "off")
            service.command("apply", "-f", "-", text=PLAN)
            wait(lambda: box.mails)
            wait(lambda: service.request("GET", "/v1/webhooks/office")["delivered"] == 1)
            item = service.request("GET", "/v1/webhooks/office/deliveries", attempts="true")["items"][0]
            self.assertEqual([(one.get("status"), one.get("error")) for one in item["tries"]],
                             [(451, "451 4.3.0 try later"), (250, None)])
            box.data = ["554 5.7.1 this is spam"]
            service.command("milestone", "reach", "works/completion")
            wait(lambda: service.request("GET", "/v1/webhooks/office")["dead"] == 1)
            item = service.request("GET", "/v1/webhooks/office/deliveries", state="dead", attempts="true")["items"][0]
            self.assertEqual((item["attempts"], item["last_status"], item["last_error"]),
                             (1, 554, "554 5.7.1 this is spam"))

    def test_one_recipient_that_is_gone_keeps_the_mail_from_nobody_else_and_is_shown(self):
        box = Mailbox(rcpt={"gone@example.org": "550 5.1.1 no such user"})
        with mail_server(box) as port, milepost_service.service(PROGRAMS, ROOT) as service:
            self.add(service, port, "--mail-tls", "off", to=("gone@example.org", "office@example.org"))
            service.command("apply", "-f", "-", text=PLAN)
            wait(lambda: service.request("GET", "/v1/webhooks/office")["delivered"] == 1)
            item = service.request("GET", "/v1/webhooks/office/deliveries", attempts="true")["items"][0]
            self.assertIn("550 5.1.1 no such user", item["tries"][0]["answer"])
            self.assertEqual(box.mails[0][1], ["office@example.org"])
            shown = service.command("webhook", "delivery", "office", item["id"])
            self.assertIn("no such user", shown)

    def test_the_network_policy_holds_for_mail_servers_too(self):
        box = Mailbox()
        with mail_server(box) as port, milepost_service.service(PROGRAMS, ROOT) as service:
            with open(service.config, encoding="utf-8") as file:
                settings = file.read().replace("[127.0.0.0/8]", "[]")
            with self.assertRaisesRegex(milepost_service.ServiceError, "credentials|before @"):
                service.command("webhook", "add", "x", "--format", "email", "--url", "smtp://a:b@example.org",
                                "--from", "a@b.example", "--to", "a@b.example")
            self.add(service, port, "--mail-tls", "off")
            service.stop()
            with open(service.config, "w", encoding="utf-8") as file:
                file.write(settings)
            service.start()
            answer = service.request("POST", "/v1/webhooks/office/test")
            self.assertEqual(answer["error"], "address denied by the network policy (loopback)")
            self.assertEqual(box.mails, [])


if __name__ == "__main__":
    unittest.main()
