"""The pre-check: one file is looked at while the applicant is still there, and nothing of it is kept."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from models.api_key import Scope
from models.document import DocumentType
from models.pre_check import PreChecked
from models.report import ReportReason
from pipeline.errors import EngineError
from pipeline.portal.access import Guarded, needs
from pipeline.portal.answers import PreCheck, ToMend
from pipeline.portal.parts import form_of, limited
from pipeline.portal.ports import Portal
from pipeline.portal.problems import Kind, Refused, documented
from pipeline.portal.wording import words

router = APIRouter(route_class=Guarded, tags=["pre-check"])

_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["type", "file"],
                "properties": {
                    "type": {"$ref": "#/components/schemas/DocumentType"},
                    "file": {"type": "string", "format": "binary"},
                },
            }
        }
    },
}


@router.post(
    "/pre-check",
    operation_id="preCheck",
    openapi_extra=needs(Scope.PRE_CHECK) | {"requestBody": _BODY},
    responses=documented(
        Kind.MALFORMED, Kind.SLOW, Kind.TOO_LARGE, Kind.MEDIA, Kind.INVALID, Kind.UNAVAILABLE
    ),
)
async def pre_check(request: Request) -> PreCheck:
    """Tell whether a file is readable and what it should be, and if not, what to do.

    Parts: `file`, and `type`, what it should be. Usually answered within two seconds; 503 where there is no
    time for it now, which is no reason to keep the applicant from submitting.
    """
    portal: Portal = request.app.state.portal
    async with form_of(request, portal.bounds) as form:
        wanted, files = form.getlist("type"), form.getlist("file")
        known = {kind.value for kind in DocumentType}
        if len(wanted) != 1 or not isinstance(wanted[0], str) or wanted[0] not in known:
            raise Refused(Kind.INVALID, errors=[("type", f"accepted once: {', '.join(sorted(known))}")])
        if len(files) != 1 or not isinstance(files[0], UploadFile):
            raise Refused(Kind.INVALID, errors=[("file", "must be there once, with a filename")])
        data = await limited(files[0], portal.bounds.file_bytes)
    try:
        checked, said = await run_in_threadpool(portal.pre_check, data, wanted[0])
    except EngineError:
        told = "There is no time for a pre-check now; the file can be submitted without one."
        raise Refused(Kind.UNAVAILABLE, told, headers={"Retry-After": "3"}) from None
    return answer_of(checked, said)


def answer_of(checked: PreChecked, said: list[ReportReason]) -> PreCheck:
    """Return what is told; ``said``: its reasons in words, in their order."""
    usable = checked.readable and checked.right_kind is not False and not said
    problems = [ToMend(code=one.code, message_id=one.message_id, remedy_id=one.remedy_id) for one in said]
    first = words()["pre_check"]["usable" if usable else "unusable"]
    steps = [f"{one.message_id} {one.remedy_id or ''}".strip() for one in problems]
    return PreCheck(
        type=checked.wanted,
        found=list(checked.found),
        usable=usable,
        readable=checked.readable,
        right_kind=checked.right_kind,
        problems=problems,
        advice_id=" ".join([first, *dict.fromkeys(steps)]),
    )
