# SPDX-License-Identifier: Apache-2.0
"""Pictures of pages: character recognition through the optional `ocr` extra, bounded in pixels."""

from __future__ import annotations

import io
import warnings
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from PIL import Image, UnidentifiedImageError

from guantong.gongwen.model import Unreadable
from guantong.gongwen.read.limits import Limits
from guantong.gongwen.read.lines import Pages
from guantong.gongwen.read.sources.geometry import Glyphs, lines_of, rows_of
from guantong.gongwen.read.sources.plain import unseen_removed

_LEAST_SURE = 0.5


@cache
def recognizer() -> Any | None:
    """The recognition engine; None where the extra is not installed."""
    if find_spec("rapidocr") is None:
        return None
    return import_module("rapidocr").RapidOCR()


def picture_pages(data: bytes, limits: Limits) -> Pages:
    """The lines on a picture."""
    if recognizer() is None:
        raise Unreadable("图片要先做文字识别；请上传文字版，或请管理员安装文字识别组件。", "unsupported")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data)) as picture:
                width, height = picture.size
                if width * height > limits.image_pixels:
                    raise Unreadable("图片像素过高，请缩小后再上传。", "too_large")
                image = picture.convert("RGB")
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise Unreadable("图片已损坏，打不开，请重新拍摄或导出。", "broken") from error
    lines = lines_of(rows_of(recognize(image), 1))
    return Pages(tuple(lines), warnings=("文字由图片识别得出，请与原件核对。",))


def recognize(image: Image.Image) -> list[Glyphs]:
    """The recognized pieces of text with their boxes."""
    engine = recognizer()
    if engine is None:
        return []
    result = engine(image)
    if result is None or result.boxes is None or result.txts is None:
        return []
    found = []
    for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        clean = unseen_removed(str(text)).strip()
        if clean and float(score) >= _LEAST_SURE:
            xs, ys = [float(point[0]) for point in box], [float(point[1]) for point in box]
            found.append(Glyphs(clean, min(xs), max(xs), min(ys), max(ys)))
    return found
