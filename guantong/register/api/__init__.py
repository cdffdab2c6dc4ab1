# SPDX-License-Identifier: Apache-2.0
"""The API of every register, from the same declaration, form, filters and services as its screens.

`requests` says who asks and what a body holds, `answers` what goes back, `views` joins them, `schema` describes them.
"""
