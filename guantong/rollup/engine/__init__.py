# SPDX-License-Identifier: Apache-2.0
"""How totals are kept and read; `rollup.queries` is the door to it, and nothing outside rollup comes in here.

`live` counts records themselves; `reading` answers from stored tallies plus what is not folded yet; `follow` fills the
outbox and keeps to the tree; `fold` empties it; `rebuild` makes everything anew and finds drift; `sql` alone says SQL.
"""
