"""The bundled CRM pack with some of its method rewritten, as a buyer does who takes it as a start."""

from __future__ import annotations

from pathlib import Path

from evaluator.adapters.packs import find_pack, pack_files

TOPSIS = ('rule = "additive"', 'rule = "method"\nmethod = "topsis"')
QUALITY_PER_PRICE = ('rule = "additive"', 'rule = "index"\nmethod = "quality_per_price"')
MINIMUM_TOTAL = ('combine = "mean"', 'combine = "mean"\nminimum_total = 60')
CONSENSUS = ('combine = "mean"', 'combine = "consensus"')

_MORE = 5
_LEAF = """[[criteria.children]]
key = "fit.more_{n}"
title = {{ zh = "方案补充项{n}", en = "Plan, part {n}" }}
description = {{ zh = "实施方案的第 {n} 个补充评审点。", en = "Point {n} on which the plan is judged." }}
weight = 2
judge = "panel"
levels = [
  {{ points = 0, text = {{ zh = "没有说明。", en = "Nothing is said." }} }},
  {{ points = 5, text = {{ zh = "说明完整，可以核对。", en = "All is said and can be checked." }} }},
]

"""
_LAST = '[[criteria]]\nkey = "price"'
FIFTEEN = (
    ('weight = 50\njudge = "requirements"', f'weight = {50 - 2 * _MORE}\njudge = "requirements"'),
    (_LAST, "".join(_LEAF.format(n=n) for n in range(1, _MORE + 1)) + _LAST),
)


def rewritten(folder: Path, *changes: tuple[str, str]) -> Path:
    """A folder, made here, with the pack; each change is words that stand in its method once, and what replaces them."""
    files = pack_files(find_pack("crm_platform"))
    for old, new in changes:
        assert files["method.toml"].count(old) == 1, old
        files["method.toml"] = files["method.toml"].replace(old, new)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder
