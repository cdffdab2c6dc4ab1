# SPDX-License-Identifier: Apache-2.0
"""The number of an official document: code word, year and serial, as in 青总办〔2020〕53号.

Serials are unique per code word and year; a gap in them is reported, never filled.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from guantong.kernel.errors import Invalid

NUMBER = re.compile(
    r"(?P<code_word>[^\W\d_]{1,20})[〔\[(【〈<{](?P<year>(?:19|20)[0-9]{2})年?[〕\])】〉>}]第?0*(?P<serial>[1-9][0-9]{0,5})号"
)


@dataclass(frozen=True, slots=True, order=True)
class DocumentNumber:
    """One document of one code word in one year."""

    code_word: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.code_word}〔{self.year}〕{self.serial}号"

    @classmethod
    def parse(cls, text: str) -> "DocumentNumber":
        """Read a number typed with any brackets, full-width digits, spaces, zeros in front or 第."""
        found = NUMBER.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
        if found is None:
            raise Invalid("看不懂这个发文字号：“{text}”。请按“青总办〔2020〕53号”这样填写。", text=text)
        return cls(found["code_word"], int(found["year"]), int(found["serial"]))


def gaps(serials: Iterable[int]) -> list[int]:
    """The serials missing from 1 up to the highest one given."""
    given = set(serials)
    return [serial for serial in range(1, max(given, default=0)) if serial not in given]
