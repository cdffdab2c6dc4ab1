# SPDX-License-Identifier: Apache-2.0
"""State tables: which verb leads from which state to which, and the right it takes.

The table is the whole truth; buttons, API verbs, diagrams and tests read it. Only `org.move` writes a state.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from guantong.kernel.errors import WrongState

TONES = frozenset({"new", "edit", "ask", "no", ""})


@dataclass(frozen=True, slots=True)
class Move:
    """One verb of a flow. ``label`` may be a lazy translation; ``reason`` means that the mover must say why."""

    verb: str
    label: object
    source: str | tuple[str, ...]
    target: str
    right: str
    reason: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """The states from which this move starts, always as a tuple of plain names."""
        given = (self.source,) if isinstance(self.source, str) else self.source
        return tuple(_name(state) for state in given)


class Flow:
    """A checked state table over a ``str`` enum; an unknown name stops the process when the table is made.

    ``tones`` says how loud a state is shown where that differs from the rule of `tone`.
    """

    def __init__(
        self, states: type[Enum], start: str, moves: Sequence[Move], tones: Mapping[str, str] | None = None
    ) -> None:
        self.states = states
        self.start = _name(start)
        self.moves = tuple(moves)
        self._tones = {_name(state): tone for state, tone in (tones or {}).items()}
        self._labels: dict[str, object] = {str(member.value): _label(member) for member in states}
        self._check_names()
        self._by_verb_and_source = self._index()

    def move(self, verb: str, state: str) -> Move:
        """The move that ``verb`` makes from ``state``; refused in words where there is none."""
        found = self._by_verb_and_source.get((verb, _name(state)))
        if found is not None:
            return found
        named = next((move for move in self.moves if move.verb == verb), None)
        if named is None:
            raise ValueError(f"no move is called {verb!r}; the moves are {', '.join(self.verbs)}")
        raise WrongState(
            "现在是“{state}”，不能{verb}；只有“{sources}”才能{verb}。",
            state=self.label(state),
            verb=named.label,
            sources="”“".join(
                str(self.label(each)) for move in self.moves if move.verb == verb for each in move.sources
            ),
        )

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """The moves that start from ``state``, in the order of the table."""
        self.label(state)
        return tuple(move for move in self.moves if _name(state) in move.sources)

    def label(self, state: str) -> object:
        """What people call ``state``."""
        if _name(state) not in self._labels:
            raise ValueError(self._unknown(_name(state)))
        return self._labels[_name(state)]

    def tone(self, state: str) -> str:
        """How a state is shown: one that nothing leads out of is done ("new"), any other is under way ("edit")."""
        self.label(state)
        return self._tones.get(_name(state), "edit" if self.moves_from(state) else "new")

    @property
    def names(self) -> frozenset[str]:
        """Every state by its plain name."""
        return frozenset(self._labels)

    @property
    def verbs(self) -> tuple[str, ...]:
        """Every verb once, in the order of the table."""
        return tuple(dict.fromkeys(move.verb for move in self.moves))

    @property
    def rights(self) -> tuple[str, ...]:
        """Every right that some move takes, once, in the order of the table."""
        return tuple(dict.fromkeys(move.right for move in self.moves))

    def diagram(self) -> str:
        """The table as a mermaid state diagram, for the docs."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [f"    {state} : {label}" for state, label in self._labels.items()]
        for move in self.moves:
            lines += [f"    {source} --> {_name(move.target)} : {move.label}" for source in move.sources]
        return "\n".join(lines) + "\n"

    def _check_names(self) -> None:
        named = [self.start, *(name for move in self.moves for name in (*move.sources, _name(move.target)))]
        for name in (*named, *self._tones):
            if name not in self._labels:
                raise ValueError(self._unknown(name))
        if unknown := set(self._tones.values()) - TONES:
            raise ValueError(f"{self.states.__name__} has the tones {sorted(unknown)}; the tones are {sorted(TONES)}")

    def _index(self) -> dict[tuple[str, str], Move]:
        index: dict[tuple[str, str], Move] = {}
        for move in self.moves:
            for source in move.sources:
                if (move.verb, source) in index:
                    raise ValueError(f"two moves are called {move.verb!r} from {source!r}; the moves are {self.verbs}")
                index[move.verb, source] = move
        return index

    def _unknown(self, name: str) -> str:
        return f"{self.states.__name__} has no state {name!r}; the states are {', '.join(self._labels)}"


def _name(state: str) -> str:
    return str(state.value) if isinstance(state, Enum) else state


def _label(member: Enum) -> object:
    return getattr(member, "label", member.value)
