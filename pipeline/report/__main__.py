"""``python -m pipeline.report > docs/report.schema.json`` writes the schema that is in force."""

import sys

from pipeline.report.serial import schema_text

sys.stdout.write(schema_text())
