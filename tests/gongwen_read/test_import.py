# SPDX-License-Identifier: Apache-2.0
"""The package of official documents stands alone and loads lightly."""

import subprocess
import sys

_PROBE = """
import sys
import guantong.gongwen
loaded = {name.partition(".")[0] for name in sys.modules}
print(",".join(sorted(loaded & {"django", "docx", "pypdfium2", "pdfplumber", "selectolax", "rjieba", "PIL"})))
"""


def test_importing_the_package_pulls_in_no_django_and_no_file_format():
    run = subprocess.run([sys.executable, "-c", _PROBE], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


def test_reading_a_text_pulls_in_no_django():
    probe = (
        "import sys; from guantong.gongwen import read; read('各单位：\\n请报送材料。'); print('django' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
