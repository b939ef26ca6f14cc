"""What the verification must say of a claim, as its papers came out in the pictures."""

from collections.abc import Sequence

from sample_docs.generator.scenarios import Case
from sample_docs.generator.truth import Truth

FACES = {
    "selfie_of_another": (False, None),
    "selfie_without_face": (False, "no_face_on_selfie"),
    "selfie_is_portrait": (True, "selfie_is_document_photo"),
    "selfie_blurred": (True, "face_blurred"),
    "selfie_eyes_closed": (True, "eyes_closed"),
    "selfie_sunglasses": (True, "eyes_covered"),
    "selfie_mask": (True, "mouth_covered"),
    "selfie_turned": (True, "face_turned"),
}
"""Whether card and selfie show one person, and what the selfie suffers from, where it is not the usual."""

EITHER = ("selfie_eyes_closed", "selfie_turned")
"""Where the faces match all the same an officer looks, and where they do not the applicant is asked."""

ONLY_SHOWN = ("ktp_paper_cut_out", "selfie_printed")
"""An officer should look, but the sign that tells it may be something harmless too, so it is only shown."""

SIGNS = {"screen": "CAPTURE_SCREEN", "copy": "CAPTURE_COPY"}
"""Issues of an identity card that an officer must look at, whatever else is right."""


def expected_of(case: Case, truths: Sequence[Truth], level: str) -> dict[str, object]:
    """The outcome, its reason, and where more than one outcome is right all that are, the best first.

    A clean claim whose identity card came as a copy or from a screen is an officer's. At level `hard` a
    clean claim is best cleared, but a reader that is not sure of a critical value and sends the claim to an
    officer is right too; asking the applicant again is not, because a person can read these pictures.
    """
    outcome, reason = case.outcome, case.reason
    issues = [mark.issue for truth in truths if truth.kind == "ktp" for mark in truth.marks]
    signs = [code for issue, code in SIGNS.items() if issue in issues]
    if outcome == "clear" and signs:
        outcome, reason = "review", signs[0]
    acceptable = [outcome]
    if level == "hard" and outcome == "clear":
        acceptable.append("review")
    if case.scenario in EITHER:
        acceptable = ["review", "resubmit"]
    if case.scenario in ONLY_SHOWN:
        acceptable.append("clear")
    return {"outcome": outcome, "reason": reason, "acceptable": acceptable}


def face_of(case: Case) -> dict[str, object]:
    """What the comparison of the faces must see, and whose faces they are: numbers of the rendered people."""
    same, issue = FACES.get(case.scenario, (True, None))
    shown = [case.dossier.person_of(paper).face for paper in case.dossier.papers if paper.kind == "selfie"]
    return {
        "same_person": same,
        "issue": issue,
        "portrait": case.dossier.applicant.face,
        "selfie": shown[0] if shown and issue != "no_face_on_selfie" else None,
    }
