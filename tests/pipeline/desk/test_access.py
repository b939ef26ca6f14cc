"""Who may come in where: every route, every role, nobody, and a session that is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from models.audit import Action
from models.desk import Role
from pipeline.desk import app as desk_app
from pipeline.desk import create_desk
from pipeline.store import CaseStore
from pipeline.store.desk_users import DeskUsers
from tests.pipeline.desk.flagged_claims import flagged
from tests.pipeline.desk.live_desk import PASSWORD, Live, running

DECIDES, LEADS, LOOKS = {"officer", "supervisor"}, {"supervisor"}, {"auditor", "supervisor"}
EVERY = {role.value for role in Role}
MATRIX = {
    ("POST", "/sign-out"): EVERY,
    ("GET", "/"): EVERY,
    ("GET", "/queue"): DECIDES,
    ("POST", "/search"): DECIDES,
    ("GET", "/next"): DECIDES,
    ("GET", "/claim/{claim}"): DECIDES,
    ("GET", "/case/{run}"): DECIDES,
    ("GET", "/case/{run}/picture/{name}"): DECIDES,
    ("POST", "/case/{run}/show"): DECIDES,
    ("POST", "/case/{run}/message"): DECIDES,
    ("POST", "/case/{run}/assign"): DECIDES,
    ("POST", "/case/{run}/correct"): DECIDES,
    ("POST", "/case/{run}/rule"): DECIDES,
    ("POST", "/case/{run}/undo"): DECIDES,
    ("GET", "/second-reads"): {"officer"},
    ("POST", "/case/{run}/second"): {"officer"},
    ("GET", "/agreement"): LEADS,
    ("GET", "/agreement.csv"): LEADS,
    ("POST", "/agreement/{number}/seen"): LEADS,
    ("GET", "/figures"): LEADS,
    ("GET", "/figures.csv"): LEADS,
    ("GET", "/audit"): LOOKS,
    ("GET", "/people"): {"admin"},
}
OPEN = {("GET", "/sign-in"), ("POST", "/sign-in"), ("POST", "/language"), ("GET", "/static/{name}"),
        ("GET", "/sign-in/provider"), ("GET", "/sign-in/provider/back")}  # fmt: skip


def routes(live: Live) -> set[tuple[str, str]]:
    return {(m, route.path) for route in live.app.routes for m in route.methods - {"HEAD"}}


def test_the_matrix_covers_every_route(live: Live) -> None:
    assert routes(live) == set(MATRIX) | OPEN


def test_every_route_is_open_to_its_roles_alone(live: Live) -> None:
    run = flagged(live.store.cases, "JHT-1")
    someone = {role: live.signed_in(role) for role in EVERY}
    tokens = {role: one.token() for role, one in someone.items()}
    stranger = live.stranger()
    for (method, path), allowed in sorted(MATRIX.items(), key=lambda one: one[0][1] == "/sign-out"):
        place = "/desk" + path.format(run=run, claim="JHT-1", name="page-1.jpg", number=1)
        for role, one in someone.items():
            body = {"csrf": tokens[role]} if method == "POST" else None
            status = one.client.request(method, place, data=body).status_code
            assert (status != 403) == (role in allowed), (method, path, role, status)
        refused = stranger.request(method, place)
        assert refused.status_code == 303, (method, path)
        assert refused.headers["location"].startswith("/desk/sign-in")


def test_a_refusal_is_written_down(live: Live) -> None:
    live.signed_in("auditor").get("/queue")
    assert Action.ACCESS_REFUSED in {row.entry.what for row in live.store.audit.latest()}


@pytest.mark.parametrize(
    "page", [page for page in desk_app.PAGES if page.method == "POST"], ids=lambda p: p.path
)
def test_no_post_without_the_sessions_own_token(page, live: Live) -> None:
    run = flagged(live.store.cases, "JHT-1")
    role = "officer" if page.open or Role.OFFICER in page.roles else "supervisor"
    client = live.signed_in(role).client
    other = live.signed_in(role).token()
    place = "/desk" + page.path.format(run=run, number=1)
    for body in ({}, {"csrf": ""}, {"csrf": other}):
        answer = client.post(place, data={"ruled": "accept", "version": "1", **body})
        assert answer.status_code == 403, body
    assert live.store.cases.officers.review(run).version == 1


def test_no_post_from_another_site(live: Live) -> None:
    someone = live.signed_in("officer")
    token = {"csrf": someone.token()}
    for header in ({"Origin": "https://example.org"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert someone.client.post("/desk/sign-out", data=token, headers=header).status_code == 403
        wrong = live.stranger().post(
            "/desk/sign-in", data={"name": "officer", "password": PASSWORD}, headers=header
        )
        assert wrong.status_code == 403
    assert someone.get("/queue").status_code == 200


def test_every_answer_is_closed_to_frames_scripts_and_caches(live: Live) -> None:
    someone = live.signed_in("officer")
    answers = [live.stranger().get("/desk/sign-in"), someone.get("/queue"), someone.get("/nowhere"),
               someone.get("/case/none"), someone.client.delete("/desk/queue")]  # fmt: skip
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "style=" not in answer.text
        assert "<script>" not in answer.text


def test_the_cookie_cannot_be_read_by_scripts_and_stays_on_this_site(live: Live) -> None:
    answer = live.stranger().post("/desk/sign-in", data={"name": "officer", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/desk" in cookie
    assert "secure" not in cookie  # on this machine alone
    behind = live.stranger().post(
        "/desk/sign-in",
        data={"name": "officer", "password": PASSWORD},
        headers={"X-Forwarded-Proto": "https"},
    )
    assert "secure" in behind.headers["set-cookie"].lower()


def test_wrong_passwords_make_the_account_wait_longer_and_longer(cases: CaseStore) -> None:
    moment = [datetime(2026, 11, 20, 9, tzinfo=UTC)]
    with running(cases, clock=lambda: moment[0]) as live:
        object.__setattr__(live.desk, "users", users := DeskUsers(cases.shelf.database, lambda: moment[0]))

        def tried(password: str) -> int:
            return (
                live.stranger()
                .post("/desk/sign-in", data={"name": "officer", "password": password})
                .status_code
            )

        assert [tried("wrong") for _ in range(5)] == [401] * 5
        assert tried(PASSWORD) == 401, "it waits"
        moment[0] += timedelta(seconds=31)
        assert tried("wrong") == 401
        user, _ = users.find("officer") or pytest.fail("gone")
        assert user.locked_until == moment[0] + timedelta(seconds=60)
        moment[0] += timedelta(seconds=61)
        assert tried(PASSWORD) == 303
        assert (users.find("officer") or pytest.fail("gone"))[0].failures == 0
        refused = [r for r in live.store.audit.latest() if r.entry.what is Action.SIGN_IN_REFUSED]
        assert len(refused) == 6


def test_nobody_learns_whether_an_account_exists(live: Live) -> None:
    pages = {
        live.stranger().post("/desk/sign-in", data={"name": name, "password": "wrong"}).text
        for name in ("officer", "nobody", "")
    }
    assert len(pages) == 1


@pytest.mark.parametrize(("idle", "old"), [(31, 0), (0, 11 * 60)])
def test_a_session_ends(cases: CaseStore, idle: int, old: int) -> None:
    moment = [datetime(2026, 11, 20, 9, tzinfo=UTC)]
    with running(cases) as live:
        object.__setattr__(live.desk, "users", DeskUsers(cases.shelf.database, lambda: moment[0]))
        someone = live.signed_in("officer")
        assert someone.get("/queue").status_code == 200
        for _ in range(old // 20):
            moment[0] += timedelta(minutes=20)
            someone.get("/queue")
        moment[0] += timedelta(minutes=idle)
        assert someone.get("/queue").status_code == 303


def test_a_disabled_account_is_out_at_once(live: Live) -> None:
    someone = live.signed_in("officer")
    assert live.store.users.disable("officer")
    assert someone.get("/queue").status_code == 303
    again = live.stranger().post("/desk/sign-in", data={"name": "officer", "password": PASSWORD})
    assert again.status_code == 401


def test_signing_out_ends_it_on_the_server_too(live: Live) -> None:
    someone = live.signed_in("officer")
    kept = dict(someone.client.cookies)
    someone.post("/sign-out")
    again = live.stranger()
    again.cookies.update(kept)
    assert again.get("/desk/queue").status_code == 303


def test_words_that_are_missing_are_found_at_the_start(live: Live, monkeypatch) -> None:
    def missing(_language: str) -> None:
        raise ValueError("words.toml: queue wants a word in each language")

    monkeypatch.setattr(desk_app, "words_in", missing)
    with pytest.raises(ValueError, match="queue"):
        create_desk(live.desk)
