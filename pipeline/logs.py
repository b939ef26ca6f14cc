"""Logs as one JSON object a line, for programs that collect them; or plain lines, for people.

What is logged carries ids, codes and counts. An exception is told by its type alone: its text may quote.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

_PLAIN = "%(asctime)s %(levelname)s %(message)s"


class JsonLines(logging.Formatter):
    """One object a line: at, level, logger, message, and what ``extra={"told": {...}}`` adds."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            told["fault"] = record.exc_info[0].__name__
        return json.dumps(told | getattr(record, "told", {}), ensure_ascii=False)


def set_up(shape: str, *others: str) -> None:
    """Write our logs, and those of the libraries named, to standard error: ``text`` or ``json``."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if shape == "json" else logging.Formatter(_PLAIN))
    for name in ("periksa", *others):
        logger = logging.getLogger(name)
        logger.handlers[:], logger.propagate = [handler], False
        logger.setLevel(logging.INFO)


def is_json() -> bool:
    """Tell whether lines for programs were asked for."""
    handlers = logging.getLogger("periksa").handlers
    return any(isinstance(handler.formatter, JsonLines) for handler in handlers)
