"""argv -> a command. Models and Prefect load when a command needs them, so that help answers at once."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from models.result import ClaimResult
from pipeline.commands import audit, keys, known_answers, machines, officers, portal, privacy
from pipeline.errors import VerificationError
from pipeline.machine import end_children
from pipeline.progress import Counting, Follow, bar, complaints
from pipeline.summary import show, status, sum_up

LEVELS = ("flat", "office", "phone", "hard")
console = Console(highlight=False, markup=False, emoji=False)


def doors(name: str = "flows") -> Any:
    """Load the order of work (flows.py: with Prefect), or what stands beside it (nights.py, wiring.py)."""
    return import_module(name)


HELP = """Verify the documents of BPJS Ketenagakerjaan claims.

periksa reads every upload of a claim (KTP, KPJ card, bank book, letters ...), proves each number it read,
matches the selfie with the portrait on the identity card, compares the documents with one another and with
what was typed, and files a report: clear, review or resubmit. It never rejects a claim.

\b
Start here:
  periksa samples runs/try --claims 5 --seed 1     five invented claims
  periksa batch runs/try --out runs/reports        verify them all
  then open runs/reports/index.html

Exit status: 0 the work was done, whatever the outcomes; 1 some claim could not be processed because of the
machine; 2 the arguments, a folder or a policy table are unusable; 3 a program that is needed is missing.
"""


def _known(_context: click.Context, _option: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    from sample_docs.generator.scenarios import mixture

    known = sorted(set(mixture())) if names else []
    for name in names:
        if name not in known:
            raise click.BadParameter(f"there is no scenario {name!r}; there are: {', '.join(known)}")
    return names


only_scenarios = click.option(
    "--scenario", "scenarios", metavar="NAME", multiple=True, callback=_known,
    help="Only claims of this scenario; several take turns. A wrong name lists them.",
)  # fmt: skip


@click.group(help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="periksa", prog_name="periksa")
def cli() -> None:
    """Hold the commands; its help is :data:`HELP`."""


@cli.command()
@click.argument(
    "folders", metavar="CLAIM_FOLDER...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where reports go."
)
def verify(folders: tuple[Path, ...], out: Path) -> None:
    """Verify each CLAIM_FOLDER (a folder with a claim.json and its uploads).

    Writes OUT/<claim_id>/report.json, .html and .pdf for each, and prints a summary. A folder whose report
    was already made from the same files, by the same software and policy, is not verified again.
    """
    wrong = [folder for folder in folders if not folder.is_dir()]
    for folder in wrong:
        complaints.print(f"{folder}: there is no such folder")
    usable = [folder for folder in folders if folder.is_dir()]
    if not usable:
        sys.exit(2)
    with Follow(len(usable)) as follow:
        results = doors().run_folders(usable, out, follow)
    show(results, console)
    for result in results:
        if result.claim_id:
            console.print(f"{result.claim_id}: {out / result.claim_id / 'report.html'}", soft_wrap=True)
    sys.exit(status(results, unusable=bool(wrong)))


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where reports go."
)
@click.option(
    "--workers", type=click.IntRange(1, 256), default=2, show_default=True, help="Processes at work."
)
def batch(folder: Path, out: Path, workers: int) -> None:
    """Verify every claim folder below FOLDER: the overnight job.

    Runs as the Prefect flow verify-batch (no server needs to be set up). It can be stopped at any time and
    run again: a claim whose report was made from the same files, by the same software and policy, is not
    done twice. Writes OUT/morning.html and .pdf (how the night went) and OUT/index.html (every claim); while
    it runs OUT/progress.json and OUT/metrics.prom (docs/operating.md).
    """
    started = time.perf_counter()
    flows = doors()
    with Follow(None, doors("nights").at_work) as follow:
        results = flows.run_batch(folder, out, workers, follow)
    if not results:
        complaints.print(f"{folder}: no claim folder (one with a claim.json) is below it")
        sys.exit(2)
    show(results, console)
    sum_up(results, time.perf_counter() - started, console)
    console.print(f"Open: {out / 'morning.html'}", soft_wrap=True)
    sys.exit(status(results))


@cli.command()
@click.argument(
    "folder", metavar="CLAIM_FOLDER", type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option(
    "--reports", type=click.Path(path_type=Path, file_okay=False, exists=True), required=True,
    help="The folder that `verify` or `batch` filed into (their --out).",
)  # fmt: skip
def replay(folder: Path, reports: Path) -> None:
    """Verify CLAIM_FOLDER again and list what its filed report says differently; nothing is filed.

    Under the same policy, program, models and earlier claims there is nothing to list. Values of persons are
    shown with their middles hidden.
    """
    told = doors().replayed(folder, reports)
    console.print(f"{len(told)} differences" if told else "the same report, but for times")
    for change in told:
        before, after = change.hidden()
        console.print(f"{change.place}: {before or '-'} -> {after or '-'}", soft_wrap=True)


@cli.command()
@click.argument("claim", metavar="CLAIM")
@click.option(
    "--reports", type=click.Path(path_type=Path, file_okay=False, exists=True), required=True,
    help="The folder that `verify` or `batch` filed into (their --out).",
)  # fmt: skip
def letter(claim: str, reports: Path) -> None:
    """Print the message to the applicant of CLAIM (a claim id whose report is filed), in plain Indonesian.

    What is to be mended, one step for each thing. What an officer looks at is not in it.
    """
    if not (reports / claim / "report.json").is_file():
        complaints.print(f"{claim}: no report of such a claim is filed in {reports}")
        sys.exit(2)
    click.echo(doors().letter_of(claim, reports), nl=False)


@cli.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--claims", type=click.IntRange(1, 100_000), default=20, show_default=True, help="How many.")
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed, the same claims."
)
@click.option(
    "--level", type=click.Choice(LEVELS), default="phone", show_default=True,
    help="How the documents were photographed.",
)  # fmt: skip
@only_scenarios
def samples(folder: Path, claims: int, seed: int, level: str, scenarios: tuple[str, ...]) -> None:
    """Write synthetic claim folders into DIR, with their truth in DIR/truth.

    People, numbers and faces are invented. About half of the claims are in order; the others each have one
    problem. The same seed writes the same bytes.
    """
    from sample_docs.generator.claims import write_claims

    with bar() as progress:
        line = progress.add_task("writing", total=claims)
        write_claims(
            folder,
            claims=claims,
            seed=seed,
            level=level,
            scenarios=scenarios,
            progress=lambda done, _: progress.update(line, completed=done),
        )
    console.print(f"{claims} claims in {folder}, their truth in {folder / 'truth'}", soft_wrap=True)


@cli.command()
@click.option(
    "--claims", type=click.IntRange(1, 100_000), default=60, show_default=True, help="How many at each level."
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of the synthetic claims.")
@click.option(
    "--level", "levels", type=click.Choice(LEVELS), multiple=True, default=LEVELS,
    help="How the documents were captured; may be given several times.  [default: all four]",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1, 256), default=2, show_default=True, help="Processes at work."
)
@click.option(
    "--baselines", is_flag=True, help="Also read KTP pictures with Tesseract and with RapidOCR alone."
)
@click.option(
    "--baseline-cards", type=click.IntRange(1, 100_000), default=40, show_default=True,
    help="KTP pictures of each level that are read side by side.",
)  # fmt: skip
@click.option(
    "--reader", "readers", metavar="MODULE:FUNCTION", multiple=True,
    help="A further reader to compare with: bytes of a picture -> its fields.",
)  # fmt: skip
@click.option(
    "--claims-from", type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Labelled claim folders of your own (with truth/ beside them) instead of synthetic ones.",
)  # fmt: skip
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("runs/evaluation"),
    show_default=True,
)
@only_scenarios
def evaluate(
    claims: int, seed: int, levels: tuple[str, ...], workers: int, baselines: bool, baseline_cards: int,
    readers: tuple[str, ...], claims_from: Path | None, out: Path, scenarios: tuple[str, ...],
) -> None:  # fmt: skip
    """Measure accuracy and speed on fresh synthetic claims and print the scorecard.

    Writes the claims of every level, verifies them, compares every field and outcome with the truth, and
    files OUT/scorecard.json and OUT/scorecard.html. Stopped and run again, it goes on where it was. Choose
    a seed that nothing was tuned on.
    """
    from pipeline.evaluate import command
    from pipeline.evaluate.run import MEMORY
    from sample_docs.generator.claims import write_claim

    order = command.Order(
        claims=claims, seed=seed, levels=tuple(name for name in LEVELS if name in levels), workers=workers,
        cards=baseline_cards, out=out, baselines=baselines, readers=readers, claims_from=claims_from,
        scenarios=scenarios,
    )  # fmt: skip
    flows = doors()
    statuses: list[ClaimResult] = []

    def verify_all(folder: Path, reports: Path) -> None:
        os.environ["PERIKSA_MEMORY"] = str((reports / MEMORY).resolve())
        with Follow(None) as follow:
            statuses.extend(flows.run_batch(folder, reports, workers, follow))

    with Counting() as count:
        write = partial(write_claim, scenarios=scenarios)
        card = command.carry_out(order, flows, doors("wiring"), write, verify_all, count)
    console.print(command.to_text(card), soft_wrap=True, markup=False)
    console.print(f"Open: {out / 'scorecard.html'}", soft_wrap=True)
    sys.exit(status(statuses))


@cli.command()
@click.option("--claims", type=click.IntRange(1, 10_000), default=8, show_default=True, help="How many.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of the synthetic claims.")
@click.option(
    "--workers", type=click.IntRange(1, 256), default=2, show_default=True, help="Processes at work."
)
@click.option(
    "--prefect-claims",
    type=click.IntRange(0, 10_000),
    default=40,
    show_default=True,
    help="Claims of the batch that is run with and without Prefect; 0 leaves it out.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("runs/bench"), show_default=True
)
def bench(claims: int, seed: int, workers: int, prefect_claims: int, out: Path) -> None:
    """Measure speed: seconds per claim and stage, core-seconds per claim, and what Prefect adds.

    The claims hold a KTP, a KPJ card, a bank book, a paklaring and a selfie, as phones deliver them. Machines
    differ and are shared: compare figures of one run, not of two.
    """
    from pipeline.evaluate.bench import keep_only, stage_table
    from sample_docs.generator.claims import write_case, write_claims

    flows, place = doors(), out / f"{seed}"
    shutil.rmtree(place, ignore_errors=True)
    os.environ["PERIKSA_MEMORY"] = str((place / "memory").resolve())
    folders = [
        keep_only(
            write_case(
                place / "claims" / f"{number:03}", "jht_mengundurkan_diri", seed * 1000 + number, "phone"
            )
        )
        for number in range(claims)
    ]
    with Follow(claims) as follow:
        flows.run_folders(folders, place / "reports", follow)
    console.print(f"one process, one claim after the other\n{stage_table(place / 'reports')}")
    if not prefect_claims:
        return
    write_claims(place / "batch", claims=prefect_claims, seed=seed)
    spent = {}
    for name, run in (("without", flows.run_without_prefect), ("with", flows.run_batch)):
        started = time.perf_counter()
        with Follow(None) as follow:
            run(place / "batch", place / name, workers, follow)
        spent[name] = time.perf_counter() - started
    added = spent["with"] - spent["without"]
    console.print(
        f"batch of {prefect_claims} claims, {workers} workers: {spent['without']:.1f} s without Prefect, "
        f"{spent['with']:.1f} s with it: {added:+.1f} s ({100 * added / spent['with']:+.1f} %)"
    )


@cli.command("calibrate-face")
@click.argument("pairs", metavar="PAIRS.csv", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--false-matches", type=click.FloatRange(1e-7, 0.1), default=0.001, show_default=True,
    help="Share of strangers that may be called one person.",
)  # fmt: skip
@click.option(
    "--misses", type=click.FloatRange(0, 0.5), default=0.01, show_default=True,
    help="Share of same persons that may be called two.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("runs/face"), show_default=True
)
def calibrate_face(pairs: Path, false_matches: float, misses: float, out: Path) -> None:
    """Choose the thresholds of the face match from labelled pairs of your own.

    PAIRS.csv has the columns same_person (1 or 0), and distance, or first and second (pictures); with a
    column group the errors are told by group. Writes OUT/face-calibration.html and .json, and OUT/bands.toml,
    which PERIKSA_FACE_BANDS puts to use. Nothing in them names a picture or a person.
    """
    from pipeline.evaluate import faces

    with Counting() as count, doors("wiring").face_distances() as (distance_of, limits):
        card = faces.carry_out(
            pairs, out, false_matches=false_matches, misses=misses, distance_of=distance_of,
            other_limits=limits, progress=lambda done, total: count("pairs", done, total),
        )  # fmt: skip
    told = card["all"]
    console.print(
        f"match below {card['match_below']}, no match above {card['no_match_above']} ({card['version']})\n"
        f"false matches {told['false_match']['right']} of {told['false_match']['total']} pairs of strangers, "
        f"recognised {told['true_match']['right']} of {told['true_match']['total']}"
    )
    if not card["enough_strangers"]:
        console.print(f"too few strangers to show a false-match rate of {false_matches:g}", style="yellow")
    console.print(f"Open: {out / 'face-calibration.html'}", soft_wrap=True)


for _group in (audit, keys, known_answers, machines, officers, portal, privacy):
    for _command in _group.COMMANDS:
        cli.add_command(_command)


def main() -> None:
    """Run the command line; every known failure is one sentence, never a traceback."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service that is stopped goes on like Ctrl-C
    try:
        cli.main(prog_name="periksa", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        sys.exit(2)
    except VerificationError as problem:
        complaints.print(str(problem), soft_wrap=True)
        sys.exit(problem.exit_status)
    except (click.Abort, KeyboardInterrupt):
        complaints.print("stopped; run the same command again to go on")
        if any(thread.name == "night" for thread in threading.enumerate()):
            end_children()
            os._exit(130)  # the orchestrator's threads would wait for a server that got the same Ctrl-C
        sys.exit(130)
