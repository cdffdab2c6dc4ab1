# SPDX-License-Identifier: Apache-2.0
"""Every setting there is: environment variables named GUANTONG_*, each documented and checked at start.

Unknown ones stop the start (those named GUANTONG_TEST_* aside), so that a misspelt name is never silently ignored.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from guantong.kernel.errors import Misconfigured


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: its name, what an absent one means, how its text is read, and a sentence for the docs."""

    name: str
    default: str
    read: Callable[[str], Any]
    about: str


def as_bool(text: str) -> bool:
    """yes or no."""
    if text.lower() not in ("yes", "no"):
        raise ValueError("yes 或 no")
    return text.lower() == "yes"


def as_path(text: str) -> Path:
    """A folder, absolute."""
    return Path(text).expanduser().resolve()


def as_list(text: str) -> list[str]:
    """Names separated by commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def as_megabytes(text: str) -> int:
    """A whole number of megabytes from 1 to 300."""
    if not text.isdecimal() or not 1 <= int(text) <= 300:
        raise ValueError("1 到 300 的整数")
    return int(text)


def as_key(text: str) -> str:
    """A secret of at least 32 characters, or empty to have one made and kept in the home folder."""
    if text and len(text) < 32:
        raise ValueError("至少 32 个字符")
    return text


def as_database(text: str) -> dict[str, Any]:
    """`sqlite:///path` or `postgresql://user:password@host:port/name`; empty for SQLite in the home folder."""
    if not text:
        return {}
    if found := re.fullmatch(r"sqlite:///(.+)", text):
        return sqlite(Path(found[1]))
    parts = urlsplit(text)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ValueError("sqlite:///文件 或 postgresql://用户:口令@主机:端口/库名")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"options": "-c jit=off"},
        "CONN_MAX_AGE": 60,
    }


def sqlite(place: Path) -> dict[str, Any]:
    """SQLite as several processes can share it: WAL, IMMEDIATE transactions, half a minute of patience."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": place,
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


SETTINGS = (
    Setting("GUANTONG_HOME", "var", as_path, "数据目录：SQLite 库、文件、自动生成的密钥。"),
    Setting("GUANTONG_DATABASE_URL", "", as_database, "数据库地址；不写就用数据目录里的 SQLite。"),
    Setting("GUANTONG_SECRET_KEY", "", as_key, "签名密钥；不写就自动生成，存在数据目录里。"),
    Setting("GUANTONG_TRACE_KEY", "", as_key, "留痕链的密钥；不写就自动生成，存在数据目录里。"),
    Setting("GUANTONG_HOSTS", "127.0.0.1,localhost", as_list, "网站的主机名，逗号分隔。"),
    Setting("GUANTONG_HTTPS", "no", as_bool, "网站是否只走 HTTPS（cookie 加 Secure，发 HSTS）。"),
    Setting("GUANTONG_DEBUG", "no", as_bool, "开发时写 yes：出错时显示细节。"),
    Setting("GUANTONG_UPLOAD_MB", "50", as_megabytes, "一个上传文件最大多少兆。"),
    Setting("GUANTONG_FONTS", "", lambda text: as_path(text) if text else None, "另放公文字体的目录。"),
)


def load(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Read every setting. Raises Misconfigured, naming the variable, for a wrong or an unknown one."""
    known = {setting.name for setting in SETTINGS}
    for name in environ:
        if name.startswith("GUANTONG_") and not name.startswith("GUANTONG_TEST_") and name not in known:
            raise Misconfigured("不认识的设置 {setting}；有：{names}。", setting=name, names="、".join(sorted(known)))
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        text = environ.get(setting.name, setting.default)
        try:
            values[setting.name.removeprefix("GUANTONG_").lower()] = setting.read(text)
        except ValueError as wrong:
            message = "设置 {setting} 写错了：应当是{wanted}。"
            raise Misconfigured(message, setting=setting.name, wanted=str(wrong)) from None
    return values


def kept_secret(home: Path, name: str, given: str) -> str:
    """The secret given, else the one kept in the home folder, made on first use and readable by its owner only."""
    if given:
        return given
    place = home / name
    if not place.exists():
        home.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was first
            return place.read_text(encoding="ascii")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(os.urandom(32).hex())
    return place.read_text(encoding="ascii")
