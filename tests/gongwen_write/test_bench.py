# SPDX-License-Identifier: Apache-2.0
"""The bench measures real documents."""

from guantong.gongwen.layout import check_layout
from guantong.gongwen.write import bench, write
from tests.gongwen_write.paper import page_count


def test_a_unit_report_of_the_bench_is_a_right_document_of_several_pages():
    report = bench.unit_report(7)
    assert check_layout(write(report, "docx")) == []
    assert page_count(write(report, "pdf")) >= 3


def test_the_bench_sets_our_cost_beside_that_of_the_bare_libraries(monkeypatch):
    monkeypatch.setattr(bench, "SAMPLE", 3)
    figures = bench.bench(documents=4)
    assert figures["documents"] == 4
    assert figures["docx_ratio"] > 0.5
    assert figures["pdf_ratio"] > 0.5
    assert {"docx_ms", "bare_docx_ms", "pdf_ms", "bare_typst_ms", "job_memory_growth_mb"} <= set(figures)
