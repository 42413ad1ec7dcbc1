"""Receivers as their makers document them: what they take, how they check it, what they allow, and how they refuse.

Facts are those of the makers' documentation. Rates are enforced with some seconds' tolerance, since a busy machine brings
messages late and close together; that no more is sent than is allowed, to the millisecond, is tested on a clock that the
Swift tests hold.
"""

import base64
import email
import email.policy
import email.utils
import hashlib
import hmac
import json
import re
import threading
import time
import urllib.parse

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

JITTER_SECONDS, JITTER_MESSAGES = 3, 2
MEANINGS = {
    "type": "milestone.overdue", "light": "red", "due": "2022-06-30", "written": "6月底", "answer": "处理",
}
TOKEN = re.compile(r"N\d{4}X")
REST = re.compile(r"……另有 (\d+) 条")
LAMPS = "🔴🟠🟡🟢⚪"


class Refused(Exception):
    """Not as documented: the answer that the receiver gives to it."""

    def __init__(self, why, answer):
        super().__init__(why)
        self.answer = answer


class Bucket:
    """So many at once, and so many a second."""

    def __init__(self, count, seconds, burst=None):
        self.rate = count / seconds
        self.most = (burst if burst is not None else count) + max(JITTER_MESSAGES, self.rate * JITTER_SECONDS)
        self.left, self.at = self.most, None

    def takes(self, now):
        if self.at is not None:
            self.left = min(self.most, self.left + (now - self.at) * self.rate)
        self.at = now
        self.left -= 1
        return self.left >= 0


class Message:
    """What a receiver made of a request that it took: all that people read, and the links that they can follow."""

    def __init__(self, text, links, title=None, facts=None):
        self.text, self.links, self.title, self.facts = text, links, title, facts or {}
        self.tokens = set(TOKEN.findall(text))
        rest = REST.search(text)
        self.count = len(self.tokens) + (int(rest.group(1)) if rest else 0)


class Robot:
    """One receiver. `faults` are the answers to its first requests, whatever they are."""

    name = ok = over = None
    path = "/hook"
    options = ()
    secret = None
    buckets = ()
    faults = ()
    # The answer to one request amid many.
    again = None
    # What `milepost webhook delivery` is to say of the faults.
    told = ()
    needs_links = True

    def __init__(self):
        self.lock = threading.Lock()
        self.waiting = list(self.faults)
        self.messages, self.problems, self.passed, self.early, self.times = [], [], [], [], []
        # When it asked to be left alone, and until when.
        self.left_alone = (0, 0)

    def answer(self, headers, body):
        now = time.monotonic()
        with self.lock:
            self.times.append(now)
            asked, until = self.left_alone
            if now < until:
                self.early.append(now - asked)
            if self.waiting:
                return self.fault(now)
            # A list, so that every bucket counts the request.
            if not all([bucket.takes(now) for bucket in self.buckets]) or self.is_crowded(time.time()):
                self.passed.append(now)
                return self.over
            try:
                message = self.read(headers, body)
            except Refused as refused:
                self.problems.append(str(refused))
                return refused.answer
            except (KeyError, IndexError, ValueError, TypeError, AssertionError) as error:
                self.problems.append(f"{type(error).__name__}: {error}")
                return 400
            self.messages.append(message)
            return self.ok

    def fault(self, now):
        answer, wait = self.waiting.pop(0)
        self.left_alone = (now, now + wait - 0.5) if wait else (0, 0)
        return answer

    def is_crowded(self, _):
        return False

    def read(self, headers, body):
        raise NotImplementedError


def want(condition, why, answer=400):
    if not condition:
        raise Refused(why, answer)


def said(status=200, kind="application/json", headers=None, **fields):
    return status, {"Content-Type": kind, **(headers or {})}, json.dumps(fields).encode()


def signed(key, message):
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()


def markdown_links(text):
    return re.findall(r"\[处理\]\(([^)]+)\)", text)


def facts_in(text):
    """Lines of the form `name: value`."""
    return dict(re.findall(r"^(?:- )?\**(应完成|预计|机动时间)\**:? (.+)$", text, re.MULTILINE))


class Feishu(Robot):
    name, path, secret = "feishu", "/open-apis/bot/v2/hook/geheim", "demo"
    buckets = (Bucket(100, 60), Bucket(5, 1))
    ok = said(code=0, msg="success", data={})
    over = said(code=11232, msg="frequency limited")
    faults = ((said(code=19024, msg="Key Words Not Found"), 0), (said(code=11232, msg="frequency limited"), 3))
    told = ("code 19024: Key Words Not Found", "code 11232: frequency limited")

    def is_crowded(self, now):
        return now % 1800 < 60 - JITTER_SECONDS

    def read(self, headers, body):
        bad = said(code=9499, msg="Bad Request")
        want(len(body) <= 20_000, f"{len(body)} bytes", bad)
        data = json.loads(body)
        stamp = data["timestamp"]
        wrong = said(code=19021, msg="sign match fail or timestamp is not within one hour from current time")
        want(abs(time.time() - int(stamp)) < 3600, "old", wrong)
        want(data["sign"] == signed(f"{stamp}\n{self.secret}", ""), "signature", wrong)
        card = data["card"]
        want(set(data) == {"timestamp", "sign", "msg_type", "card"} and data["msg_type"] == "interactive", "form", bad)
        want(card["schema"] == "2.0" and card["header"]["template"] in ("red", "grey"), "card", bad)
        want(card["header"]["title"]["tag"] == "plain_text", "title", bad)
        markdown, *buttons = card["body"]["elements"]
        want(markdown["tag"] == "markdown" and all(one["tag"] == "button" for one in buttons), "elements", bad)
        links = [one["behaviors"][0]["default_url"] for one in buttons] + markdown_links(markdown["content"])
        return Message(markdown["content"], links, card["header"]["title"]["content"], facts_in(markdown["content"]))


class DingTalk(Robot):
    name, path, secret = "dingtalk", "/robot/send?access_token=geheim", "this is secret"
    buckets = (Bucket(20, 60),)
    ok = said(errcode=0, errmsg="ok")
    over = said(errcode=130101, errmsg="send too fast, exceed 20 times per minute")
    faults = ((said(errcode=310000, errmsg="keywords not in content"), 0), (said(errcode=-1, errmsg="system busy"), 0))
    told = ("errcode 310000: keywords not in content", "errcode -1: system busy")

    def read(self, headers, body):
        want(len(body) <= 20_000, f"{len(body)} bytes", said(errcode=460101, errmsg="message too long"))
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(headers[":path"]).query, strict_parsing=True)
        stamp, wrong = query["timestamp"][0], said(errcode=310000, errmsg="sign not match")
        want(query["access_token"] == ["geheim"], "token", said(errcode=300001, errmsg="token is not exist"))
        want(abs(time.time() - int(stamp) / 1000) < 3600, "old", wrong)
        want(query["sign"] == [signed(self.secret, f"{stamp}\n{self.secret}")], "signature", wrong)
        data = json.loads(body)
        want(set(data) == {"msgtype", "markdown"} and data["msgtype"] == "markdown", "form", said(errcode=40035))
        text = data["markdown"]["text"]
        return Message(text, markdown_links(text), data["markdown"]["title"], facts_in(text))


class WeCom(Robot):
    name, path = "wecom", "/cgi-bin/webhook/send?key=geheim"
    buckets = (Bucket(20, 60),)
    ok = said(errcode=0, errmsg="ok")
    over = said(errcode=45009, errmsg="api freq out of limit")
    faults = ((said(errcode=93000, errmsg="invalid webhook url"), 0), ((502, {}, b"<html>bad gateway</html>"), 0))
    told = ("errcode 93000: invalid webhook url", "HTTP 502")

    def read(self, headers, body):
        data = json.loads(body)
        want(set(data) == {"msgtype", "markdown"} and data["msgtype"] == "markdown", "form", said(errcode=40008))
        text = data["markdown"]["content"]
        size = len(text.encode())
        want(size <= 4096, f"{size} bytes", said(errcode=40058, errmsg="markdown.content exceed max length 4096"))
        return Message(text, markdown_links(text), text.split("\n")[0].strip("*"), facts_in(text))


class Slack(Robot):
    name, path = "slack", "/services/T0/B0/geheim"
    buckets = (Bucket(1, 1),)
    ok = (200, {"Content-Type": "text/html"}, b"ok")
    over = (429, {"Retry-After": "1"}, b"rate_limited")
    faults = (((429, {"Retry-After": "3"}, b"rate_limited"), 3), ((500, {}, b"rollup_error"), 0))
    told = ("HTTP 429", "HTTP 500")

    def read(self, headers, body):
        bad = (400, {}, b"invalid_payload")
        data = json.loads(body)
        want(set(data) == {"text", "blocks"} and 0 < len(data["blocks"]) <= 50, "form", bad)
        texts = [block["text"]["text"] for block in data["blocks"]]
        for block, text in zip(data["blocks"], texts):
            want(block["type"] == "section" and block["text"]["type"] == "mrkdwn", "block", bad)
            want(0 < len(text.encode("utf-16-le")) // 2 <= 3000, f"{len(text)} characters", bad)
        whole = "\n".join(texts)
        bare = re.sub(r"<https?://[^|<>]+\|处理>", "", whole)
        want("<" not in bare and not re.search(r"&(?!amp;|lt;|gt;)", bare), "an escape is missing or broken", bad)
        return Message(whole, re.findall(r"<([^|<>]+)\|处理>", whole), texts[0].split("\n")[0].strip("*"), facts_in(whole))


class Teams(Robot):
    name, path = "teams", "/workflows/geheim/triggers/manual/paths/invoke?api-version=1&sig=geheim"
    buckets = (Bucket(4, 1),)
    ok = (202, {}, b"")
    over = (429, {"Retry-After": "2"}, b"")
    faults = (
        ((200, {}, b"Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with "
          b"ContextId x"), 3), ((429, {"Retry-After": "3"}, b""), 3))
    told = ("Webhook message delivery failed", "HTTP 429")

    def read(self, headers, body):
        want(len(body) <= 28_000, f"{len(body)} bytes", 413)
        data = json.loads(body)
        (attachment,) = data["attachments"]
        card = attachment["content"]
        want(data["type"] == "message" and attachment["contentType"] == "application/vnd.microsoft.card.adaptive", "form")
        want(card["type"] == "AdaptiveCard" and card["version"] == "1.2", "card")
        want(all(block["type"] == "TextBlock" and block["wrap"] for block in card["body"]), "block")
        texts = [block["text"] for block in card["body"]]
        links = [action["url"] for action in card.get("actions", []) if action["type"] == "Action.OpenUrl"]
        text = "\n".join(texts[1:])
        return Message(text, links + markdown_links(text), texts[0], facts_in(text))


class Telegram(Robot):
    name, path = "telegram", "/bot123:geheim/sendMessage?chat_id=-100200"
    buckets = (Bucket(20, 60), Bucket(1, 1, burst=3))
    ok = said(ok=True, result={"message_id": 1})
    over = said(429, ok=False, error_code=429, description="Too Many Requests: retry after 3", parameters={"retry_after": 3})
    faults = ((over, 3), (said(400, ok=False, error_code=400, description="Bad Request: chat not found"), 0))
    told = ("error_code 429: Too Many Requests", "error_code 400: Bad Request: chat not found")

    def read(self, headers, body):
        bad = said(400, ok=False, error_code=400, description="Bad Request: message is too long")
        want(headers[":path"] == "/bot123:geheim/sendMessage", headers[":path"], said(404, ok=False, error_code=404))
        data = json.loads(body)
        units = data["text"].encode("utf-16-le")
        want(set(data) == {"chat_id", "text", "entities"} and data["chat_id"] == "-100200", "form", bad)
        want(0 < len(units) // 2 <= 4096, f"{len(units) // 2} units", bad)
        want(len(data["entities"]) <= 100, "entities", bad)
        shown = []
        for entity in data["entities"]:
            first, last = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
            want(0 <= first < last <= len(units), f"entity out of the text: {entity}", bad)
            shown.append((entity["type"], units[first:last].decode("utf-16-le"), entity.get("url")))
        (kind, title, _), *links = shown
        want(kind == "bold" and all(one[:2] == ("text_link", "处理") for one in links), f"entities {shown[:3]}", bad)
        return Message(data["text"], [url for _, _, url in links], title, facts_in(data["text"]))


class Ntfy(Robot):
    name, path, options = "ntfy", "/site", ("--bearer-file", "{bearer}")
    buckets = (Bucket(1, 5, burst=60),)
    ok = said(id="x", event="message", topic="site")
    over = said(429, code=42901, http=429, error="limit reached: too many requests")
    faults = ((said(429, code=42901, http=429, error="limit reached"), 8), (said(507, code=50701, http=507), 0))
    told = ("HTTP 429", "HTTP 507")

    def read(self, headers, body):
        want(headers["authorization"] == "Bearer tk_geheim", "login", said(403, code=40301, http=403))
        want(headers[":path"] == "/", headers[":path"], 404)
        want(len(body) <= 8192, f"{len(body)} bytes", said(413, code=41301, http=413))
        data = json.loads(body)
        want(set(data) - {"click", "actions"} == {"topic", "title", "message", "priority", "tags"}, "form")
        want(data["topic"] == "site" and data["priority"] in range(1, 6), "topic or priority")
        want(len(data["message"].encode()) <= 4096, "a longer message becomes a file")
        links = re.findall(r"^https?://\S+$", data["message"], re.MULTILINE)
        links += [action["url"] for action in data.get("actions", []) if action["action"] == "view"]
        return Message(data["message"], links, data["title"], facts_in(data["message"]))


def wait_until(seconds):
    """`Retry-After` as a date; of its second some part is over."""
    return email.utils.formatdate(time.time() + seconds, usegmt=True)


class Standard(Robot):
    name, secret = "standard", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    ok = 204
    faults = (((429, {"Retry-After": "3"}, b""), 3), ((503, {}, b""), 0))
    told = ("HTTP 429", "HTTP 503")
    again = ((429, {"Retry-After": "4"}, b""), 4)

    def fault(self, now):
        answer = super().fault(now)
        return (503, {"Retry-After": wait_until(3)}, b"") if answer[0] == 503 else answer

    def verified(self, headers, body):
        try:
            return Webhook(self.secret).verify(body, headers)
        except WebhookVerificationError as error:
            raise Refused("signature", 401) from error

    def read(self, headers, body):
        want(headers["content-type"] == "application/json" and len(body) <= 20_000, "form")
        return self.body(self.verified(headers, body))

    @staticmethod
    def body(data):
        want(set(data) == {"type", "timestamp", "data"}, "form")
        data = data["data"]
        facts = {"应完成": f"{data['due']['date']}（{data['due']['written']}）", "预计": data["forecast"],
                 "机动时间": f"{data['float_days']} 个工作日"}
        want(data["days_overdue"] > 0 and data["alert"]["rule"] == "overdue", "details")
        return Message(data["message"]["zh"], [data["link"]], f"🔴 {data['milestone']['name']}", facts)


class CloudEvents(Standard):
    name = "cloudevents"
    ok = (202, {}, b"")
    faults = (((504, {}, b""), 0),)
    told = ("HTTP 504",)
    again = None

    def read(self, headers, body):
        want(headers["content-type"].startswith("application/cloudevents+json"), "content type", 415)
        event = self.verified(headers, body)
        want(event["specversion"] == "1.0" and event["id"] == headers["webhook-id"], "attributes")
        want(event["type"].endswith(MEANINGS["type"]) and event["source"] and event["datacontenttype"], "attributes")
        return self.body(event["data"])


class Alertmanager(Standard):
    name = "alertmanager"
    ok = 200
    faults = ((500, 0),)
    told = ("HTTP 500", "HTTP 429")
    # Ten seconds, when it does not say how many.
    again = ((429, {}, b""), 9)

    def fault(self, now):
        return Robot.fault(self, now)

    def read(self, headers, body):
        data = self.verified(headers, body)
        want(set(data) == {"version", "groupKey", "truncatedAlerts", "status", "receiver", "groupLabels", "commonLabels",
                           "commonAnnotations", "externalURL", "alerts"}, "form")
        (alert,) = data["alerts"]
        want(data["version"] == "4" and data["status"] == alert["status"] == "firing", "status")
        want(set(alert) == {"status", "labels", "annotations", "startsAt", "endsAt", "generatorURL", "fingerprint"}, "alert")
        labels = alert["labels"]
        want(labels["alertname"] == MEANINGS["type"] and labels["severity"] == "critical", f"{labels}")
        want(data["groupLabels"] == {name: labels[name] for name in ("project", "milestone")}, "group")
        want(alert["endsAt"] == "0001-01-01T00:00:00Z" and len(alert["fingerprint"]) == 16, "times")
        return Message(alert["annotations"]["description"], [alert["generatorURL"]], alert["annotations"]["summary"])


TEMPLATE = """\
{"id": "{{id}}", "title": "{{title}}", "say": "{{sentence}}", "link": "{{data.link}}", "red": {{#is_red}}true{{/is_red}}\
{{^is_red}}false{{/is_red}}, "facts": [{{#facts}}{"{{name}}": "{{value}}"},{{/facts}}null],
 "several": [{{#data.alerts}}{"say": "{{message.zh}}", "link": "{{link}}"},{{/data.alerts}}null]}
"""


class Template(Standard):
    name, options = "template", ("--template-file", "{template}", "--rate", "8/4s")
    buckets = (Bucket(8, 4),)
    ok = 200
    over = 429
    faults = (((429, {"Retry-After": "3"}, b""), 3),)
    told = ("HTTP 429",)
    again = None

    def fault(self, now):
        return Robot.fault(self, now)

    def read(self, headers, body):
        data = self.verified(headers, body)
        want(data["id"] == headers["webhook-id"] and data["red"] in (True, False), "form")
        several = [one for one in data["several"] if one]
        facts = {name: value for one in data["facts"] if one for name, value in one.items()}
        text = "\n".join([data["say"]] + [one["say"] for one in several])
        links = [one["link"] for one in [data] + several if one["link"]]
        return Message(text, links, data["title"], facts)


class Mail(Robot):
    """Read by test_formats from what aiosmtpd took; the rate is what its owner's provider allows."""

    name, options = "email", ("--from", "milepost@example.org", "--to", "office@example.org", "--mail-tls", "off",
                              "--rate", "12/6s")
    buckets = (Bucket(12, 6),)
    faults = ("451 4.3.0 try later", "452 4.2.2 mailbox full", "421 4.3.2 too busy")
    told = faults

    def take(self, content):
        with self.lock:
            if not self.buckets[0].takes(time.monotonic()):
                self.passed.append(time.monotonic())
            mail = email.message_from_bytes(content, policy=email.policy.default)
            if mail.defects:
                self.problems.append(str(mail.defects))
            text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
            text = text.replace("\r\n", "\n")
            links = re.findall(r"^\s*处理: (\S+)$", text, re.MULTILINE)
            if links != re.findall(r'<a href="([^"]+)">处理</a>', html):
                self.problems.append("the two parts have other links")
            self.messages.append(Message(text, links, mail["subject"], facts_in(text)))


ROBOTS = [Feishu, DingTalk, WeCom, Slack, Teams, Telegram, Ntfy, Standard, CloudEvents, Alertmanager, Template, Mail]
