"""Writes docs/openapi.json anew: scripts/inside python scripts/portal/describe.py."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pipeline.portal import Portal, create_app  # noqa: E402


def main() -> None:
    """Describe routes; nothing behind them is asked."""
    told = create_app(cast(Portal, _Nothing())).openapi()
    text = json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (ROOT / "docs" / "openapi.json").write_text(text, "utf-8")


class _Nothing:
    """Stands where a portal would; only its limits are looked at."""

    def __getattr__(self, name: str) -> Any:
        return None


if __name__ == "__main__":
    main()
