# SPDX-License-Identifier: Apache-2.0
"""Writes the catalog of English words: every msgid of code and templates, with the translation it has so far.

`make docs` runs it. New msgids come in empty, and a test fails until somebody translates them; those that are used no
longer go. The compiled catalog is made by `make setup` and is no part of the repository; without it pages are Chinese.
"""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import polib

PACKAGE = Path(__file__).parents[1] / "guantong"
CATALOG = PACKAGE / "site" / "locale" / "en" / "LC_MESSAGES" / "django.po"
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext"}
# The message of a refusal is a msgid, also on floors that know no Django. Wrong settings are told to operators, in
# Chinese.
REFUSALS = {"Refused", "NotAllowed", "WrongState", "RuleBroken", "Stale", "Invalid", "NotFound", "Unset"}
REFUSALS |= {"YearNotEntered", "Unreadable"}
FOR_OPERATORS = {"commands", "demo", "migrations"}
# What Django makes of a template is no program, only calls like those in one, between rows of letters.
STRING = r"""u?(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
CALL = re.compile(rf"\b(?P<name>n?p?gettext|_)\((?P<said>\s*{STRING}(?:\s*,\s*{STRING})*)")

HEADER = {
    "Project-Id-Version": "guantong",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}

# (msgid, its plural or "", context or ""), by the file that uses it
Message = tuple[str, str, str]


def messages() -> dict[Message, list[str]]:
    """Every msgid with the files that use it."""
    found: dict[Message, list[str]] = {}
    for path, said in (*_in_code(), *_in_templates()):
        place = path.relative_to(PACKAGE.parent).as_posix()
        found.setdefault(said, [])
        if place not in found[said]:
            found[said].append(place)
    return found


def _in_code() -> Iterator[tuple[Path, Message]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if FOR_OPERATORS & set(path.relative_to(PACKAGE).parts):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                said = _of_call(node.func.id, node.args, constants)
                if said is not None:
                    yield path, said


def _of_call(name: str, args: list[ast.expr], constants: dict[str, object]) -> Message | None:
    texts = [arg.value if isinstance(arg, ast.Constant) else None for arg in args]
    if name in REFUSALS and args and isinstance(args[0], ast.Name):
        texts[0] = constants.get(args[0].id)
    if name not in MARKS | REFUSALS or not texts or not isinstance(texts[0], str) or not texts[0]:
        return None
    if name == "pgettext":
        return str(texts[1]), "", texts[0]
    return texts[0], str(texts[1]) if name == "ngettext" else "", ""


def _in_templates() -> Iterator[tuple[Path, Message]]:
    from django.utils.translation.template import templatize

    for path in sorted(PACKAGE.rglob("*.html")):
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        for found in CALL.finditer(code):
            texts = [ast.literal_eval(text) for text in re.findall(STRING, found["said"])]
            context = texts.pop(0) if "pgettext" in found["name"] else ""
            yield path, (texts[0], texts[1] if len(texts) > 1 else "", context)


def merged(old: polib.POFile, found: dict[Message, list[str]]) -> polib.POFile:
    """The catalog with exactly these messages, each with the translation that it had."""
    known = {(entry.msgid, entry.msgid_plural, entry.msgctxt or ""): entry for entry in old}
    new = polib.POFile(wrapwidth=110)
    new.metadata = dict(HEADER)
    for said, places in sorted(found.items(), key=lambda item: (item[1][0], item[0])):
        msgid, plural, context = said
        entry = polib.POEntry(msgid=msgid, msgid_plural=plural, msgctxt=context or None)
        entry.occurrences = [(place, "") for place in places]
        was = known.get(said)
        if plural:
            entry.msgstr_plural = was.msgstr_plural if was else {0: "", 1: ""}
        else:
            entry.msgstr = was.msgstr if was else ""
        new.append(entry)
    return new


def main() -> None:
    """Write the catalog."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guantong.site.settings")
    old = polib.pofile(str(CATALOG)) if CATALOG.exists() else polib.POFile()
    CATALOG.parent.mkdir(parents=True, exist_ok=True)
    merged(old, messages()).save(str(CATALOG))


if __name__ == "__main__":
    main()
