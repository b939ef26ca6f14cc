"""The last room: what is known about a claim becomes a report for programs and for people."""

from pipeline.report.compose import compose
from pipeline.report.files import files_of
from pipeline.report.index import Row, index_html
from pipeline.report.letter import letter
from pipeline.report.page import to_html
from pipeline.report.pdf import to_pdf
from pipeline.report.pictures import shown
from pipeline.report.serial import schema, to_json

__all__ = [
    "Row",
    "compose",
    "files_of",
    "index_html",
    "letter",
    "schema",
    "shown",
    "to_html",
    "to_json",
    "to_pdf",
]
