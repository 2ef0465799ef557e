"""The same use cases without a browser. JSON goes to standard output alone, words and logs to standard error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from evaluator import __version__
from evaluator.cli_frame import BAD_INPUT, DONE, LAYOUT, PATH, Commands, Outcome, command
from evaluator.cli_frame import common as _common
from evaluator.cli_frame import error_lines as _error_lines
from evaluator.cli_frame import folder as _folder
from evaluator.cli_frame import usage as _usage
from evaluator.cli_keeping import audit, backup, restore
from evaluator.cli_users import users
from evaluator.i18n.words import t


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="evaluator")
def main() -> None:
    """From vendors' workbooks to a defensible ranking, a shortlist and a contract draft."""


@main.command()
@click.option("--port", type=int, default=8501, show_default=True)
@click.option("--sample/--no-sample", default=False, help="Load the sample tender into an empty data folder.")
def serve(port: int, sample: bool) -> None:
    """Start the web app on 127.0.0.1."""
    from evaluator.web.serve import serve as start

    start(port=port, sample=sample)


@main.command()
@click.option("--pack", required=True)
@click.option("--tender", "tender_file", type=PATH)
@click.option("--lang", "layout", type=LAYOUT, default="both", show_default=True)
@click.option("--packages", is_flag=True, help="A zip with workbooks and covering note for each invited vendor.")
@click.option(
    "--own-language", is_flag=True, help="Packages in each vendor's own language alone: the file's, or its name's."
)
@click.option("--final-by", "due", default="", help="The packages are for a final price round until this day.")
@click.option("--out", type=PATH, required=True)
@_common
@command
def template(
    lang: Any, pack: str, tender_file: Path | None, layout: Any, packages: bool, own_language: bool, due: str, out: Path
) -> Outcome:
    """Write the workbooks to send to vendors."""
    if packages or own_language or due:
        from evaluator.services.sending import Wish, write_packages

        paths = write_packages(pack, tender_file, Wish(layout=layout, final_due=due), out, own=own_language)
    else:
        from evaluator.services.exporting import write_templates

        paths = write_templates(pack, tender_file, layout, out)
    return Outcome(DONE, {"files": [str(path) for path in paths]}, [t("cli.written", lang, path=str(p)) for p in paths])


@main.command()
@click.argument("path", type=PATH)
@click.option("--assign", type=PATH, help="The assignment table, filled in; without it an empty one is written.")
@click.option("--title", default="", help="Name of the method; default: the questionnaire's file name.")
@click.option("--references", is_flag=True, help="Ask vendors for clients to call, and add the questions of the call.")
@click.option(
    "--list-weight", default="", help="Weight of the buyer's requirement list in percent; default: not scored."
)
@click.option("--out", type=PATH, required=True, help="Folder for the pack, or for the table to fill in.")
@_common
@command
def questionnaire(
    lang: Any, path: Path, assign: Path | None, title: str, references: bool, list_weight: str, out: Path
) -> Outcome:
    """Make a method pack from the buyer's own questionnaire, with a person's assignment of its questions."""
    from evaluator.services.own_folder import pack_of_questionnaire, questionnaire_words

    data, code = pack_of_questionnaire(path, assign, out, (title, references, list_weight), lang)
    return Outcome(code, data, questionnaire_words(data, lang), _error_lines(data))


@main.command()
@click.option("--pack", required=True)
@click.option("--tender", "tender_file", type=PATH)
@click.option("--lang", "layout", type=LAYOUT, default="both", show_default=True)
@click.option("--clauses", is_flag=True, help="The clause book for counsel instead: clauses and positions.")
@click.option("--from", "book", type=PATH, help="A workbook that came back: its changes are written as a pack.")
@click.option("--out", type=PATH, required=True, help="The workbook to write; with --from, the folder of the new pack.")
@_common
@command
def method(
    lang: Any, pack: str, tender_file: Path | None, layout: Any, clauses: bool, book: Path | None, out: Path
) -> Outcome:  # fmt: skip
    """Write the method as a workbook to be changed, or a pack from one that came back."""
    from evaluator.services import book_folder, clause_book_folder, method_books

    books = clause_book_folder if clauses else method_books
    if book is None:
        data = books.write_book_file(pack, tender_file, layout, out)
        return Outcome(DONE, data, [t("cli.written", lang, path=str(out))])
    data, done = books.pack_from_book(pack, tender_file, book, out, lang)
    return Outcome(DONE if done else BAD_INPUT, data, *book_folder.book_lines(data, lang))


@main.command()
@click.option("--pack", required=True)
@click.option("--tender", "tender_file", type=PATH)
@click.option("--tenders", type=click.IntRange(1, 2000), default=200, show_default=True, help="Tenders to generate.")
@click.option("--bids", type=click.IntRange(2, 26), default=5, show_default=True, help="Bids in each of them.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--what-if", "what_if", type=PATH, help="Workbooks filled in as you expect vendors to: a folder, or one.")
@click.option("--report", "out", type=PATH, help="Write the report, a workbook, here.")
@_common
@command
def clinic(
    lang: Any, pack: str, tender_file: Path | None, tenders: int, bids: int, seed: int, what_if: Path | None,
    out: Path | None,
) -> Outcome:  # fmt: skip
    """Try a method on generated bids before it is locked: traps of weights, price formula, gates and scales."""
    from evaluator.clinic.examine import Wish
    from evaluator.i18n.clinic import lines
    from evaluator.services.clinic_folder import clinic_folder

    wish = Wish(tenders=tenders, bids=bids, seed=seed)
    data, told, code = clinic_folder(pack, tender_file, wish, what_if, out, lang)
    written = [t("cli.written", lang, path=path) for path in data["files"]]
    return Outcome(code, data, [*lines(told, lang), *written], _error_lines(data))


@main.command()
@click.option("--pack", required=True)
@click.option("--bids", type=PATH, required=True)
@click.option("--tender", "tender_file", type=PATH)
@click.option("--evaluator", "name", help="Whose scorecard; --out is then a file.")
@click.option("--all", "everybody", is_flag=True, help="One for each evaluator of the tender; --out is then a folder.")
@click.option("--lang", "layout", type=LAYOUT, default="both", show_default=True)
@click.option("--out", type=PATH, required=True)
@_common
@command
def scorecard(
    lang: Any, pack: str, bids: Path, tender_file: Path | None, name: str | None, everybody: bool, layout: Any,
    out: Path,
) -> Outcome:  # fmt: skip
    """Write the score workbook of one evaluator, or of each."""
    if everybody == (name is not None):
        _usage("scorecard needs --evaluator NAME or --all, not both")
    from evaluator.services.exporting import write_scorecard_files

    if name is not None and not name.strip():
        from evaluator.services.folder import FolderError

        raise FolderError("evaluator_blank")
    data, code = write_scorecard_files(pack, bids, tender_file, ((name or "").strip(), layout, lang), out)
    return Outcome(code, data, [t("cli.written", lang, path=path) for path in data["files"]], _error_lines(data))


@main.command()
@click.argument("paths", nargs=-1, type=PATH, required=True)
@click.option("--pack", default="", help="Read by this pack; default: the bundled one that made the workbook.")
@click.option("--tender", "tender_file", type=PATH, help="Tender file; default: tender.toml beside the workbook.")
@click.option("--answers", is_flag=True, help="List every question with its answer.")
@click.option("--mapping", type=PATH, help="Read workbooks that are not ours as this mapping file says.")
@click.option("--save-mapping", "out", type=PATH, help="Write the mapping proposed for one such workbook, to adjust.")
@click.option("--report", type=PATH, help="Folder for reports to the vendors: cells to correct, points to clarify.")
@click.option("--with-prices", "prices", is_flag=True, help="Prices are opened: the reports may name them.")
@_common
@command
def inspect(
    lang: Any, paths: tuple[Path, ...], pack: str, tender_file: Path | None, answers: bool, mapping: Path | None,
    out: Path | None, report: Path | None, prices: bool,
) -> Outcome:  # fmt: skip
    """Say what intake understands of workbooks; other people's too, by a mapping where recognition falls short."""
    from evaluator.adapters.reader_process import warm

    warm()  # it starts beside what is loaded here
    from evaluator.services.inspecting import Given, inspect_paths, inspect_words

    if out is not None:
        from evaluator.services.inspecting_foreign import proposal_words, save_proposal

        if mapping is not None or answers or report is not None:
            _usage("--save-mapping takes neither --mapping nor --answers nor --report")
        data = save_proposal(paths, out, Given(pack, tender_file))
        return Outcome(DONE, data, proposal_words(data, lang))
    data = inspect_paths(paths, lang, answers, mapping, report=report, prices=prices, given=Given(pack, tender_file))
    return Outcome(BAD_INPUT if data["errors"] else DONE, data, inspect_words(data, lang), _error_lines(data))


@main.command()
@click.option("--pack")
@click.option("--bids", type=PATH)
@click.option("--tender", "tender_file", type=PATH)
@click.option("--scores", type=PATH)
@click.option("--no-second-opinions", "alone", is_flag=True)
@click.option(
    "--matrix", type=PATH, help="A decision matrix (.json, .csv) or a sheet of scores (.xlsx, .xls, .ods, .csv)."
)
@click.option("--method", help="Method for --matrix.")
@click.option("--param", "params", multiple=True, help="k=v, v is JSON or a bare word.")
@click.option("--robustness", "firm", is_flag=True, help="How firm the ranking is, too, as `robustness` says it.")
@click.option(
    "--reversal", is_flag=True, help="With --matrix: try the order without each bid, with copies, with a worse bid."
)
@_common
@command
def rank(
    lang: Any, pack: str | None, bids: Path | None, tender_file: Path | None, scores: Path | None, alone: bool,
    matrix: Path | None, method: str | None, params: tuple[str, ...], firm: bool, reversal: bool,
) -> Outcome:  # fmt: skip
    """Import, score, rank and explain; or rank a ready-made matrix by any method."""
    if matrix is not None:
        if method is None:
            _usage("--matrix needs --method")
        from evaluator.services.matrix import matrix_answer, read_parameters

        if firm:
            _usage("--robustness needs --pack and --bids; for a matrix there is the command robustness")
        data, lines = matrix_answer(matrix, method, read_parameters(params), lang if reversal else None)
        return Outcome(DONE, data, lines)
    if pack is None or bids is None:
        _usage("rank needs --pack and --bids, or --matrix and --method")
    from evaluator.services.ranking import rank_folder, rank_words

    data, code = rank_folder(pack, bids, tender_file, scores, (lang, not alone))
    lines = rank_words(data, lang)
    if firm:
        from evaluator.services.robustness_folder import robustness_folder, robustness_words

        found, code = robustness_folder((pack, bids, tender_file, scores), lang)
        data["robustness"] = found
        lines += robustness_words(found, lang)
    return Outcome(code, data, lines, _error_lines(data))


@main.command()
@click.option("--pack", help="A bundled pack's name or a folder.")
@click.option("--bids", type=PATH, help="Folder with the vendors' workbooks.")
@click.option("--tender", "tender_file", type=PATH, help="Tender file; default: tender.toml in the folder.")
@click.option("--scores", type=PATH, help="A scorecard or a folder of them.")
@click.option("--matrix", type=PATH, help="A decision matrix instead of a folder; its values are taken as given.")
@click.option("--samples", type=click.IntRange(1, 10_000_000), default=100_000, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--within", help="Try only weights within so many percent of the published ones; default: all weights.")
@click.option("--in-order", is_flag=True, help="Try only weights in the order of the published ones.")
@click.option("--panel-spread", "spread", is_flag=True, help="Values too are uncertain, as far as the panel is apart.")
@click.option(
    "--method",
    default="additive",
    show_default=True,
    help="What places are counted by: one of topsis, vikor, promethee2.",
)
@_common
@command
def robustness(
    lang: Any, pack: str | None, bids: Path | None, tender_file: Path | None, scores: Path | None,
    matrix: Path | None, samples: int, seed: int, within: str | None, in_order: bool, spread: bool, method: str,
) -> Outcome:  # fmt: skip
    """Say how firm a ranking is: on other weights, and what least change makes another bid first."""
    from evaluator.services.robustness_folder import robustness_folder, robustness_matrix, robustness_words
    from evaluator.services.robustness_json import Wish

    if within is not None and in_order:
        _usage("--within and --in-order exclude each other")
    if spread and method != "additive":
        _usage("--panel-spread and another --method exclude each other")
    wish = Wish(samples=samples, seed=seed, within=within, in_order=in_order, spread=spread, method=method)
    if matrix is not None:
        if spread:
            _usage("--panel-spread needs --pack and --bids")
        found = robustness_matrix(matrix, wish)
        return Outcome(DONE, found, robustness_words(found, lang))
    if pack is None or bids is None:
        _usage("robustness needs --pack and --bids, or --matrix")
    data, code = robustness_folder((pack, bids, tender_file, scores), lang, wish)
    return Outcome(code, data, robustness_words(data, lang), _error_lines(data))


@main.command()
@_folder
@click.option("--top", type=click.IntRange(min=1), help="Places on the shortlist; default: the pack's rule.")
@click.option("--lang", "layout", type=LAYOUT, default="both", show_default=True)
@click.option("--out", type=PATH, required=True)
@_common
@command
def shortlist(
    lang: Any, pack: str, bids: Path, tender_file: Path | None, scores: Path | None, top: int | None, layout: Any,
    out: Path,
) -> Outcome:  # fmt: skip
    """Write the shortlist workbook, with live formulas."""
    from evaluator.services.exporting import write_shortlist_file

    data, code = write_shortlist_file((pack, bids, tender_file, scores), (top, layout, lang), out)
    return Outcome(code, data, [t("cli.written", lang, path=path) for path in data["files"]], _error_lines(data))


@main.command()
@_folder
@click.option("--vendor", required=True)
@click.option("--lang", "layout", type=LAYOUT, default="both", show_default=True)
@click.option("--date", "draft_date", help="Date of the draft, YYYY-MM-DD; default: the tender's.")
@click.option("--redline", "marked", default="", help="Changes against: standard, a _words.json, or a vendor.")
@click.option("--read-back", type=PATH, help="A negotiated .docx of this draft: list what it changes, write no draft.")
@click.option("--although", default="", help="Why it is drafted for an excluded vendor, or on answers not scored.")
@click.option("--pdf", is_flag=True, help="The draft as PDF too, where LibreOffice is installed.")
@click.option("--out", type=PATH, required=True)
@_common
@command
def draft(
    lang: Any, pack: str, bids: Path, tender_file: Path | None, scores: Path | None, vendor: str, layout: Any,
    draft_date: str | None, marked: str, read_back: Path | None, although: str, pdf: bool, out: Path,
) -> Outcome:  # fmt: skip
    """Write the contract draft for a vendor with all its files and a redline, or read a negotiated one back."""
    from evaluator.services import draft_folder, read_back_folder

    wish = draft_folder.DraftWish(vendor, layout, draft_date, lang, marked, although, pdf)
    if read_back is not None:
        told, code = read_back_folder.read_back_files((pack, bids, tender_file, scores), wish, read_back, out)
        return Outcome(code, told, read_back_folder.read_back_words(told, lang), _error_lines(told))
    data, code = draft_folder.write_draft_files((pack, bids, tender_file, scores), wish, out)
    return Outcome(code, data, draft_folder.draft_lines(data, lang), _error_lines(data))


@main.command()
@_folder
@click.option("--vendor", default="", help="The vendor to award to; default: the choice in the tender file.")
@click.option("--reason", default="", help="Why; required with --vendor.")
@click.option("--second-reason", default="", help="Why not the first-placed bid, where another is chosen.")
@click.option("--member", "people", multiple=True, help="A member of the committee: NAME, or NAME, ROLE.")
@click.option("--chair", default="", help="The member who chairs.")
@click.option("--lang", "layout", type=LAYOUT, default="both", show_default=True)
@click.option("--date", "day", default="", help="Date of the paper, YYYY-MM-DD; default: a line to fill in.")
@click.option("--firm", is_flag=True, help="Add one paragraph on how firm the result is.")
@click.option("--letters", is_flag=True, help="Write a letter to each vendor that was not chosen too.")
@click.option("--remarks-seen", "seen", is_flag=True, help="Write letters though reasons will not carry them.")
@click.option("--no-place", is_flag=True, help="Letters do not tell a vendor its own place.")
@click.option("--tell-second-reason", is_flag=True, help="The letter to a bid placed ahead tells the second reason.")
@click.option("--winner-scores", is_flag=True, help="Letters tell the chosen bid's scores by criterion.")
@click.option("--out", type=PATH, required=True)
@_common
@command
def recommend(
    lang: Any, pack: str, bids: Path, tender_file: Path | None, scores: Path | None, vendor: str, reason: str,
    second_reason: str, people: tuple[str, ...], chair: str, layout: Any, day: str, firm: bool, letters: bool,
    seen: bool, no_place: bool, tell_second_reason: bool, winner_scores: bool, out: Path,
) -> Outcome:  # fmt: skip
    """Write the award recommendation: .docx and, where LibreOffice is installed, PDF; letters to the others on request."""
    if bool(vendor) is not bool(reason):
        _usage("--vendor and --reason go together")
    from evaluator.award.committee import committee
    from evaluator.services.awarding import Choice
    from evaluator.services.debriefing import Wish
    from evaluator.services.recommend_folder import recommend_folder

    told = Wish(place=not no_place, winner_scores=winner_scores, second_reason=tell_second_reason, seen=seen)
    wish = told if letters else None
    choice = Choice(vendor=vendor, reason=reason, second_reason=second_reason, members=committee(people, chair))
    data, code = recommend_folder((pack, bids, tender_file, scores), choice, (layout, day, firm, lang), out, wish)
    lines = [t("cli.written", lang, path=path) for path in (*data["files"], *data.get("letters", ()))]
    lines += [found["message"] for found in data.get("remarks", ())]
    if data["files"] and not data["pdf"]:
        lines.append(t("award.no_pdf", lang))
    return Outcome(code, data, lines, _error_lines(data))


for _command in (users, audit, backup, restore):
    main.add_command(_command)


if __name__ == "__main__":
    main()
