# SPDX-License-Identifier: Apache-2.0
"""Documents that arrive at the office, as plain text."""

LETTER = """平川市总工会关于商请支援宣讲员的函

平工函〔2021〕2号

青海省总工会：

为做好宣讲，请支援宣讲员2名，于2021年1月20日前函复。

平川市总工会
2021年1月8日
"""
