"""Verifies the signature of a Standard Webhooks request (https://www.standardwebhooks.com) with nothing but Python.

The signed bytes are `{webhook-id}.{webhook-timestamp}.{body}`; `v1` is HMAC-SHA256 under the secret's bytes, and the
header may list several signatures, of which one must fit.
"""

import base64
import binascii
import hashlib
import hmac
import time

SKEW_MAX_SECONDS = 300


class NotVerified(Exception):
    """Why the request is not to be trusted, in one sentence."""


def secret_bytes(secret):
    """The key behind `whsec_` and base64; raises ValueError."""
    text = secret.strip()
    if not text.startswith("whsec_"):
        raise ValueError("the secret does not start with whsec_")
    try:
        return base64.b64decode(text[len("whsec_"):], validate=True)
    except binascii.Error as error:
        raise ValueError("the secret is not base64 after whsec_") from error


def signature(key, message_id, timestamp, body):
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def verify(key, headers, body):
    """Returns the message's id, or raises NotVerified. `headers` must find names whatever their case."""
    message_id = headers.get("webhook-id")
    timestamp = headers.get("webhook-timestamp")
    signatures = headers.get("webhook-signature")
    if not message_id or not timestamp or not signatures:
        raise NotVerified("a webhook- header is missing")
    if not (timestamp.isascii() and timestamp.isdigit()):
        raise NotVerified("the timestamp is no number")
    if abs(time.time() - int(timestamp)) > SKEW_MAX_SECONDS:
        raise NotVerified("the timestamp is too far from this machine's clock")
    expected = signature(key, message_id, timestamp, body).encode()
    # Every candidate is compared, each in constant time.
    fits = [hmac.compare_digest(expected, candidate.encode()) for candidate in signatures.split(" ")]
    if not any(fits):
        raise NotVerified("no signature fits")
    return message_id
