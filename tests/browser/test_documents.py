# SPDX-License-Identifier: Apache-2.0
"""The paper that comes out of the demo."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from guantong.gongwen.layout import check_layout
from guantong.gongwen.write.picture import page_picture

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


@pytest.mark.browser
def test_the_provincial_report_of_the_demo_departs_nowhere_from_the_standard(demo):
    assert check_layout((demo.home / "report.docx").read_bytes()) == []
    first = page_picture((demo.home / "report.pdf").read_bytes(), 1)
    assert Image.open(BytesIO(first)).size == (1190, 1684)
    if os.environ.get("GUANTONG_TEST_PICTURES") == "yes":
        shown = Image.open(BytesIO(first)).convert("RGB").resize((595, 842), Image.Resampling.LANCZOS)
        shown.quantize(32, dither=Image.Dither.NONE).save(PICTURES / "report-page.png", optimize=True)
