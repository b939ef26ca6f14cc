"""The lines are those of the file, and no entry that tomllib sees is without one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.policy import loader
from pipeline.policy.toml_lines import line_of, lines_of

TABLES = sorted(Path(loader.__file__).parent.glob("*.toml"))

AWKWARD = '''# a comment with [brackets] and key = 1
top = "a # b ] } ,"
"quoted key".'other.one' = [1, 2, # three
  3,
  { a = 1, b.c = """two
lines = no keys""" },
]

[table]
from = 2015-07-01
nested = { list = [{ x = 1 }, { x = 2 }] }

[[row]]
name = 'one'
[row.sub]
deep = true
[[row]]
[row.sub]
deep = false
'''


def paths_in(value: object, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {path} | {found for key, one in inside for found in paths_in(one, (*path, key))}


@pytest.mark.parametrize("file", TABLES, ids=lambda file: file.name)
def test_every_entry_of_our_tables_has_its_line(file: Path) -> None:
    text = file.read_text("utf-8")
    lines = lines_of(text)

    assert set(lines) == paths_in(tomllib.loads(text)) - {()}
    written = text.splitlines()
    for path, line in lines.items():
        if isinstance(path[-1], str):
            assert path[-1] in written[line - 1], path


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 2),
        (("quoted key", "other.one"), 3),
        (("quoted key", "other.one", 2), 4),
        (("quoted key", "other.one", 3, "b", "c"), 5),
        (("table", "from"), 10),
        (("table", "nested", "list", 1, "x"), 11),
        (("row", 0, "sub", "deep"), 16),
        (("row", 1), 17),
        (("row", 1, "sub", "deep"), 19),
    ],
)
def test_awkward_writing_does_not_lead_astray(path: tuple[str | int, ...], line: int) -> None:
    lines = lines_of(AWKWARD)

    assert set(lines) == paths_in(tomllib.loads(AWKWARD)) - {()}
    assert lines[path] == line


def test_what_is_missing_is_told_at_what_is_around_it() -> None:
    lines = lines_of(AWKWARD)

    assert line_of(lines, ("row", 1, "cause")) == 17
    assert line_of(lines, ("nowhere",)) is None


NAMES = st.text(alphabet="ab_-1", min_size=1, max_size=4)
VALUES = st.recursive(
    st.one_of(st.integers(-9, 9), st.booleans(), st.text(alphabet='a"#]}\\\n ', max_size=6)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=8,
)


def written(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {written(one)}' for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[\n" + "".join(f"  {written(one)}, # and on\n" for one in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    return str(value)


@given(st.dictionaries(NAMES, VALUES, max_size=4))
def test_any_table_is_walked_as_tomllib_reads_it(table: dict[str, object]) -> None:
    text = "".join(f'"{name}" = {written(value)}\n' for name, value in table.items())

    assert set(lines_of(text)) == paths_in(tomllib.loads(text)) - {()}
