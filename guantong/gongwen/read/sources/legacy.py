# SPDX-License-Identifier: Apache-2.0
"""Old Word files (.doc, .rtf, .wps): turned into docx by LibreOffice where it is installed, refused where not."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from guantong.gongwen.model import Unreadable
from guantong.gongwen.read.limits import Limits

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_WORKBOOK = "Workbook".encode("utf-16-le")


def docx_of(data: bytes, limits: Limits) -> bytes:
    """The document as docx. Runs without network, with a profile of its own, for a bounded time."""
    if _ENCRYPTED in data:
        raise Unreadable("文件有密码，请取消密码后再上传。", "encrypted")
    if data[:2] != b"{\\" and _WORD not in data:
        name = "Excel 表格" if _WORKBOOK in data else "这种文件"
        raise Unreadable(f"读不了{name}，请上传 Word、PDF、OFD、网页或文本格式的公文。", "unsupported")
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise Unreadable("旧版 Word 文件（.doc）要借助 LibreOffice 读取，请另存为 .docx 后再上传。", "unsupported")
    with tempfile.TemporaryDirectory(prefix="guantong-") as folder:
        return _converted(program, data, Path(folder), limits)


def _converted(program: str, data: bytes, folder: Path, limits: Limits) -> bytes:
    source, target = folder / "source.doc", folder / "source.docx"
    source.write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "docx"]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"}
    try:
        subprocess.run(
            [*command, "--outdir", str(folder), str(source)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=limits.convert_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("旧版 Word 文件转换超时，请另存为 .docx 后再上传。", "too_large") from error
    if not target.is_file():
        raise Unreadable("旧版 Word 文件转换失败，可能已损坏，请另存为 .docx 后再上传。", "broken")
    if target.stat().st_size > limits.file_bytes:
        raise Unreadable("文件转换后过大，请拆分后再上传。", "too_large")
    return target.read_bytes()
