"""The audit that anyone can run, and a head of the log that is signed, for the minutes and for comparing later.

The key that signs lies in the data folder, beside the database and outside it: whoever rewrites the database without the key
cannot sign what it says then. A signed head that was printed or sent away cannot be taken back.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.store.audit import Fault
from evaluator.store.engine import data_folder
from evaluator.store.store import Store, stamp

KEY: Final = "audit.key"
FORMAT: Final = "evaluator-head-1"


def signed_head(store: Store, folder: Path | None = None) -> dict[str, Any]:
    """Length and last hash of the log, when, and the signature under them, by the key in the data folder (made if missing).

    Raises
    ------
    ChainBroken
        The log is not whole: there is nothing to sign.
    """
    chain, key = store.verify_chain(), _key(folder or data_folder())
    said = {"format": FORMAT, "length": chain.length, "hash": chain.head, "at": stamp(store.clock())}
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    signature = base64.b64encode(key.sign(_signed({**said, "key": public}))).decode()
    return {**said, "key": public, "signature": signature}


def _signed(said: Mapping[str, Any]) -> bytes:
    return json.dumps(
        {name: said[name] for name in ("format", "length", "hash", "at", "key")}, sort_keys=True, separators=(",", ":")
    ).encode()


def _key(folder: Path) -> Ed25519PrivateKey:
    path = folder / KEY
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "wb") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw())
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())


def audited(store: Store, earlier: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the audit found: ``length``, ``head``, ``faults``; with an ``earlier`` signed head, whether the log still holds it."""
    found = store.audit()
    faults = list(found.faults)
    if earlier is not None:
        faults += _against(store, earlier)
    return {
        "whole": not faults,
        "length": found.chain.length if found.chain else 0,
        "head": found.chain.head if found.chain else "",
        "faults": [{"rule": fault.rule, "place": fault.place} for fault in faults],
    }


def _against(store: Store, earlier: Mapping[str, Any]) -> list[Fault]:
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(str(earlier["key"]), validate=True))
        public.verify(base64.b64decode(str(earlier["signature"]), validate=True), _signed(earlier))
        length = int(earlier["length"])
    except (InvalidSignature, KeyError, ValueError, TypeError):
        return [Fault("head_unsigned", "")]
    if (own := data_folder() / KEY).exists() and _key(
        own.parent
    ).public_key().public_bytes_raw() != public.public_bytes_raw():
        return [Fault("head_foreign", "")]
    there = store.hash_at(length)
    if not there:
        return [Fault("log_cut", str(length))]
    return [] if there == earlier["hash"] else [Fault("log_rewritten", str(length))]


def lines(found: Mapping[str, Any], lang: Lang) -> list[str]:
    """The findings as sentences."""
    if found["whole"]:
        return [t("audit.whole", lang, n=found["length"], head=found["head"])]
    return [t(f"audit.{fault['rule']}", lang, place=fault["place"]) for fault in found["faults"]]
