"""The scorecard for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.evaluate.rates import Rate

Card = Mapping[str, Any]


def shown(rate: Card) -> str:
    """Return a rate of the scorecard in one phrase."""
    return str(Rate(rate["right"], rate["total"], rate["low"], rate["high"]))


def to_text(card: Card) -> str:
    """Return the scorecard: every level, the readers side by side, the bars."""
    lines: list[str] = []
    for name, level in card["levels"].items():
        lines += [f"── level {name}, {level['claims']} claims", *_level(level), ""]
    if card["side_by_side"]:
        lines += [*_duel(card["side_by_side"]), ""]
    lines += ["── bars", *_bars(card)]
    return "\n".join(lines)


def _level(level: Card) -> Iterator[str]:
    fields, outcomes, calibration = level["fields"], level["outcomes"], level["calibration"]
    yield f"document types           {shown(level['types']['all'])}"
    for name, number in fields["critical"].items():
        yield f"{name:24} {shown(number)}"
    yield f"whole KTP right          {shown(fields['ktp_whole_card'])}"
    yield f"all fields of the KTP    {shown(fields['ktp_fields'])}"
    yield f"letters' dates, names    {shown(fields['letters_dates_names'])}"
    yield f"right where verified     {shown(calibration['verified'])}"
    yield f"right at 0.99 or more    {shown(calibration['right_at']['0.99'])}"
    if calibration["ece"] is not None:
        yield f"calibration error        {100 * calibration['ece']:6.2f} %"
    yield f"outcome as expected      {shown(outcomes['as_expected'])}"
    yield f"straight through         {shown(outcomes['straight_through'])}"
    yield f"problem's reason named   {shown(outcomes['problems_found'])}"
    yield f"problem ended clear      {len(outcomes['problem_ended_clear'])}"
    yield from (f"  {line}" for line in outcomes["problem_ended_clear"])
    yield f"silent critical errors   {len(level['silent_errors'])}"
    yield from (f"  {line}" for line in level["silent_errors"])
    alarms = ", ".join(f"{code} {count}" for code, count in outcomes["false_alarms"].items())
    yield f"false alarms             {alarms or 'none'}"
    for issue, found in level["quality"]["found"].items():
        wrongly = level["quality"]["false_alarms"][issue]
        yield f"issue {issue:18} {shown(found)}; wrongly told {shown(wrongly).strip()}"
    yield from _signs(level["signs"])
    if level["faces"]["claims"]:
        yield from _faces(level["faces"])
    speed = level["speed"]
    if speed["claims"]:
        yield f"seconds per claim        median {speed['seconds_median']:.2f}; core-seconds mean "\
              f"{speed['core_seconds_mean']:.2f}, per file {speed['core_seconds_per_file']:.2f}"  # fmt: skip
        yield "  " + ", ".join(
            f"{stage} {seconds:.2f}" for stage, seconds in speed["stage_seconds_mean"].items()
        )
    short = {n: f for n, f in fields["per_field"].items() if f["exact"]["right"] < f["exact"]["total"]}
    if short:
        yield "values not read as printed:"
    for name, found in sorted(short.items(), key=lambda one: one[1]["exact"]["share"]):
        yield f"  {name:38} {shown(found['exact'])}; letters wrong {100 * found['characters']['rate']:.2f} %"
    if outcomes["other_than_expected"]:
        yield "other outcome than expected:"
    yield from (f"  {line}" for line in outcomes["other_than_expected"])


def _signs(signs: Card) -> Iterator[str]:
    for sign, found in signs["found"].items():
        wrongly = signs["false_alarms"][sign]
        if found["total"] or wrongly["right"]:
            in_place = shown(signs["in_place"][sign]).strip()
            yield f"sign {sign:19} {shown(found)}, in its place {in_place}"
            yield f"{'':24} wrongly told of untouched cards {shown(wrongly).strip()}"


def _faces(faces: Card) -> Iterator[str]:
    yield f"portrait found           {shown(faces['portrait_found'])}"
    yield f"selfie's face found      {shown(faces['selfie_found'])}"
    for who, words in (("same_person", "same person"), ("strangers", "strangers")):
        told = ", ".join(f"{verdict} {count}" for verdict, count in faces[who].items())
        yield f"{words:24} {told}"
    if across := faces["across_claims"]:
        told = ", ".join(f"{verdict} {count}" for verdict, count in across["strangers"].items())
        yield f"strangers across claims  {told}; nearest {across['nearest']}"
        told = ", ".join(f"{verdict} {count}" for verdict, count in across["same_person"].items())
        yield f"one person across claims {told}"
    for issue, found in faces["found"].items():
        wrongly = faces["false_alarms"][issue]
        yield f"selfie {issue:24} {shown(found)}; wrongly told {shown(wrongly).strip()}"


def _duel(duel: Card) -> Iterator[str]:
    for name, one in [*duel["levels"].items(), ("all levels", duel["all"])]:
        yield f"── readers side by side, {name}, {one['cards']} KTP pictures"
        for reader in one["readers"].values():
            nik, letters = shown(reader["fields"]["nik"]["exact"]), reader["characters"]["rate"]
            yield f"{reader['title']:26} whole card {shown(reader['whole_card'])}; NIK {nik}"
            yield (
                f"{'':26} fields {100 * reader['all_fields']['share']:.2f} %; letters wrong "
                f"{100 * letters:.2f} %; core-seconds {reader['core_seconds_mean']:.3f}"
            )
        for other, ratio in one["core_seconds_ratio"].items():
            ends = f"95 % {ratio['low']:.3f}-{ratio['high']:.3f}"
            yield f"core-seconds, ours / {other}: {ratio['ratio']:.3f} ({ends})"


def _bars(card: Card) -> Iterator[str]:
    for bar in card["bars"]:
        open_ = not bar["certain"] and bar["verdict"] != "too few to tell"
        note = " (the interval holds the bar)" if open_ else ""
        yield f"{bar['verdict']:16} {bar['name']}, {bar['levels']}, {bar['bar']}: {bar['measured']}{note}"
