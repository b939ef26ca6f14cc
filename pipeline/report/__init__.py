"""The last room: what is known about a claim becomes a report for programs and for people."""

from pipeline.report.changes import Change, changes
from pipeline.report.compose import compose
from pipeline.report.files import files_of
from pipeline.report.index import Row, index_html
from pipeline.report.kept import kept_pictures
from pipeline.report.letter import asking, letter
from pipeline.report.overview import NIGHTS, overview_files
from pipeline.report.page import to_html
from pipeline.report.pdf import to_pdf
from pipeline.report.pictures import shown
from pipeline.report.said import said
from pipeline.report.serial import schema, to_json
from pipeline.report.wording import words

__all__ = [
    "NIGHTS",
    "Change",
    "Row",
    "asking",
    "changes",
    "compose",
    "files_of",
    "index_html",
    "kept_pictures",
    "letter",
    "overview_files",
    "said",
    "schema",
    "shown",
    "to_html",
    "to_json",
    "to_pdf",
    "words",
]
