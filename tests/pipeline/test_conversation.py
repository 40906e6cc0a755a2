"""Whole calls with scripted ears and a scripted model: what is said, written and left alone."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from runtime.errors import ProviderError, TripsApiDown
from runtime.integrations.scripted import ScriptedModel, ScriptedVoice
from runtime.integrations.trips_memory import TripsInMemory
from runtime.pipeline.ports import Heard, Piece, SpeechStarted, Text, ToolCall, TurnEnded, Words
from runtime.session.call_session import Outcome
from runtime.trips import Trip, TripData

UPDATE = "actualizar_viaje"
type Script = list[tuple[float, Heard | ProviderError]]


def says(at: float, text: str, seconds: float = 0.6) -> Script:
    """Script an utterance that begins at `at`: sound, its words, its end."""
    return [(at, SpeechStarted()), (at + 0.4, Words(text)), (at + seconds, TurnEnded(text))]


def calls(name: str, **arguments: object) -> Sequence[Piece]:
    """Script a tool call."""
    return [ToolCall("t", name, arguments)]


# «¿Bueno?» at 0.5; the greeting lasts 6.6 s; «sí, soy yo» at 8.5; the trip is stated until about 17.
IDENTIFIED = [*says(0.5, "bueno"), *says(8.5, "sí soy yo")]


class SlowTrips:
    """A client's system whose writes take two seconds."""

    def __init__(self, inner: TripsInMemory) -> None:
        self.inner = inner

    async def get(self, trip_id: str) -> Trip:
        return await self.inner.get(trip_id)

    async def update(self, trip_id: str, change: TripData, key: str) -> Trip:
        await asyncio.sleep(2.0)
        return await self.inner.update(trip_id, change, key)

    async def create(self, driver_id: str, data: TripData, key: str) -> Trip:
        await asyncio.sleep(2.0)
        return await self.inner.create(driver_id, data, key)


def test_the_first_turn_discloses_company_machine_and_recording(hold_a_call: Callable[..., Any]) -> None:
    """Before anything else, and without a word of the trip."""
    played = hold_a_call(says(0.5, "bueno"), seconds=9)

    first = played.entries("agt.said")[0]["heard"]
    assert "Fletes del Norte" in first
    assert "asistente virtual" in first
    assert "se graba" in first
    assert "Monterrey" not in played.heard()


@pytest.mark.parametrize("picks_up", ["bueno voy manejando", "páseme con una persona", "no me llamen más", "pérame"])
def test_whatever_he_says_first_he_hears_who_calls(hold_a_call: Callable[..., Any], picks_up: str) -> None:
    """Driving, a human wanted, no more calls: the disclosure comes first all the same."""
    played = hold_a_call(says(0.5, picks_up), seconds=12)

    assert "asistente virtual de Fletes del Norte; esta llamada se graba" in played.entries("agt.said")[0]["heard"]


def test_nobody_hears_of_the_trip_before_he_says_who_he_is(hold_a_call: Callable[..., Any]) -> None:
    """A wife may know that he is wanted, and no more."""
    script = [*says(0.5, "bueno"), *says(8.5, "soy su esposa"), *says(13, "no está anda de viaje")]

    played = hold_a_call(script, seconds=40)

    assert played.session.outcome is Outcome.WRONG_PARTY
    for word in ("Monterrey", "Laredo", "marzo"):
        assert word not in played.heard()
    assert played.model.requests == []


def test_the_disclosure_is_heard_to_its_end(hold_a_call: Callable[..., Any]) -> None:
    """Whoever talks over it hears it all the same, and is answered then."""
    script = [*says(0.5, "bueno"), *says(2.5, "sí mire estoy ocupado qué quiere")]

    played = hold_a_call(script, seconds=20)

    assert played.entries("agt.said")[0]["heard"].startswith("Buenos días, habla Karla, asistente virtual")
    assert "se graba." in played.entries("agt.said")[0]["heard"]
    assert played.session.outcome is Outcome.CALLBACK


def test_the_next_sentence_is_synthesised_while_this_one_plays(hold_a_call: Callable[..., Any]) -> None:
    """Between the disclosure and the question nobody waits for the voice."""
    played = hold_a_call(says(0.5, "bueno"), seconds=12)

    first, second = [at for at, event, _ in played.journal if event == "tts.first"][:2]
    assert second - first < 1.0  # the disclosure alone lasts four seconds


@pytest.mark.parametrize("answer", ["pues ahorita aquí andamos viendo", "quién sabe oiga", "mmm", "no sale a ver"])
def test_an_unclear_answer_opens_no_trip(hold_a_call: Callable[..., Any], answer: str) -> None:
    """Only who says that he is the driver hears of his trip."""
    played = hold_a_call([*says(0.5, "bueno"), *says(8.5, answer)], seconds=20)

    assert played.entries("party.confirmed") == []
    assert "Monterrey" not in played.heard()


def test_a_confirmed_trip_is_closed_and_nothing_is_written(hold_a_call: Callable[..., Any]) -> None:
    """«Sí, así es» ends it."""
    model = ScriptedModel([calls("validar_viaje", origen="Monterrey", destino="Nuevo Laredo", fecha="2026-03-09")])

    played = hold_a_call([*IDENTIFIED, *says(19, "sí así es")], model)

    assert played.session.outcome is Outcome.CONFIRMED
    assert played.entries("ops.write") == []
    assert "queda confirmado" in played.heard()


def test_a_write_needs_a_read_back_and_an_explicit_yes(hold_a_call: Callable[..., Any]) -> None:
    """A model that writes at once, and again without a yes, has written nothing."""
    eager = ScriptedModel([calls(UPDATE, destino="Saltillo")] * 4)
    script = [*IDENTIFIED, *says(19, "no voy a saltillo"), *says(27, "este pues quién sabe")]

    played = hold_a_call(script, eager, seconds=40)

    assert played.entries("ops.write") == []
    assert played.trips.trips["T-1"].destination == "nuevo-laredo"


def test_what_was_read_back_and_accepted_is_written(hold_a_call: Callable[..., Any]) -> None:
    """Read-back, yes, PUT, and only then «ya quedó»."""
    model = ScriptedModel([calls(UPDATE, destino="Saltillo"), calls(UPDATE, destino="Saltillo")])

    played = hold_a_call([*IDENTIFIED, *says(19, "no voy a saltillo"), *says(26, "sí así es")], model)

    assert played.trips.trips["T-1"].destination == "saltillo"
    assert played.session.outcome is Outcome.UPDATED
    assert played.heard().index("Entonces el destino es Saltillo") < played.heard().index("ya quedó actualizado")


def test_a_yes_to_one_value_does_not_write_another(hold_a_call: Callable[..., Any]) -> None:
    """The model swaps the value after the yes: it is read back again instead."""
    model = ScriptedModel([calls(UPDATE, destino="Saltillo"), calls(UPDATE, destino="Torreón")])

    played = hold_a_call([*IDENTIFIED, *says(19, "no voy a saltillo"), *says(26, "sí así es")], model, seconds=36)

    assert played.trips.trips["T-1"].destination == "nuevo-laredo"
    assert "Torreón" in played.heard()


def test_a_read_back_that_was_cut_off_cannot_be_accepted(hold_a_call: Callable[..., Any]) -> None:
    """He talks over it, then says yes: he has not heard what he would accept."""
    model = ScriptedModel([calls(UPDATE, destino="Saltillo"), [Text("¿Cómo dijo?")], calls(UPDATE, destino="Saltillo")])
    over = [
        (21.3, SpeechStarted()),
        (21.5, Words("oiga señorita espéreme que")),
        (21.9, TurnEnded("oiga señorita que")),
    ]

    played = hold_a_call(
        [*IDENTIFIED, *says(19, "no voy a saltillo"), *over, *says(26, "sí así es")], model, seconds=33
    )

    assert played.entries("ops.write") == []


def test_a_dictated_trip_id_changes_nothing_but_the_pinned_trip(hold_a_call: Callable[..., Any]) -> None:
    """Even with a model that does whatever it is told: identifiers in its arguments are ignored."""
    obedient = ScriptedModel([calls(UPDATE, trip_id="T-4471", viaje="T-4471", driver_id="D-2", destino="Saltillo")] * 2)
    script = [*IDENTIFIED, *says(19, "voy a saltillo"), *says(27, "sí así es")]

    played = hold_a_call(script, obedient)

    assert played.trips.trips["T-4471"] == Trip("T-4471", "D-2", "puebla", "toluca", played.trips.trips["T-4471"].date)
    assert [write["trip"] for write in played.entries("ops.write")] == ["T-1"]
    assert played.entries("tool.call")[0]["ignored"] == {"trip_id": "T-4471", "viaje": "T-4471", "driver_id": "D-2"}


def test_a_tool_that_the_state_does_not_offer_is_refused(hold_a_call: Callable[..., Any]) -> None:
    """An obedient model cannot create a trip where one is being validated."""
    model = ScriptedModel(
        [calls("crear_viaje", origen="Puebla", destino="Toluca", fecha="hoy"), [Text("¿Es correcto?")]]
    )

    played = hold_a_call([*IDENTIFIED, *says(19, "sí créame otro")], model, seconds=30)

    assert played.entries("tool.result")[0]["status"] == "no_disponible_en_este_momento"
    assert played.entries("ops.write") == []


def test_barge_in_does_not_undo_a_write(hold_a_call: Callable[..., Any]) -> None:
    """He talks while the PUT is on its way: the voice stops, the write does not."""
    model = ScriptedModel([calls(UPDATE, destino="Saltillo")] * 3)
    # The yes ends at 26.6 and the PUT runs from about 26.9 to 28.9: he speaks in the middle of it.
    script = [*IDENTIFIED, *says(19, "no voy a saltillo"), *says(26, "sí así es"), *says(27.2, "oiga señorita bueno")]

    played = hold_a_call(script, model, seconds=45, behind=SlowTrips)

    assert any(data["turn"] == 3 for data in played.entries("turn.yield"))
    assert played.trips.trips["T-1"].destination == "saltillo"
    assert len(played.entries("ops.write")) == 1
    assert played.session.outcome is Outcome.UPDATED


def test_karla_falls_silent_when_the_driver_takes_the_floor(hold_a_call: Callable[..., Any]) -> None:
    """Words over the statement stop it, and only what was heard counts as said."""
    over = [(13.0, SpeechStarted()), (13.4, Words("no oiga está mal")), (13.9, TurnEnded("no oiga está mal"))]

    played = hold_a_call([*IDENTIFIED, *over], ScriptedModel([[Text("¿Qué dato está mal?")]]), seconds=25)

    at, cut = next((at, data) for at, event, data in played.journal if event == "agt.said" and data["truncated"])
    assert at < 13.5  # with his first words, not with the end of his turn
    assert "correcto" not in cut["heard"]
    assert "correcto" in cut["unheard"]


def test_a_chatty_model_says_two_sentences(hold_a_call: Callable[..., Any]) -> None:
    """The guard stands between any model and the driver's ear."""
    chatty = ScriptedModel([[Text("Mire usted. Le explico. Tengo mucho que contar. "), Text("Y más. ¿Es correcto?")]])

    played = hold_a_call([*IDENTIFIED, *says(19, "no está mal")], chatty, seconds=30)

    assert "Mire usted. Le explico." in played.heard()
    assert "Tengo mucho" not in played.heard()


def test_words_before_a_tool_leave_room_for_its_own(hold_a_call: Callable[..., Any]) -> None:
    """Two sentences a turn, whoever wrote them; and a call behind three sentences is not lost."""
    preface = [Text("Muy bien. Déjeme ver. Un momento. "), ToolCall("t", UPDATE, {"destino": "Saltillo"})]

    played = hold_a_call([*IDENTIFIED, *says(19, "no voy a saltillo")], ScriptedModel([preface]), seconds=28)

    assert played.entries("agt.said")[2]["heard"] == "Muy bien. Entonces el destino es Saltillo; ¿es correcto?"


def test_a_sentence_without_end_is_cut(hold_a_call: Callable[..., Any]) -> None:
    """A model that rambles does not hold the line."""
    endless = ScriptedModel([[Text("¿De dónde salió " + "y a dónde fue " * 100 + "?")]])

    played = hold_a_call([*IDENTIFIED, *says(19, "no está mal")], endless, seconds=60)

    assert len(str(played.entries("agt.said")[2]["heard"]).split()) == 35


def test_what_was_queued_when_he_hung_up_was_not_heard(hold_a_call: Callable[..., Any]) -> None:
    """Only played samples count: an unheard read-back is none."""
    model = ScriptedModel([calls(UPDATE, destino="Saltillo")])

    played = hold_a_call([*IDENTIFIED, *says(19, "no voy a saltillo")], model, seconds=19.7)

    assert "Saltillo" not in played.heard()
    assert played.session.proposal is None or not played.session.proposal.heard


@pytest.mark.parametrize("fault", [ProviderError("llm", "overloaded", retryable=True), TripsApiDown("503")])
def test_a_failure_becomes_an_apology_and_a_transfer(hold_a_call: Callable[..., Any], fault: Exception) -> None:
    """No silence, no stack trace: «disculpe», and a human."""

    class Broken(ScriptedModel):
        async def answer(self, request: Any) -> Any:
            raise fault
            yield

    played = hold_a_call([*IDENTIFIED, *says(19, "sí así es")], Broken([]), seconds=40)

    assert played.session.outcome is Outcome.TRANSFERRED
    assert "tengo un problema con el sistema" in played.heard()


def test_a_write_that_fails_is_not_announced(hold_a_call: Callable[..., Any]) -> None:
    """The client's system is down: an apology and a human, and no «ya quedó»."""

    class Down(SlowTrips):
        async def update(self, trip_id: str, change: TripData, key: str) -> Trip:
            raise TripsApiDown("503")

    model = ScriptedModel([calls(UPDATE, destino="Saltillo")] * 2)

    played = hold_a_call([*IDENTIFIED, *says(19, "no voy a saltillo"), *says(26, "sí así es")], model, behind=Down)

    assert played.session.outcome is Outcome.TRANSFERRED
    assert "ya quedó" not in played.heard()
    assert "tengo un problema con el sistema" in played.heard()


def test_deaf_ears_become_an_apology_and_a_transfer(hold_a_call: Callable[..., Any]) -> None:
    """The recogniser dies in the middle of the call: nobody is left talking to nobody."""
    played = hold_a_call([*IDENTIFIED, (16.0, ProviderError("ears", "dropped", retryable=True))], seconds=40)

    assert played.session.outcome is Outcome.TRANSFERRED
    assert "le comunico con una persona" in played.heard().lower()


def test_a_trip_that_the_client_does_not_know_is_created(hold_a_call: Callable[..., Any]) -> None:
    """The id was pinned, the system has no such trip: she asks for all of it."""
    played = hold_a_call(IDENTIFIED, trips=TripsInMemory([]), seconds=20)

    assert "No me aparece su viaje registrado" in played.heard()


def test_a_voice_that_fails_still_fetches_a_human(hold_a_call: Callable[..., Any]) -> None:
    """She cannot even apologise: he is handed over without a word, not left in silence."""

    class Mute(ScriptedVoice):
        async def speak(self, sentence: str) -> Any:
            if "Le llamo" in sentence or "Disculpe" in sentence:
                raise ProviderError("voice", "dropped", retryable=True)
            async for speech in super().speak(sentence):
                yield speech

    played = hold_a_call(IDENTIFIED, voice=Mute(), seconds=40)

    assert played.session.outcome is Outcome.TRANSFERRED
    assert played.line.hung_up_at < 15


def test_a_yes_counts_even_if_he_hangs_up_behind_it(hold_a_call: Callable[..., Any]) -> None:
    """The read-back was heard and accepted: the write is owed."""
    model = ScriptedModel([calls(UPDATE, destino="Saltillo")] * 2)

    played = hold_a_call([*IDENTIFIED, *says(19, "no voy a saltillo"), *says(26, "sí así es")], model, seconds=26.7)

    assert played.trips.trips["T-1"].destination == "saltillo"
    assert played.session.outcome is Outcome.UPDATED


def test_silence_is_broken_twice_and_then_ends_politely(hold_a_call: Callable[..., Any]) -> None:
    """Six seconds, six more, and a goodbye that promises another call."""
    played = hold_a_call(says(0.5, "bueno"), seconds=60)

    assert [data["count"] for data in played.entries("turn.prompt")][:3] == [1, 2, 3]
    assert "¿Sigue ahí?" in played.heard()
    assert "le marco más tarde" in played.heard()
    assert played.line.hung_up_at is not None
    assert played.line.hung_up_at < 40


def test_wait_is_waited_for(hold_a_call: Callable[..., Any]) -> None:
    """«Pérame tantito»: no «¿sigue ahí?» for a long while."""
    played = hold_a_call([*IDENTIFIED, *says(19, "pérame tantito"), *says(40, "ya dime")], seconds=50)

    assert "aquí espero" in played.heard()
    assert "¿Sigue ahí?" not in played.heard()


def test_coming_back_to_the_telephone_confirms_nothing(hold_a_call: Callable[..., Any]) -> None:
    """«Ya, perdón, ahora sí» answers the waiting, not the question: it is put again."""
    eager = ScriptedModel([calls("validar_viaje")] * 3)
    script = [*IDENTIFIED, *says(19, "espéreme tantito por favor"), *says(30, "ya perdón ahora sí")]

    played = hold_a_call(script, eager, seconds=38)

    assert played.session.outcome is not Outcome.CONFIRMED
    assert "¿De Monterrey a Nuevo Laredo, el lunes nueve de marzo: es correcto?" in played.heard()


def test_a_voicemail_greeting_hears_no_data(hold_a_call: Callable[..., Any]) -> None:
    """She hangs up without a word."""
    played = hold_a_call(says(0.5, "el número que usted marcó está apagado o fuera del área de servicio", 4.0))

    assert played.session.outcome is Outcome.VOICEMAIL
    assert played.heard() == ""


def test_a_call_does_not_outlast_its_cap(hold_a_call: Callable[..., Any]) -> None:
    """Somebody who talks for ever is thanked after forty turns."""
    script = IDENTIFIED + [part for n in range(80) for part in says(19 + 7 * n, f"oiga no {n}", 0.6)]
    model = ScriptedModel([[Text("¿Qué dato está mal?")]] * 200)

    played = hold_a_call(script, model, seconds=700)

    assert len(played.entries("turn.answer")) <= 42
    assert played.line.hung_up_at is not None


def test_an_answer_that_was_drafted_early_is_not_thought_of_twice(hold_a_call: Callable[..., Any]) -> None:
    """The draft on stable words is the answer once the turn ends with them."""
    model = ScriptedModel([calls("validar_viaje")])
    slow_end = [(19.0, SpeechStarted()), (19.4, Words("sí así es")), (20.4, TurnEnded("sí así es"))]

    played = hold_a_call([*IDENTIFIED, *slow_end], model)

    assert len(model.requests) == 1
    assert played.entries("turn.draft")[-1] == {"text": "sí así es"}
    assert played.session.outcome is Outcome.CONFIRMED


def test_the_same_intent_is_written_once(hold_a_call: Callable[..., Any]) -> None:
    """A model that repeats its call after the write changes nothing more."""
    counting: list[str] = []

    class Counted(SlowTrips):
        async def update(self, trip_id: str, change: TripData, key: str) -> Trip:
            counting.append(key)
            return replace(await self.inner.update(trip_id, change, key))

    model = ScriptedModel([calls(UPDATE, destino="Saltillo")] * 4)
    script = [*IDENTIFIED, *says(19, "no voy a saltillo"), *says(26, "sí así es"), *says(33, "es saltillo oiga")]

    hold_a_call(script, model, seconds=60, behind=Counted)

    assert len(counting) == 1
