# SPDX-License-Identifier: Apache-2.0
"""Money as whole fen: reading what a person typed, showing it, and sharing it out without losing a fen."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from guantong.kernel.errors import Invalid

FEN_PER_YUAN = 100
MULTIPLES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
AMOUNT = re.compile(
    r"(?:人民币|[¥￥])?(?P<sign>-?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
    r"(?P<part>\.[0-9]+)?(?P<multiple>万|亿)?元?整?"
)


def parse_yuan(text: str) -> int:
    """The amount in fen: ``1,234.5``, ``¥1234.50``, ``1.2万元`` and full-width digits are all understood."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    found = AMOUNT.fullmatch(plain)
    if found is None:
        raise Invalid("看不懂这个金额：“{text}”。请按“1234.50”这样填写。", text=text)
    yuan = Decimal(found["whole"].replace(",", "") + (found["part"] or "")) * MULTIPLES[found["multiple"] or ""]
    fen = yuan * FEN_PER_YUAN
    if fen != fen.to_integral_value():
        raise Invalid("金额最小到分，“{text}”比分还小。", text=text)
    return -int(fen) if found["sign"] else int(fen)


def format_yuan(fen: int) -> str:
    """``123450`` fen as ``1,234.50``."""
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}"


def split(fen: int, parts: int | Sequence[int]) -> list[int]:
    """Share ``fen`` among that many equal parts, or by these weights; the shares always add up to ``fen``.

    What rounding leaves over goes to the largest remainders, earlier parts first.
    """
    weights = [1] * parts if isinstance(parts, int) else list(parts)
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError(f"shares need weights that are not negative and not all zero, not {weights}")
    shares, remainders = zip(*(divmod(abs(fen) * weight, total) for weight in weights), strict=True)
    left = abs(fen) - sum(shares)
    luckiest = set(sorted(range(len(weights)), key=lambda place: (-remainders[place], place))[:left])
    sign = -1 if fen < 0 else 1
    return [sign * (share + (place in luckiest)) for place, share in enumerate(shares)]
