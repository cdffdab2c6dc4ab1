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


def as_place(text: str) -> Path | None:
    """A folder, or none."""
    return as_path(text) if text else None


def as_list(text: str) -> list[str]:
    """Names separated by commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def as_megabytes(text: str) -> int:
    """A whole number of megabytes from 1 to 300."""
    if not text.isdecimal() or not 1 <= int(text) <= 300:
        raise ValueError("1 到 300 的整数")
    return int(text)


def as_rate(text: str) -> int:
    """A whole number of requests from 1 to 100,000."""
    if not text.isdecimal() or not 1 <= int(text) <= 100_000:
        raise ValueError("1 到 100000 的整数")
    return int(text)


def as_number(text: str) -> int:
    """A whole number from 1 to 365."""
    if not text.isdecimal() or not 1 <= int(text) <= 365:
        raise ValueError("1 到 365 的整数")
    return int(text)


def as_address(text: str) -> str:
    """An address of the web, or empty."""
    if text and urlsplit(text).scheme not in ("http", "https"):
        raise ValueError("http:// 或 https:// 开头的地址")
    return text.rstrip("/")


def as_key(text: str) -> str:
    """A secret of at least 32 characters, or empty to have one made and kept in the home folder."""
    if text and len(text) < 32:
        raise ValueError("至少 32 个字符")
    return text


def as_keys(text: str) -> list[str]:
    """Secrets separated by commas, the one in use first; empty to have one made and kept in the home folder."""
    return [as_key(part) for part in as_list(text)]


def as_cipher(text: str) -> str:
    """The block cipher of personal values: aes, or sm4 where commercial cryptography of the country is asked for."""
    if text not in ("aes", "sm4"):
        raise ValueError("aes 或 sm4")
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


WECOM_LOGIN = "https://login.work.weixin.qq.com"
ROBOTS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/,https://oapi.dingtalk.com/robot/"
SETTINGS = (
    Setting("GUANTONG_HOME", "var", as_path, "数据目录：SQLite 库、文件、自动生成的密钥。"),
    Setting("GUANTONG_DATABASE_URL", "", as_database, "数据库地址；不写就用数据目录里的 SQLite。"),
    Setting("GUANTONG_SECRET_KEY", "", as_key, "签名密钥；不写就自动生成，存在数据目录里。"),
    Setting("GUANTONG_TRACE_KEY", "", as_keys, "留痕链的密钥，逗号分隔，新的在前，旧的留着核对；不写就自动生成。"),
    Setting("GUANTONG_DATA_KEY", "", as_keys, "证件号、账号等的加密密钥，逗号分隔，新的在前；不写就自动生成。"),
    Setting("GUANTONG_CIPHER", "aes", as_cipher, "加密个人信息用的算法：aes（AES-256-GCM）或 sm4（SM4-GCM）。"),
    Setting("GUANTONG_ANCHORS", "", as_place, "链头存证的目录，应放在数据库管理员改不到的盘上；不写就在数据目录里。"),
    Setting("GUANTONG_HOSTS", "127.0.0.1,localhost", as_list, "网站的主机名，逗号分隔。"),
    Setting("GUANTONG_HTTPS", "no", as_bool, "网站是否只走 HTTPS（cookie 加 Secure，发 HSTS）。"),
    Setting("GUANTONG_DEBUG", "no", as_bool, "开发时写 yes：出错时显示细节。"),
    Setting("GUANTONG_UPLOAD_MB", "50", as_megabytes, "一个上传文件最大多少兆。"),
    Setting("GUANTONG_API_RATE", "600", as_rate, "一个令牌每分钟最多请求多少次（每个网页进程各数各的）。"),
    Setting("GUANTONG_FONTS", "", as_place, "另放公文字体的目录。"),
    Setting("GUANTONG_SECOND_FACTOR", "yes", as_bool, "权限宽的岗位是否必须用第二道验证登录（演示库除外）。"),
    Setting("GUANTONG_SESSION_HOURS", "12", as_number, "登录一次管多少小时。"),
    Setting("GUANTONG_INVITATION_DAYS", "14", as_number, "邀请码管多少天。"),
    Setting("GUANTONG_CODE_WEBHOOK", "", as_address, "送邀请码的地址：收到 JSON，由本单位的短信或消息平台发给本人。"),
    Setting("GUANTONG_SITE", "", as_address, "网站的地址，写在提醒里；不写就不带链接。"),
    Setting("GUANTONG_MAIL_SERVER", "", str, "发提醒的邮件服务器，主机:端口；不写就不发邮件。"),
    Setting("GUANTONG_MAIL_FROM", "guantong@localhost", str, "提醒邮件的发信人。"),
    Setting("GUANTONG_MAIL_USER", "", str, "邮件服务器的账号；不写就不登录。"),
    Setting("GUANTONG_MAIL_PASSWORD", "", str, "邮件服务器的密码。"),
    Setting("GUANTONG_MAIL_TLS", "yes", as_bool, "发邮件是否先转加密连接（STARTTLS）。"),
    Setting("GUANTONG_ROBOTS", ROBOTS, as_list, "允许的群机器人地址的开头，逗号分隔；别的地址一律不发。"),
    Setting("GUANTONG_OIDC_SERVER", "", as_address, "统一身份认证（OpenID Connect）的地址；不写就没有。"),
    Setting("GUANTONG_OIDC_NAME", "统一身份认证", str, "统一身份认证在登录页上叫什么。"),
    Setting("GUANTONG_OIDC_CLIENT", "", str, "统一身份认证发的客户端编号。"),
    Setting("GUANTONG_OIDC_SECRET", "", str, "统一身份认证发的客户端密钥。"),
    Setting("GUANTONG_OIDC_ACCOUNT", "", str, "统一身份认证的哪一项是本系统的账号名；不写就由本人自己绑定。"),
    Setting("GUANTONG_WECOM_CORP", "", str, "企业微信的企业编号；不写就没有。"),
    Setting("GUANTONG_WECOM_AGENT", "", str, "企业微信的应用编号。"),
    Setting("GUANTONG_WECOM_SECRET", "", str, "企业微信的应用密钥。"),
    Setting("GUANTONG_WECOM_SERVER", "https://qyapi.weixin.qq.com", as_address, "企业微信接口的地址。"),
    Setting("GUANTONG_WECOM_SIGNIN", f"{WECOM_LOGIN}/wwlogin/sso/login", as_address, "企业微信登录页的地址。"),
    Setting("GUANTONG_DINGTALK_CLIENT", "", str, "钉钉应用的编号；不写就没有。"),
    Setting("GUANTONG_DINGTALK_SECRET", "", str, "钉钉应用的密钥。"),
    Setting("GUANTONG_DINGTALK_SERVER", "https://api.dingtalk.com", as_address, "钉钉接口的地址；专有钉钉写自己的。"),
    Setting("GUANTONG_DINGTALK_SIGNIN", "https://login.dingtalk.com/oauth2/auth", as_address, "钉钉登录页的地址。"),
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


def kept_secrets(home: Path, name: str, given: list[str]) -> tuple[bytes, ...]:
    """The secrets given, else those kept in the home folder, one a line, the one in use first."""
    if given:
        return tuple(each.encode() for each in given)
    return tuple(line.encode() for line in kept_secret(home, name, "").split())


def houses(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The other houses by which one may sign in, as the library of the door wants to be told; only those set up."""
    found: dict[str, dict[str, Any]] = {}
    if values["oidc_server"]:
        app = {"provider_id": "oidc", "name": values["oidc_name"], "client_id": values["oidc_client"]}
        told = {"server_url": values["oidc_server"], "account_claim": values["oidc_account"]}
        found["openid_connect"] = {"APPS": [app | {"secret": values["oidc_secret"], "settings": told}]}
    for name, client in (("wecom", "corp"), ("dingtalk", "client")):
        if values[f"{name}_{client}"]:
            told = {"server": values[f"{name}_server"], "authorize": values[f"{name}_signin"]}
            app = {"client_id": values[f"{name}_{client}"], "secret": values[f"{name}_secret"], "settings": told}
            found[name] = {"APPS": [app | {"key": values.get(f"{name}_agent", "")}]}
    return found


def origins(values: Mapping[str, Any]) -> list[str]:
    """Where a form of the sign-in page may lead: browsers count what a form is redirected to."""
    used = [("oidc_server", "oidc_server"), ("wecom_corp", "wecom_signin"), ("dingtalk_client", "dingtalk_signin")]
    parts = [urlsplit(values[address]) for setting, address in used if values[setting]]
    return [f"{each.scheme}://{each.netloc}" for each in parts]


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
