# SPDX-License-Identifier: Apache-2.0
"""The wires: a mail server, and the robots of 企业微信 and 钉钉 groups, which take the same JSON."""

from __future__ import annotations

import smtplib
from typing import Any

import requests
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from .models import Channel, ReminderWish

SECONDS_TO_WAIT = 10
ROBOT_BYTES = 2000
"""企业微信 cuts a text message at 2,048 bytes."""


class NotDelivered(Exception):
    """It did not arrive; the words say why, without the address."""


def deliver(wish: ReminderWish, subject: str, text: str) -> None:
    """Send one digest by the wished channel. Raises NotDelivered."""
    if wish.channel == Channel.EMAIL:
        _mail(wish.address, subject, text)
    elif wish.channel in (Channel.WECOM, Channel.DINGTALK):
        _robot(wish.address, f"{subject}\n{text}")


def is_known_robot(address: str) -> bool:
    """Whether an address leads to a robot service that the operator allows; nobody makes us call anything else."""
    return any(address.startswith(known) for known in settings.REMINDERS["robots"])


def _mail(address: str, subject: str, text: str) -> None:
    given = settings.REMINDERS
    if not given["mail_server"]:
        raise NotDelivered(_("还没有设发信服务器"))
    host, _colon, port = given["mail_server"].partition(":")
    wire = get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=host,
        port=int(port or 25),
        username=given["mail_user"],
        password=given["mail_password"],
        use_tls=given["mail_tls"],
        timeout=SECONDS_TO_WAIT,
    )
    try:
        EmailMessage(subject, text, given["mail_from"], [address], connection=wire).send()
    except (OSError, smtplib.SMTPException) as wrong:
        raise NotDelivered(_("发信服务器没有收下（{kind}）").format(kind=type(wrong).__name__)) from None


def _robot(address: str, text: str) -> None:
    if not is_known_robot(address):
        raise NotDelivered(_("机器人地址不在允许的范围里"))
    short = text.encode()[:ROBOT_BYTES].decode(errors="ignore")
    said: dict[str, Any] = {"msgtype": "text", "text": {"content": short}}
    try:
        answer = requests.post(address, json=said, timeout=SECONDS_TO_WAIT, allow_redirects=False)
        code = answer.json().get("errcode") if answer.ok else answer.status_code
    except (requests.RequestException, ValueError, AttributeError) as wrong:
        raise NotDelivered(_("机器人没有答复（{kind}）").format(kind=type(wrong).__name__)) from None
    if code != 0:
        raise NotDelivered(_("机器人没有收下（{kind}）").format(kind=code))
