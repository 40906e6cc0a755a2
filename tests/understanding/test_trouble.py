"""What must never be missed: danger, a person wanted, rights asked for; and what only sounds like it."""

import pytest

from runtime.understanding.answers import Intent, classify

SAID: dict[Intent, str] = {
    Intent.EMERGENCY: """
        Me están asaltando, dicen que les diga qué traigo o me bajan|me volqué, estoy atrapado|volqué estoy atrapado
        ¡Auxilio! Se me volteó el tráiler|ayúdeme, me quieren bajar|nos están asaltando, hay mucho tráfico
        me traen amenazado|me tienen apuntado, no es broma que|tuve un accidente, hay mucha fila|me acaban de robar
        acabo de chocar, hay un herido, ayúdeme|hablele a tráfico, me volqué|me asaltaron hace rato|me quieren robar
        me quedé tirado, se me descompuso el camión|traigo la unidad sin frenos|me pararon unos hombres armados
        me siento muy mal desde hace rato|me duele el corazón|avísele a la policía|me están obligando a que le diga
    """,
    Intent.HUMAN: """
        páseme con una persona|páseme con alguien de verdad|pásale con alguien|pásame con una esposa|no mejor páseme con
        comuníqueme con un humano|Mire, comuníqueme con un humano, por favor|me pasa con el que sabe|páseme con su jefa
        prefiero hablar con alguien|quiero hablar con una señorita|transfiérame con trafico|comuníqueme con su gerente
        mejor que me hable una persona|quiero hablar con una persona, son las dos|quiero tratar con gente
    """,
    Intent.PRIVACY: """
        quiero que borren todos mis datos|¿qué datos míos tienen?|¿qué información tienen de mí?|derechos ARCO
        quiero el aviso de privacidad|no autorizo que usen mis datos|ejerzo mi derecho de cancelación|eliminen mis datos
    """,
    Intent.NO_CALLS: """
        ya no me llamen|denme de baja de su lista|borren mi número|no quiero que me estén marcando|bloqueen mi número
        no quiero más llamadas|quíteme de su lista|no vuelvan a llamarme
    """,
    Intent.NO_RECORDING: """
        no quiero que me graben|no me grabe|apague la grabación|no estén grabando|dejen de grabar|no hablo grabado
    """,
    Intent.COMPLAINT: """
        llevo tres semanas sin cobrar|no tengo ni para la comida|no me alcanza|ya no sé qué hacer|no me han pagado
    """,
    Intent.NOT_MINE: "ese lo trae mi compadre, yo ando en otro|ese viaje no es mío|ese lo trae otro operador",
    Intent.PAPERS: "es que no me sé el folio, ¿lo ocupa?|¿cuál folio es?",
    Intent.OTHER_UNIT: "me cambiaron de tracto en Matehuala|traigo otra caja",
    Intent.TWO_LEGS: "de paso bajé una parte en Ramos Arizpe y el resto en Monterrey",
}  # fmt: skip
NOT_SAID: dict[Intent, str] = {
    Intent.EMERGENCY: """
        me robaron el corazón|casi choco|hay un choque adelante|una vez me asaltaron|dicen que hubo un accidente
        estoy atrapado en el tráfico|el año pasado me asaltaron|no choqué|hubo un choque y hay fila
        es una broma, me asaltaron
    """,
    Intent.HUMAN: """
        ahorita se lo paso|pasé con la carga|fui con el cliente|con él habla|comuníqueme con el novecientos ocho cuatro
    """,
    Intent.WAIT: "Permítame decirle que fui a León|permítame, no|espérese, no|no, permítame, no",
    Intent.BUSY: "estoy cargando en León|ando descargando en Celaya|estoy cargando aquí en Altamira",
    Intent.UNSURE: "no, no se crea|no se preocupe|ahorita no se lo puedo pasar|no se equivocó de número",
    Intent.YES: "¿y si mejor me da su número?|le paso una lana si me lo cambia|póngale que va a otra bodega",
    Intent.NO: "póngale que va a otra bodega|ya no traigo pila|no sea malita",
}  # fmt: skip


def _rows(table: dict[Intent, str]) -> list[tuple[str, Intent]]:
    return [
        (reply.strip(), intent)
        for intent, lines in table.items()
        for line in lines.strip().splitlines()
        for reply in line.split("|")
    ]


@pytest.mark.parametrize(("reply", "intent"), _rows(SAID))
def test_what_a_human_must_hear_of_is_understood(reply: str, intent: Intent) -> None:
    assert intent in classify(reply)


@pytest.mark.parametrize(("reply", "intent"), _rows(NOT_SAID))
def test_words_that_only_sound_like_it_are_not(reply: str, intent: Intent) -> None:
    assert intent not in classify(reply)
