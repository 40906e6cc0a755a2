"""Who is on the line, and how people greet and part.

Patterns are those of `phrasebook`; the longest phrase at a word counts and hides what is inside it.
"""

from typing import Final

from runtime.understanding.intents import Intent

_RELATION: Final = (
    "(esposa|mujer|señora|esposo|marido|hijo|hija|hermano|hermana|mama|papa|cuñado|cuñada|compañero|compañera|"
    "ayudante|vieja|novia|sobrino|primo|chalan|patron|suegra|tia|madre|padre|compadre|yerno|nuera|amigo|"
    "vecino|vecina|nieto|nieta|abuelo|abuela|relevo|guardia|vigilante|checador|encargado|oficial|socio|familia)"
)
_HE: Final = (
    "(el|ella|mi papa|mi papi|mi mama|mi esposo|mi esposa|mi marido|mi señora|mi hermano|mi hermana|mi tio|mi hijo|"
    "mi hija|mi compadre|mi compañero|mi abuelo|mi abuelito|mi cuñado|mi primo|mi suegro|el señor|la señora|"
    "el operador|el chofer)"
)
_AWAY: Final = (
    "(no esta|no se encuentra|no anda|anda fuera|se fue|salio|viene dormido|viene dormida|esta dormido|esta dormida|"
    "anda dormido|anda dormida|esta durmiendo|se quedo dormido|ahorita no puede|no puede|no puede contestar)"
)

SAID: Final[tuple[tuple[tuple[Intent, ...], str], ...]] = tuple(
    (intents, lines.replace("<RELATION>", _RELATION).replace("<HE>", _HE).replace("<AWAY>", _AWAY))
    for intents, lines in (
    ((Intent.WRONG_PARTY,), """
        no soy (yo|el|ella|ese|esa)|(yo |el |ella )no soy]|^(no |)yo no soy|yo no soy (el|ella|ese|esa|yo)
        (no es el|no es ella)]|no habla (el|ella)]|(el|ella) no es]|(yo |)no me llamo asi|de eso yo no se
        no es (el|ella) (soy|habla|el|ella|señor|señorita|esta)|de sus viajes
        [(no |)aqui no es]|aqui no es (señorita|señor|jefa|oiga)
        (yo soy|soy|habla|le habla|contesta|le contesta|es) (su|la|el|un|una) <RELATION>
        <HE> <AWAY>|<HE> (ahorita |ya |)<AWAY>|<HE> (anda|esta) (en|alla|aca|atras|fuera|cargando|descargando)
        (ahorita|ahora|aqui|de veras|de verdad|la verdad|pues|es que|le digo que|te digo que|ya le dije que) <HE> <AWAY>
        no (esta|se encuentra|anda)|[(no |)(anda fuera|salio|dejo el telefono|dejo el celular|se fue)]
        no viene aqui$|se acaba de ir|acaba de salir|se fue a trabajar|esta en su camion
        salio (ahorita|hace|desde|a comer|a trabajar|y no|y dejo)|(viene|anda|esta|quedo) (dormido|dormida) (el|ella|en)
        no (lo|la) quiero despertar|no puedo dejar la caseta
        (no |)(no |ahorita no )se (lo|la) (puedo|voy a|quiero) (pasar|comunicar|despertar)|no se (lo|la) (paso|comunico)
        dejo (el|su) (telefono|celular)|(se |te |)(lo|la) paso$|^(se|te) (lo|la) paso
        (ahorita|ya|deje|dejeme) se (lo|la) paso
        le paso el telefono|deje le hablo|dejeme pasar(se|)lo|(se|te) (lo|la) comunico|lo esta buscando a el
        busca a mi (esposo|hijo|papa|marido|hermano)|quiere dejarle recado|le dejo recado|deje su recado
    """),
    ((Intent.WRONG_PARTY, Intent.WRONG_NUMBER), """
        (numero|telefono) equivocado|esta (equivocado|equivocada) de numero|se equivoco de (numero|telefono)|marco mal
        (no |)se equivoco de (numero|telefono)|esta marcando mal
        aqui no (vive|es|trabaja) (nadie|ningun|ninguna|ese|esa|el|ella)|aqui no (vive|trabaja)
        no (conozco|conocemos) a|no (lo|la) (conozco|conocemos)|no (lo|la) (conozco|conocemos) (ni|señorita)
        no conozco (ningun|ninguna|nadie)|no vive aqui
        no es (su|este|ese|el) numero|este no es (el numero|su numero)|aqui no hay nadie
        no es este (su|el) (numero|telefono)
        ya no es su (numero|telefono)|(no |)esta mal su (numero|telefono)|cambio de numero|este numero (ya no|no) es
    """),
    ((Intent.SELF,), """
        [(si |)yo]|^(si |)yo (merito|mero|mera|misma|mismo|lo soy|soy digame|soy diga|soy que|soy para)
        [(si |)yo (si |)soy]
        ^si yo (digame|diga|que|hice|por|soy)|yo (mero|mismo)|servidora|ella misma
        ^(si |)(el|la) (mismo|misma|mero|mera)|[(si |)(yo soy|ella soy)]|^(si |)soy$|^si soy|^si ella soy
        ^si (el|la) (mismo|misma)|(si |)soy (el|ella)]
        soy yo|yo soy$|(el|ella) habla|^si habla|a (sus|tus) (apreciables |)ordenes|a la orden
        (a|al) (esos|es|las|mis) ordenes|[(si |)(el|ella) hablando|para servirle
        servidor|su servidor|el mismisimo|[(si |)con (el|ella)]|con (el|ella) (habla|mero|mismo)|con el mismo
        ^(si |)con (el|ella) (digame|diga|que|señorita|jefa|oiga|para|quien|a)|si (el habla|ella habla|yo soy|soy yo)
        ^(si |)aqui (andamos|ando)]|^(si |)aqui (andamos|ando) (digame|diga|que|a sus)|^presente$
    """),
    ((), """
        (el|la) (mismo|misma) (dia|viaje|camion|lugar|ruta|hora|tiempo|carga|caja|unidad)
    """),
    ((Intent.WHO,), """
        quien (habla|es|me habla|llama|me llama|me marca|eres|es usted|chingados habla|molesta|lo busca|la busca)
        con quien (hablo|tengo el (gusto|honor))|de parte de quien|de quien|a quien busca(n|)
        de donde (habla|hablan|me habla|me hablan|llama|llaman|me marca|me marcan)|de que (empresa|compañia|parte)
        y (tu|usted) quien (eres|es)|quien (lo|la) buscan|para que (es|lo quiere|lo busca|la busca)
        de que se trata|que se le ofrecia|como se llama usted|cual empresa
    """),
    ((Intent.GREETING, Intent.WHO), """
        ^(si |)bueno (quien|quien habla|quien es|de parte de quien|con quien hablo|quien llama)
        ^(si |)bueno con quien tengo el (gusto|honor)|^bueno a quien busca
    """),
    ((Intent.GREETING,), """
        buenas|buenas (tardes|noches)|buenos dias|buen dia|hola|que tal|que (onda|rollo|tranza|hay)|que paso|que hubo
        quiubo
        (^que hay|^a ver|digame|diga|mande|andamos|hello|hola) bueno$|quihubo|muy buenas|(sigue|sigues|esta) ahi$
        me (escucha|escuchas|oye|oyes)$|^bueno$|^bueno si$|^si bueno$
        [(si |bueno |)diga]|^alo|^bueno bueno( bueno|)|^bueno (diga|vos|y ahora|que (rollo|tranza|onda|hay)|a ver)
        ^bueno pues$
        ^(me quede|estaba) sin señal
    """),
    ((Intent.FAREWELL,), """
        hasta (luego|mañana|pronto)|adios|bye|chao|ahi (nos vemos|lo vemos|la vemos)|nos vemos|nos vidrios
        que (le|te) vaya (muy |)bien|que (tenga|tengas) (muy |)(buen|bonito|excelente|buena) (dia|tarde|noche|viaje)
        cuidese|cuidate|igualmente|ahi estamos|al contrario|estamos en contacto|seria todo|es todo( gracias|)
        eso es todo
        ya estuvo gracias|and(e|a)le (pues |)gracias|(ok|sale) (pues |)gracias|(muchas|mil) gracias
        ^gracias$|^gracias (hasta luego|bye|igualmente|señorita|jefa|perdon|muy)|gracias (bye|hasta luego|igualmente)
        (dios|diosito) (la|lo|le|me la|me lo) (bendiga|guarde|cuide)
        muy bien gracias|que este(n|s|) bien|de nada|muy agradecido|muy amable$|quedo de usted|puro para delante
        (ya|ta bueno|esta bueno|bueno|bueno pues|bueno pue|vaya|vaya pues|fierro|ahora pues|maalob) (va |)gracias$
        (ahora si|puro|ya estara|para delante) (de dios |)gracias$|delante gracias$|de dios gracias$|bueno ya esta$
        quedo pendiente|^fierro( pariente|)$
        ahi la llevamos|que le vaya bonito|ahi nos vidrios|a sus pies|have a good one|buen viaje
    """),
    ((Intent.ROBOT,), """
        (es|eres|usted es|tu eres) (un |una |)(robot|grabacion|maquina|computadora)
        (es usted|esto es|esta es|esto sera|sera) (un |una |)(robot|grabacion|maquina|computadora)
        (es|eres|usted es|tu eres) (un |una |)(bot|inteligencia artificial|contestadora|ia|programa)
        (es usted|esto es|esta es|esto sera|sera) (un |una |)(bot|inteligencia artificial|contestadora|ia|programa)
        (es|eres) (una persona|humana|humano|de verdad|real|una persona (real|de verdad))
        es usted (una persona|humana|real)
        (es|eres) de esas (contestadoras|grabaciones|maquinas|computadoras)
        estoy hablando con (un|una) (robot|maquina|grabacion|persona|computadora)
        hablo con (un robot|una maquina|una grabacion|una persona)
        con (un robot|una maquina) (estoy |)(hablando|hablo)
        suena(s|) (a|como) (robot|grabacion|maquina|contestadora)|pareces (robot|grabacion|contestadora)
        parece (robot|grabacion|contestadora)|no es (una |)persona( usted|)
    """),
    )
)  # fmt: skip
