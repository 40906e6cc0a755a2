"""What a driver says of a trip besides its places and dates.

Patterns are those of `phrasebook`; the longest phrase at a word counts and hides what is inside it.
"""

from typing import Final

from runtime.understanding.intents import Intent

SAID: Final[tuple[tuple[tuple[Intent, ...], str], ...]] = (
    ((Intent.NOT_MINE,), """
        (ese|este|el) viaje no ~ mio|(ese|este|el) viaje no (es mio|es el mio|lo hice yo|lo hice|lo traigo|lo traigo yo)
        (ese|este|el) viaje no (fue mio|era mio|es de mi|me toca|me toco|me corresponde)|no es mio|no es mi viaje
        ese no es (mio|mi viaje|el mio)|no fue mi viaje
        yo no (hice|traigo|traia|llevo|llevaba|anduve en|tengo) (ese|este|ningun) viaje|ese no lo hice( yo|)
        ese no lo (traigo|llevo|traia)( yo|)|no me toco a mi|es de otro (chofer|operador|compañero)|yo no fui
        (ese|este|eso) (viaje |)lo (trae|lleva|hizo|tiene) (mi|otro|el) ~|(yo |)ando en otro( viaje|)$
        yo no ando en ese|a mi no me toco|no es de mi (ese|)|no traigo (ningun |ese |)viaje
        no tengo (ningun |ese )viaje
    """),
    ((Intent.MISSING_TRIP,), """
        no (me |)(aparece|sale|esta|viene|salio) (mi|el|ese|este|un|ningun) viaje
        no (me |)(aparecio|han puesto|han dado de alta|veo|encuentro) (mi|el|ese|este|un|ningun) viaje
        no (aparece|sale|esta) (en el sistema|en la aplicacion|en la app|registrado|ahi)
        no (viene|esta registrado) (en el sistema|en la aplicacion|en la app|registrado|ahi)
        no (aparece registrado|esta dado de alta) (en el sistema|en la aplicacion|en la app|registrado|ahi)
        mi viaje no (aparece|sale|esta|viene|me aparece|me sale)
        el viaje no (aparece|me aparece|me sale|esta en el sistema)
        (me |)falta (un|mi|otro|dar de alta un|registrar un) viaje
        no (esta registrado|esta dado de alta|lo registraron)
        no (lo dieron de alta|lo han dado de alta|lo han registrado|lo subieron)|hice otro viaje|traigo otro viaje
        es otro viaje|otro viaje que no|no tengo viaje en el sistema|no me (sale|aparece)
        quiero (registrar|dar de alta) (un|mi) viaje
    """),
    ((Intent.OTHER_UNIT,), """
        (me|nos) cambiaron (de |la |el |)(unidad|caja|tracto|tractor|camion|remolque|plataforma|dolly|equipo)
        (cambie|cambiamos) (de |la |el |)(unidad|caja|tracto|tractor|camion|remolque|plataforma|equipo)
        (traigo|llevo|ando en|vengo en|agarre|me dieron|me mandaron) otr(a|o) (unidad|caja|tracto|camion|remolque)
        (traigo|llevo|ando en|vengo en|agarre|me dieron) otr(a|o) (plataforma|equipo|tractor)|hice transbordo
        (la|el|mi|ese) (unidad|caja|tracto|camion|remolque) (ya |)no es (la misma|el mismo|esa|ese)
        (numero de|el numero de) (unidad|caja|tracto|camion|remolque) (cambio|es otro|esta mal)
    """),
    ((Intent.TWO_LEGS,), """
        (hice|fueron|traia|traigo|tengo|llevaba|llevo|eran|me dieron|di) dos (viajes|entregas|descargas|vueltas)
        (hice|fueron|traia|traigo|tengo|llevaba|llevo|eran|me dieron|di) dos (repartos|destinos|tiros|tramos|fletes)
        (dos|tres) (entregas|descargas|repartos|destinos|viajes) (ese|el mismo|en el mismo) dia
        (y |)(luego|despues|de ahi|de alli) (me (fui|jale|mandaron)|segui|fui) (a|para|hasta) ~
        y (luego|despues|de ahi|otro|otra|uno|una) (a|para|hasta|en|el de|la de) ~|uno (a|para) ~ y otro (a|para) ~
        (hoy|ayer|ese dia|es que|hoy traigo) (hice|fueron|traigo|traia) dos|el resto en
        (baje|deje|descargue|entregue) (una parte|parte|la mitad|unas|dos|tres|cuatro|algunas) ~ en
        (baje|deje|descargue|entregue) (una parte|parte|la mitad) en
    """),
    ((Intent.PAPERS,), """
        no (me se|se|traigo|tengo) (el|mi|ese|ningun) (folio|numero de folio)|(y |)(cual|que) (es el |)folio( es|)
        no traigo (la|mi) carta porte
    """),
    ((Intent.ROAD_MARK,), """
        (el |en el |por el |)(kilometro|km)|(la |en la |por la |)caseta de|el entronque|la desviacion|el retorno de
        el paradero|la gasolinera de|el libramiento
    """),
)  # fmt: skip
