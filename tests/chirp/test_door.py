"""Who may come in, and what gets one thrown out."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus
from websockets.headers import build_authorization_basic

from simulator.chirp.door import Refused, Rules

pytestmark = pytest.mark.network

type Rest = Callable[[ClientConnection], Awaitable[list[str | bytes]]]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "karla.example"])
def test_a_door_to_the_network_needs_a_password(host: str) -> None:
    with pytest.raises(Refused):
        Rules(host).check()

    Rules(host, user="tester", password="ábrete").check()


@pytest.mark.parametrize(("user", "password"), [("tester", ""), ("", "ábrete")])
def test_a_user_without_a_password_is_a_mistake(user: str, password: str) -> None:
    with pytest.raises(Refused):
        Rules(user=user, password=password).check()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_on_this_machine_no_password_is_needed(host: str) -> None:
    Rules(host).check()


@pytest.mark.parametrize(
    ("credentials", "status"),
    [(None, 401), (("tester", "abrete"), 401), (("otro", "ábrete"), 401), (("tester", ""), 401)],
)
async def test_a_stranger_is_turned_away_before_a_call_begins(open_door, credentials, status: int) -> None:
    async with open_door(rules=Rules(user="tester", password="ábrete")) as place:
        headers = {"Authorization": build_authorization_basic(*credentials)} if credentials else {}
        with pytest.raises(InvalidStatus) as refused:
            await connect(place.url, additional_headers=headers, proxy=None)

    assert refused.value.response.status_code == status
    assert place.held == []


async def test_who_has_the_password_is_let_in(open_door) -> None:
    async with open_door(rules=Rules(user="tester", password="ábrete")) as place:
        headers = {"Authorization": build_authorization_basic("tester", "ábrete")}
        async with connect(place.url, additional_headers=headers, proxy=None):
            pass
        await place.door.over.wait()

    assert len(place.held) == 1


async def test_a_web_page_on_this_machine_may_not_call_in(open_door) -> None:
    async with open_door() as place:
        with pytest.raises(InvalidStatus) as refused:
            await connect(place.url, origin="https://evil.example", proxy=None)

    assert refused.value.response.status_code == 403


async def test_one_call_too_many_is_refused_politely(open_door, rest_of: Rest) -> None:
    async with open_door(calls=1) as place, place.dial():
        async with place.dial() as second:
            await rest_of(second)

        assert (second.close_code, second.close_reason) == (1013, "all its calls have begun")


async def test_more_calls_at_a_time_than_it_can_hold_are_refused(open_door, rest_of: Rest) -> None:
    async with open_door(calls=3, rules=Rules(at_once=1)) as place, place.dial():
        async with place.dial() as second:
            await rest_of(second)

        assert (second.close_code, second.close_reason) == (1013, "too many calls at a time")


BROKEN = [
    pytest.param(bytes(641), 1003, "INVALID_AUDIO_FRAME", id="half a sample"),
    pytest.param("hola", 1007, "INVALID_MESSAGE", id="no JSON"),
    pytest.param('{"data": {}}', 1007, "INVALID_MESSAGE", id="no type"),
    pytest.param(bytes(70_000), 1009, "", id="an oversize message"),
    pytest.param("[" * 70_000, 1009, "", id="an oversize text"),
]


@pytest.mark.parametrize(("message", "code", "problem"), BROKEN)
async def test_what_breaks_the_protocol_ends_the_call_and_is_logged_in_one_line(
    open_door, rest_of: Rest, caplog: pytest.LogCaptureFixture, message: str | bytes, code: int, problem: str
) -> None:
    async with open_door() as place:
        async with place.dial() as socket:
            await socket.send(message)
            rest = await rest_of(socket)
        await place.door.over.wait()

    errors = [json.loads(each)["data"]["code"] for each in rest if isinstance(each, str) and "session.error" in each]
    assert socket.close_code == code
    assert errors == ([problem] if problem else [])
    assert [each.message for each in caplog.records if str(code) in each.message and "\n" not in each.message]
    assert place.held[0].status == "INFRA"


@pytest.mark.parametrize("message", [bytes(32_000), b"", "audio"], ids=["audio", "empty frames", "messages"])
async def test_a_flood_ends_the_call(open_door, rest_of: Rest, message: str | bytes) -> None:
    sent = '{"type": "speech.started"}' if message == "audio" else message

    async def flood(socket: ClientConnection) -> None:
        while socket.state == 1:
            await socket.send(sent)
            await asyncio.sleep(0)  # both ends share this loop

    async with open_door() as place:
        async with place.dial() as socket, asyncio.TaskGroup() as sides:
            flooding = sides.create_task(flood(socket))
            await rest_of(socket)
            flooding.cancel()
        await place.door.over.wait()

    assert socket.close_code == 1008
    assert place.held[0].status == "INFRA"


async def test_types_of_later_versions_are_left_aside(open_door, say) -> None:
    async with open_door() as place:
        async with place.dial() as socket:
            await socket.send('{"type": "mark", "data": {"name": "u1"}}')
            await socket.send('{"type": "session.error", "data": {"code": "X", "message": "y"}}')
        await place.door.over.wait()

    assert place.ledger().last("call.hangup").text("who") == "driver"
    assert place.ledger().first("call.error") is None
