# SPDX-License-Identifier: Apache-2.0
"""Units, people, posts, accounts, themes and dated rule values; what every record of a unit shares."""

from .accounts import Account, Installation
from .people import BankAccount, DocumentKind, IdentityDocument, NumberClash, OfPerson, Person, PersonQuerySet, Sex
from .posts import Deputy, DeputyQuerySet, Post, PostQuerySet
from .records import RecordQuerySet, UnitRecord
from .reveals import Reveal
from .themes import Theme
from .tokens import Once, Token, TokenQuerySet
from .units import Unit, UnitKind, UnitLevel, UnitManager, UnitPast, UnitQuerySet
from .values import RuleValue

__all__ = (
    "Account",
    "BankAccount",
    "Deputy",
    "DeputyQuerySet",
    "DocumentKind",
    "IdentityDocument",
    "Installation",
    "NumberClash",
    "OfPerson",
    "Once",
    "Person",
    "PersonQuerySet",
    "Post",
    "PostQuerySet",
    "RecordQuerySet",
    "Reveal",
    "RuleValue",
    "Sex",
    "Theme",
    "Token",
    "TokenQuerySet",
    "Unit",
    "UnitKind",
    "UnitLevel",
    "UnitManager",
    "UnitPast",
    "UnitQuerySet",
    "UnitRecord",
)
