# SPDX-License-Identifier: Apache-2.0
"""Files that are no notice, made here byte by byte: empty, enormous, broken, locked, or something else altogether."""

from __future__ import annotations

import hashlib
import io
import zipfile

POEM = "春眠不觉晓，\n处处闻啼鸟。\n夜来风雨声，\n花落知多少。\n"
TABLE = "姓名,部门,电话\n张三,办公室,1\n李四,组织部,2\n"
MEGABYTE = 1024 * 1024
PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def rc4(key: bytes, data: bytes) -> bytes:
    """The cipher of old PDF passwords."""
    box, at, out = list(range(256)), 0, bytearray()
    for step in range(256):
        at = (at + box[step] + key[step % len(key)]) % 256
        box[step], box[at] = box[at], box[step]
    low = high = 0
    for byte in data:
        low = (low + 1) % 256
        high = (high + box[low]) % 256
        box[low], box[high] = box[high], box[low]
        out.append(byte ^ box[(box[low] + box[high]) % 256])
    return bytes(out)


def locked_pdf() -> bytes:
    """A PDF that opens only with a password (standard security handler, revision 2)."""
    rights, mark = (-4).to_bytes(4, "little", signed=True), b"0123456789abcdef"
    user = (b"secret" + PAD)[:32]
    owner = rc4(hashlib.md5(user).digest()[:5], user)
    key = hashlib.md5(user + owner + rights + mark).digest()[:5]
    told = rc4(key, PAD)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (owner.hex().encode(), told.hex().encode()),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<%s> <%s>] >>\n" % ((mark.hex().encode(),) * 2)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def locked_docx() -> bytes:
    """What Word makes of a document with a password: an old container around an encrypted package."""
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + name + b"\0" * 600


def packed(**parts: str) -> bytes:
    """A zip of some parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as pack:
        for name, content in parts.items():
            pack.writestr(name, content)
    return stream.getvalue()


# name of the file, content, words that the refusal must hold
BAD = {
    "empty": ("notice.txt", b"", "空"),
    "blank": ("notice.txt", b" \n\n\t ", "空"),
    "broken docx": ("notice.docx", b"PK\x03\x04" + b"\x07" * 400, "损坏"),
    "cut docx": ("notice.docx", packed(**{"word/document.xml": "<w:document"})[:60], "损坏"),
    "broken pdf": ("notice.pdf", b"%PDF-1.7\nbroken", "损坏"),
    "locked pdf": ("notice.pdf", locked_pdf(), "密码"),
    "locked docx": ("notice.docx", locked_docx(), "密码"),
    "another program's file": ("notice.docx", packed(**{"xl/workbook.xml": "<a/>"}), "请"),
    "a program": ("notice.txt", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8, "请"),
}
NO_NOTICE = {
    "a poem": ("poem.txt", POEM.encode(), "不像公文"),
    "a table": ("table.csv", TABLE.encode(), "不像公文"),
}
