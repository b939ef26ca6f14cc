"""schemathesis over the whole API on a real socket, on both databases: no 5xx, every answer as described.

Left out of its checks: that what fits the description is accepted and the rest refused. A claim.json may fit
and still name a day that no calendar has; what an applicant typed may be anything, and is told in the report.
"""

from __future__ import annotations

import io
import json

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.pipeline.portal.live_portal import Live, create
from tests.pipeline.portal.test_reading import filed, finished

__all__ = ["filed"]
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
)
EXAMPLES = 20
"""For each of 16 operations, on either database."""


def test_every_answer_is_as_described(live: Live, filed) -> None:
    client = live.client()
    known = finished(live, filed)
    hook = client.post("/v1/webhooks", json={"url": "https://portal.example/hook"}).json()["endpoint_id"]
    live.store.deliveries.spread()
    event = live.store.deliveries.of(hook)[0].event_id
    draft = client.post("/v1/verifications", json={**_claim(), "claim_id": "JHT-draft"}).json()
    ids = {"verification_id": known, "endpoint_id": hook, "event_id": event, "name": "page-1.jpg",
           "claim_id": filed.claim_id, "position": "0"}  # fmt: skip
    schema = schemathesis.openapi.from_file(io.StringIO(json.dumps(live.app.openapi())))
    schema.config.update(base_url=live.url)
    token = client.headers["Authorization"]
    done = []
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
            phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @_given(operation)
        def one(case) -> None:
            own = dict(case.path_parameters or {})
            if len(case.headers or {}) % 2 or not own:  # now and then the ids that are there
                own |= {name: value for name, value in ids.items() if name in own}
            if "uploads" in case.path or "submit" in case.path:
                own["verification_id"] = draft["verification_id"]
            case.path_parameters = own
            case.call_and_validate(headers={"Authorization": token}, checks=CHECKS, timeout=30)

        one()
        done.append(operation.label)
    assert len(done) == sum(len(ops) for ops in live.app.openapi()["paths"].values())


def _given(operation):
    from hypothesis import given, strategies

    either = strategies.one_of(
        operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE),
    )
    return given(case=either)


def _claim() -> dict[str, object]:
    from tests.pipeline.portal.live_portal import CLAIM

    return CLAIM


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH"])
def test_no_fault_by_any_method_anywhere(method: str, quick: Live) -> None:
    client = quick.client()
    assert create(client).status_code == 202
    for path in quick.app.openapi()["paths"]:
        filled = path.replace("{", "").replace("}", "")
        answer = client.request(method, filled, content=b"\x00\xff")
        assert answer.status_code < 500, (method, path, answer.text)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
