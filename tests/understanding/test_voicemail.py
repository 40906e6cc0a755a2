"""Recordings are told from people, and people are never hung up on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.understanding.voicemail import Machine, detect_machine

RECORDINGS: dict[Machine, str] = {
    Machine.CARRIER: """El número que usted marcó se encuentra apagado o fuera del área de servicio
        el numero telcel que usted marco no esta disponible
        El número que marcó no existe, favor de verificar el número y volver a marcar
        el servicio de este numero se encuentra temporalmente suspendido
        su llamada no puede ser completada como la marcó
        el cliente al que llama tiene restringidas las llamadas
        el usuario que usted marco se encuentra fuera de cobertura
        el numero marcado ha sido temporalmente suspendido""",
    Machine.VOICEMAIL: """Su llamada será transferida al buzón de voz
        deje su mensaje después del tono
        Hola, soy Juan, ahorita no puedo contestar, deja tu mensaje después del tono
        te has comunicado con el buzón de Pedro Hernández
        la persona con la que intenta comunicarse no está disponible
        por favor grabe su mensaje al escuchar el tono
        Bueno, hola, no puedo contestar tu llamada en este momento, deja tu mensaje después de la señal
        el buzón se encuentra lleno
        hola en este momento no estoy disponible en cuanto pueda te regreso la llamada
        please leave a message after the tone""",
    Machine.IVR: """Gracias por llamar a Transportes del Norte, si conoce la extensión márquela ahora
        para ventas marque uno para soporte marque dos
        bienvenido al conmutador de la empresa
        su llamada es muy importante para nosotros permanezca en la línea
        si sabe la extensión márquela, de lo contrario espere
        para español oprima el uno""",
    Machine.SCREENING: """Diga su nombre y el motivo de su llamada
        Hola, está usando un servicio de filtrado de llamadas de Google, diga su nombre
        antes de conectar su llamada diga quién es
        grabe su nombre y el motivo de la llamada
        el asistente de llamadas quiere saber por qué está llamando""",
}

PEOPLE = """¿Bueno?|sí, dígame|bueno, ¿quién habla?|deje le paso el teléfono|ahorita no está, deje su recado
        no está, ¿quiere dejar un mensaje?|ahorita no puedo contestar, márqueme más tarde
        no puedo contestar voy manejando|me mandó a buzón hace rato|ando fuera del área de carga
        deje su mensaje y yo le digo cuando llegue|se encuentra fuera de la casa, yo le aviso
        no está disponible mi esposo, ¿quién le llama?
        el teléfono está apagado porque se quedó sin pila, le paso otro número|a la orden
        hola, buenas tardes, ¿de parte de quién?|bueno bueno|marque uno cinco cinco no me acuerdo qué más, guey
        me dijeron que dejara mi nombre y el motivo|ya le dejé mensaje en su buzón|aquí no es
        sí soy yo, en este momento voy por Saltillo|por el momento no puedo, al rato le marco|qué pasó, jefa
        no existe ese viaje, señorita"""


@pytest.mark.parametrize(
    ("heard", "machine"),
    [(line.strip(), machine) for machine, lines in RECORDINGS.items() for line in lines.splitlines()],
)
def test_a_recording_is_recognised(heard: str, machine: Machine) -> None:
    assert detect_machine(heard) is machine


@pytest.mark.parametrize("heard", [said.strip() for line in PEOPLE.splitlines() for said in line.split("|")])
def test_a_person_is_never_taken_for_a_recording(heard: str) -> None:
    words = heard.split()

    assert [detect_machine(" ".join(words[:end])) for end in range(len(words) + 1)] == [None] * (len(words) + 1)


@pytest.mark.parametrize("heard", ["", "el número", "hola", "bueno", "buzón", "marque", "gracias por"])
def test_a_few_words_decide_nothing(heard: str) -> None:
    assert detect_machine(heard) is None


@settings(max_examples=100)
@given(st.text(max_size=80))
def test_no_noise_is_too_much(text: str) -> None:
    assert detect_machine(text) in (None, *Machine)
