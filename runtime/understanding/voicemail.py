"""Tells recordings from people by what they say, on the partial text of the first seconds of a call.

One whole phrase of a recording decides; weaker ones count only together, in a text longer than people open
with. Whatever only a person says ("le paso el teléfono") rules a recording out.
"""

from enum import StrEnum
from typing import Final

from runtime.understanding.phrasebook import Phrasebook
from runtime.understanding.text import tokens


class Machine(StrEnum):
    """What answered instead of a person."""

    VOICEMAIL = "voicemail"
    CARRIER = "carrier"
    IVR = "ivr"
    SCREENING = "screening"


_STRONG: Final = Phrasebook(
    (line.strip(), value)
    for value, lines in (
        (Machine.CARRIER, """
            (el|al) (numero (celular |telcel |)|telefono |celular |cliente |usuario )que (usted |)(marco|ha marcado)
            (el|al) (numero (celular |telcel |)|telefono |celular |cliente |usuario )(marcado|al que llama|que intenta)
            se encuentra (apagado|suspendido|temporalmente|inactivo|fuera (del area|de servicio|de cobertura))
            esta (suspendido|temporalmente fuera|inactivo|fuera de (servicio|cobertura))
            le sugerimos llamar|marco esta apagado
            fuera del area de servicio|apagado o fuera|(esta|ha sido) temporalmente suspendid(o|a)|no ha sido asignado
            su llamada no puede ser (completada|realizada)
            (verifique|favor de verificar) (el numero|la marcacion|y vuelva)
            numero ~ no existe|no corresponde a ningun cliente|tiene restringid(a|as) las llamadas
            el servicio de este numero|por favor intente mas tarde|intentelo mas tarde|ha cambiado de numero telefonico
        """),
        (Machine.VOICEMAIL, """
            (el|su|un|del|al|tu) buzon de (voz|mensajes)|buzon de (voz|mensajes|telcel)
            (sera|esta siendo|va a ser) (transferida|transferido|desviada|enviada) (al|a un|a su) buzon|buzon lleno
            el buzon (esta|se encuentra) lleno
            (despues|al escuchar|al terminar|al oir|luego) (del|el) (tono|bip|beep)|despues de la señal
            al escuchar la señal|(deje|deja|grabe|graba) (su|tu|un) mensaje (despues|al|de voz)
            (deje|deja|grabe|graba) (su|tu) (nombre y|mensaje con)
            (te has|se ha|usted se ha|ha|has) comunicado (con|al|a)
            la persona (con la que|a la que|que) (intenta|intentas|trata|ha|usted|llama|esta llamando)
            no (puedo|podemos|puede) (atender|contestar|tomar) (tu|su|la) llamada (en este|por el|ahora)
            no (puedo|podemos|puede) (atender|contestar|tomar) (tu|su|la) llamada (en estos|deja|deje)
            leave (a|your) message|after the (tone|beep)|voice mail|voicemail|mensaje de voz
        """),
        (Machine.IVR, """
            para ~ (marque|oprima|presione|pulse) (el |)(uno|dos|tres|cuatro|cinco|cero|nueve|1|2|3|0|9)
            (marque|oprima|presione|pulse) (numeral|asterisco|gato)
            (marque|oprima|presione|pulse) (el |)(uno|dos|tres|cuatro|cinco|cero|nueve|1|2|3|0|9) para
            (marque|oprima|presione|digite|teclee) (el numero de |la |su |)extension
            si (conoce|sabe) (la|el numero de|su) extension
            (gracias|bienvenido|bienvenida|bienvenidos) (por llamar a|por comunicarse)
            (gracias|bienvenido|bienvenida|bienvenidos) (al conmutador|al menu|por su llamada)
            su llamada es (muy |)importante
            en (un momento|breve) (sera atendido|lo atenderemos|le atenderemos|un asesor|un ejecutivo)
            todos nuestros (asesores|ejecutivos|agentes|operadores)|permanezca en la linea
            (escuche|atienda) (con atencion |)el siguiente menu|menu principal
            esta llamada (sera|puede ser) (grabada|monitoreada)|nuestro horario de atencion
        """),
        (Machine.SCREENING, """
            (diga|digame|indique|registre|grabe|mencione) (su|tu) nombre y (el |)(motivo|asunto|la razon|por que)
            (diga|indique|mencione) (su|tu) nombre (despues|y espere)
            (servicio|asistente) de (filtrado|filtro|seleccion|control) de llamadas
            esta (usando|utilizando) (un|el) (servicio de filtro|servicio de filtrado|asistente|filtro)
            (asistente|filtro) de llamadas|google assistant|asistente de google|asistente virtual de|state your name
            the person you are calling|motivo de (su|la|tu) llamada|por que (esta|estas) llamando
            antes de (conectar|pasar|comunicar) (su|tu|la) llamada|(comunicando|conectando|pasando) (su|tu|la) llamada
            mientras (comunico|conecto|paso|comunicamos|conectamos) (su|tu|la) llamada
        """),
    )
    for line in lines.strip().splitlines()
)  # fmt: skip
_WEAK: Final = Phrasebook(
    (line.strip(), value)
    for value, lines in (
        (Machine.VOICEMAIL, """
            (deje|deja|dejanos|dejenos|grabe) (su|tu|un) mensaje|buzon|(no estoy|no se encuentra|no esta) disponible
            (por el|en este|en estos) moment(o|os)|no puedo (contestar|atender)
            (me comunicare|te llamo|le llamo|te regreso|le regreso) ~ (llamada|despues|posible)|en cuanto pueda
            a la brevedad|lo antes posible|el tono
        """),
        (Machine.IVR, """
            (marque|oprima|presione|pulse) (el |)(uno|dos|tres|cero|1|2|3|0)
            extension|conmutador|sucursal|departamento de|para ventas|para soporte|asesores|ejecutivos
            horario de atencion
        """),
        (Machine.CARRIER, """
            servicio no disponible|no disponible|marcacion|telcel|movistar|intente nuevamente|mas tarde
        """),
    )
    for line in lines.strip().splitlines()
)  # fmt: skip
_PEOPLE: Final = Phrasebook(
    (line.strip(), True)
    for line in """
        (le|te|se lo|lo|les) (paso|comunico|digo|aviso|doy|pasamos|paso el)|deje (le|se|lo|te|que|su recado)
        dejeme|(deje|dejar|dejarle|dejele|quiere dejar) ~ recado|recado|quiere dejar (un |algun |)mensaje
        yo le (digo|paso|aviso|doy)|gusta dejar|bueno|mande|quien habla|^quien es|de parte de quien
        con quien|que se le ofrece|si digame|ahorita (no esta|viene|se lo|le|te)|soy yo
        mi (esposo|marido|papa|hijo|señor)
        el habla|no le (oigo|escucho)|que paso|aja|guey|voy manejando|señorita|jefa
    """.strip().splitlines()
)
_WEAK_WORDS: Final = 9  # a text this long with two weak phrases is a recording


def detect_machine(text: str) -> Machine | None:
    """Return what kind of recording says `text`, or None while it may be a person."""
    words = tokens(text)
    if len(words) < 2:
        return None
    strong = _STRONG.find(words)
    if _PEOPLE.find(words) and not _clearly_recorded(len(strong), len(words)):
        return None
    if strong:
        return _most_specific([found.value for found in strong])
    weak = [found.value for found in _WEAK.find(words)]
    return weak[0] if len(weak) >= 2 and len(words) >= _WEAK_WORDS else None


def _clearly_recorded(strong: int, words: int) -> bool:
    """Tell whether recorded phrases outweigh one that a person might also say ("bueno, no puedo contestar...")."""
    return strong >= 2 and words >= 10


def _most_specific(machines: list[Machine]) -> Machine:
    """Choose where several kinds speak: a switched-off phone that goes to voicemail is voicemail."""
    for machine in (Machine.SCREENING, Machine.IVR, Machine.VOICEMAIL):
        if machine in machines:
            return machine
    return Machine.CARRIER
