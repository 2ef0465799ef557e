"""Refusals of the store as exceptions; ``key`` names the sentence that a person reads (catalogue ``store``)."""

from __future__ import annotations

from collections.abc import Mapping


class StoreError(Exception):
    """A refusal of the store; nothing of the command was written."""

    key: str = "store.failed"


class Conflict(StoreError):
    """A save drawn from an older revision: someone saved in between.

    Attributes
    ----------
    entity : str
        ``table:id`` of the row, ``table:`` with the row's natural key when it has no id yet.
    mine : Mapping
        The values of the refused save, by column.
    theirs : Mapping or None
        The row as it stands now with its ``ver`` (long contents left out), None when it is gone.
    """

    key = "store.conflict"

    def __init__(self, entity: str, mine: Mapping[str, object], theirs: Mapping[str, object] | None) -> None:
        super().__init__(f"{entity} was changed since it was read")
        self.entity = entity
        self.mine = mine
        self.theirs = theirs


class Immutable(StoreError):
    """A submitted score, a locked method or an opened price can no longer be changed."""

    key = "store.immutable"


class Archived(StoreError):
    """The tender is in the archive: it can be read and downloaded, and changes only once it is taken out."""

    key = "store.archived"


class Missing(StoreError, LookupError):
    """There is no such row in this tender."""

    key = "store.missing"


class Sealed(StoreError, PermissionError):
    """A price was asked for before the prices were opened."""

    key = "store.sealed"


class SignedOut(StoreError, PermissionError):
    """Whoever asks is not signed in: nobody is named, the sign-in ended, or the account was closed."""

    key = "store.signed_out"


class Hidden(StoreError, PermissionError):
    """A file of a vendor was asked for by somebody with a declared interest in it, or who has not declared yet."""

    key = "store.hidden"


class SealedFinal(Sealed):
    """A final price was asked for while a rival may still bid."""

    key = "store.sealed_final"


class NotAccepted(StoreError):
    """A value outside a closed set, or a reason left empty: ``rule`` is the name of the database's own check."""

    key = "store.not_accepted"

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class CommandReused(StoreError):
    """A command id came a second time with other content: the page must mint a new id and send again."""

    key = "store.reused"


class UnfitPlace(StoreError):
    """The data folder or the database URL cannot hold the store; ``key`` and ``params`` say what to do."""

    def __init__(self, key: str, **params: str) -> None:
        super().__init__(f"{key} {params}")
        self.key = key
        self.params = params


class NewerStore(StoreError):
    """A newer version of the program has already written this database; nothing was touched."""

    key = "store.newer"


class Unavailable(StoreError):
    """The database could not take the command now; nothing was written and the command may be sent again."""

    key = "store.unavailable"


class Busy(Unavailable):
    """Another writer held the database for more than ten seconds."""

    key = "store.busy"


class DiskFull(Unavailable):
    """The disk that holds the data folder is full."""

    key = "store.full"


class ChainBroken(StoreError):
    """The event log was changed outside the program, at event ``seq``."""

    key = "store.chain"

    def __init__(self, seq: int, fault: str) -> None:
        super().__init__(f"event {seq}: {fault}")
        self.seq = seq
        self.fault = fault
