"""Our own reader in the shape of the others. The order of work is handed in, as only the flow knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from models.document import Document, DocumentType
from pipeline.evaluate.duel import OURS, Reader


def ours(read_document: Callable[[bytes, str, Any], Sequence[Document]], engines: Any) -> Reader:
    """Return the reader that takes a KTP's picture through every step up to its fields.

    Args:
        read_document: the flow's function of that name.
        engines: what it needs; its opener's processor time is counted too.
    """

    def read(picture: bytes) -> Mapping[str, str | None]:
        for document in read_document(picture, "ktp", engines):
            if document.type is DocumentType.KTP:
                return {name: found.value for name, found in document.fields.items()}
        return {}

    names = ", ".join(engines.names[name] for name in ("reader_1", "reader_2", "reader_3"))
    return Reader(OURS, "periksa", names, read, engines.opener.core_seconds)
