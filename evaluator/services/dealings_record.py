"""The rows of the record of dealings; nothing of a sealed file is in it but its name, its time and its hash."""

from __future__ import annotations

from evaluator.adapters.dealings_file import DealingsRecord
from evaluator.domain.attachment import Attachment
from evaluator.domain.dealing import Call, Conversation
from evaluator.domain.text import Lang
from evaluator.i18n.days import moment, zone_note, zone_of
from evaluator.i18n.words import t
from evaluator.intake.receipt import is_late
from evaluator.services.cited import cited_text
from evaluator.services.commands import LOCAL
from evaluator.services.held import Upload
from evaluator.services.state import TenderState


def record_of(state: TenderState, lang: Lang) -> DealingsRecord:
    """Everything that passed between the buyer and vendors beside the answers, withdrawn or not."""
    files: list[Upload | Attachment] = [one for one in state.uploads if one.kind == "bid"]
    files += state.dealings.attachments
    note = zone_note(zone_of(state.tender.deadline), lang)
    return DealingsRecord(
        tender=state.tender.name.show(lang), sample=state.tender.sample, note=note,
        talks=[_talk(state, one, lang) for one in state.dealings.conversations],
        files=[_file(state, one, lang) for one in sorted(files, key=lambda one: (one.vendor, one.received_at))],
        calls=[_call(state, one, lang) for one in state.dealings.calls],
    )  # fmt: skip


def who(by: str, lang: Lang) -> str:
    """A person's name; without sign-in there is only the user of this machine."""
    return t("ranking.local", lang) if by == LOCAL.name else by


def _state(lang: Lang, *, withdrawn: bool, reason: str) -> str:
    return t("conversation.was_withdrawn", lang, reason=reason) if withdrawn else t("conversation.state.current", lang)


def _talk(state: TenderState, one: Conversation, lang: Lang) -> list[str]:
    titles = {leaf.key: leaf.title.show(lang) for leaf in state.pack.method.leaves()}
    touches = ", ".join(titles.get(item, item) for item in one.touches)
    noted = f"{who(one.by, lang)}\n{moment(one.at, lang, zone_of(state.tender.deadline))}"
    gone = _state(lang, withdrawn=one.withdrawn, reason=one.reason)
    kind = t(f"conversation.kind.{one.kind}", lang) if one.kind else ""
    said = [one.people, one.asked, one.learnt, touches, cited_text(state, one, lang)]
    return [one.code, one.vendor, moment(one.day, lang), kind, *said, noted, gone]


def _file(state: TenderState, one: Upload | Attachment, lang: Lang) -> list[str]:
    zone = zone_of(state.tender.deadline)
    handed = moment(one.handed_in_at, lang, zone) if one.handed_in_at else ""
    standing = one.state if isinstance(one, Attachment) else "current"
    sealed = one.envelope == "price" and "prices_opened" not in state.stages and standing == "current"
    words = [t(f"conversation.state.{'sealed' if sealed else standing}", lang)]
    if is_late(one.handed_in_at, state.due(one.id)):
        words.append(t("receipt.late", lang))
    if one.admitted:
        words.append(t("receipt.line_admitted", lang, reason=one.admitted))
    return [one.vendor, one.name, handed, moment(one.received_at, lang, zone), " · ".join(words), one.sha256]


def _call(state: TenderState, one: Call, lang: Lang) -> list[str]:
    said = [
        f"{call.text.show(lang)} {one.answers[call.key]}" for call in state.pack.method.calls if call.key in one.answers
    ]
    found = [f"{word['claimed']} / {word['said']}: {word['reason']} ({who(word['by'], lang)})" for word in one.settled]
    gone = _state(lang, withdrawn=one.withdrawn, reason=one.reason)
    return [
        one.vendor,
        one.client,
        moment(one.day, lang),
        one.caller,
        one.spoken,
        "\n".join(said),
        "\n".join(found),
        gone,
    ]
