# SPDX-License-Identifier: Apache-2.0
"""How much a source may ask of the machine before it is refused. Every limit is a setting of the caller."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one reading; the defaults suit an office that receives files from strangers."""

    file_bytes: int = 30 * MEGABYTE
    unpacked_bytes: int = 120 * MEGABYTE
    part_bytes: int = 40 * MEGABYTE
    pack_entries: int = 4000
    pack_ratio: int = 200
    xml_depth: int = 200
    markup_depth: int = 2000
    pages: int = 300
    characters: int = 600_000
    paragraphs: int = 20_000
    image_pixels: int = 60_000_000
    ocr_pages: int = 20
    convert_seconds: int = 60
