"""What a driver wants of the call itself: «pérame», «ya dime», «voy manejando», «¿mande?», «páseme con alguien».

Patterns are those of `phrasebook`; the longest phrase at a word counts and hides what is inside it.
"""

from typing import Final

from runtime.understanding.intents import Intent

_PERSON: Final = (
    "(una persona|una persona real|una persona de verdad|alguien|alguien mas|alguien real|alguien de verdad|"
    "un humano|un ser humano|un asesor|una asesora|un ejecutivo|una ejecutiva|un supervisor|el supervisor|"
    "mi supervisor|mi jefe|su jefe|el jefe|un operador|una operadora|el despachador|mi despachador|"
    "el despacho|monitoreo|trafico|la oficina|el encargado|la encargada|el licenciado|su supervisor|"
    "un gerente|el gerente|operaciones|un agente|recursos humanos|el coordinador|mi coordinador)"
)

SAID: Final[tuple[tuple[tuple[Intent, ...], str], ...]] = tuple(
    (intents, lines.replace("<PERSON>", _PERSON))
    for intents, lines in (
    ((Intent.WAIT,), """
        esperame|espereme|esperese|esperate|aguantame|aguanteme|aguantese|aguante|permitame|permiteme|dame chance
        deme chance
        (deme|dame|deje|dejeme|regaleme|regalame) (un|tantito|nada mas) (momento|momentito|segundo|segundito)
        (deme|dame|deje|dejeme|regaleme|regalame) (un|tantito|nada mas) (minuto|minutito|rato|ratito|)
        (un|ahorita un) (momento|momentito|segundo|segundito|minuto|minutito|instante|ratito)|tantito|chance
        no cuelgue|no me cuelgue|(dejeme|deje|dejame) (checo|checar|ver|veo|busco|buscar|reviso)
        (dejeme|deje|dejame) (revisar|saco|orillarme|me orillo|me estaciono|me paro|apunto)
        (dame|deme) (tantito|un segundo|un momento|un minuto|dos minutos|cinco minutos|chancita|tiempo)
        voy a orillarme|me estoy orillando|ahorita (le|te) (digo|contesto|atiendo)|aguantame compa|ahorita vengo
        no me tardo|ya casi|^(ahorita |)ya mero$|^ahorita$|^todavia no$
        (deme|dame) otro (ratito|rato|momento|momentito|segundo|minuto)|aguanta|espera|espere
    """),
    ((Intent.READY,), """
        ya digame|ya dime|listo|ya estoy|^ya estuvo$|ahora si|ahora si digame|ya listo|ya puedo|ya puede|ya me orille
        ya me estacione|ya me pare|ya regrese|ya volvi|aqui estoy|aqui sigo|digame|dime|decime|lo escucho|la escucho
        te escucho|^adelante|continue|sigale|a ver digame|prosiga|que se le ofrece|en que le puedo (servir|ayudar)
        para que soy bueno|usted dira|diga usted|[(si |)diga]
    """),
    ((Intent.HUMAN,), """
        (paseme|pasame|pasenme|pasale|comuniqueme|comuniquenme|comunicame|comunica|conecteme|enlaceme|pongame) con ~
        (transfierame|transfiereme|transfieran|transferime) con ~
        me (pasa|pasas|pasan|comunica|comunicas|transfiere|conecta) con ~
        (paseme|pasame|comuniqueme|comunicame|transfierame|transfiereme|conecteme|poneme|pongame) a <PERSON>
        (me (pasa|pasas|comunica|comunicas|transfiere)) a <PERSON>|transfier(a|e)me$
        (hablar|hable|platicar|comunicarme|hablo|tratar|prefiero) (con|a|) <PERSON>
        (quiero|prefiero|necesito|ocupo|mejor) (hablar|platicar|tratar) con (un|una|alguien|el|la|mi|su|gente)
        (quiero|mejor|necesito|ocupo|poneme|que me hable|que me llame|que me marque) (con|a|) <PERSON>|con una persona
        (paseme|pasame|comuniqueme|comunicame|me pasa) al (jefe|supervisor|encargado|gerente|licenciado|despachador)
        con (un|el|la) (humano|ser humano|licenciado|despachador|encargado)|con alguien (de verdad|real)
        persona real|persona de verdad
        (paseme|pasame|me pasa|comuniqueme|comunicame|me comunica|transfierame|hablar) ~ (persona|humano|alguien)
        no quiero hablar con (una maquina|un robot|maquinas|robots|grabaciones)
        no (hablo|platico) con (maquinas|robots|grabaciones|una maquina|un robot)
        hay alguien (ahi|mas|que me atienda)|que me atienda (alguien|una persona)
        quiero (un humano|una persona)|operadora|un operador humano|atencion a clientes
    """),
    ((), """
        (quiero|me dijeron que|necesito) hablar con (el|la) (cliente|planta)|pasale con (confianza|cuidado)
    """),
    ((Intent.DRIVING,), """
        (voy|vengo|ando|estoy|traigo|sigo) (manejando|conduciendo|rodando|en carretera)
        (voy|vengo|ando|estoy|traigo|sigo) (en la carretera|en ruta|al volante|en el volante|en movimiento)
        traigo el volante|no puedo voy manejando|vengo en la (carretera|autopista)
        voy (sobre|por) la (carretera|autopista)|ando en (carretera|ruta)|voy en curvas
    """),
    ((), """
        (ando|estoy|toy|voy|sigo) (aqui |ya |apenas |)(descargando|cargando) (en|de|aqui en|para|desde|por|ahi en)
    """),
    ((Intent.BUSY,), """
        (ando|estoy|toy|ando aqui|estoy aqui|voy) (descargando|cargando|ocupado|comiendo)
        (ando|estoy|toy) (descargando|cargando) en (el (anden|patio|cedis|almacen)|maniobra)
        (ando|estoy|toy) (descargando|cargando) en la (bodega|planta|rampa|fabrica)
        (ando|estoy|toy|ando aqui|estoy aqui|voy) (trabajando|en maniobra|en maniobras|en la bascula)
        (ando|estoy|toy) en (plena|pleno|mera) (maniobra|descarga|carga|anden|junta|reten)
        (llameme|llamame|marqueme|marcame|hableme) (luego|despues|al rato|mas tarde|otro rato|)$
        ^en la (tarde|noche) cuando
        (ando|estoy|toy|ando aqui|estoy aqui|voy) (en el anden|en la caseta|en una junta|maniobrando)
        (ando|estoy|toy|ando aqui|estoy aqui|voy) (enganchando|durmiendo|dormido|en revision|en el reten)
        (hableme|hablame|llameme|llamame) ~ (al rato|despues|mas tarde|en un rato|luego)
        (marqueme|marcame|me habla|me hablas) ~ (al rato|despues|mas tarde|en un rato|luego)
        (me marca|me marcas|me llama|le hablo) ~ (al rato|despues|mas tarde|en un rato|luego)
        (le marco|hablamos|me puede hablar|me puede marcar) ~ (al rato|despues|mas tarde|en un rato|luego)
        (hableme|hablame|llameme|llamame|marqueme|marcame|me habla|me hablas) ~ mañana
        (hableme|hablame|llameme|llamame) ~ en (media hora|una hora|diez minutos)
        (marqueme|marcame|me habla|me hablas) ~ en (media hora|una hora|diez minutos)
        (hableme|hablame|llameme|llamame) ~ en (veinte minutos|cinco minutos|quince minutos)
        (marqueme|marcame|me habla|me hablas) ~ en (veinte minutos|cinco minutos|quince minutos)
        (hableme|hablame|llameme|llamame|marqueme|marcame|me habla|me hablas) ~ mas al rato
        (hableme|hablame|llameme|llamame|marqueme|marcame|me habla|me hablas) ~ (mas tardecito|al ratito|otro dia)
        (me marca|me marcas|me llama|le hablo|le marco|hablamos|me puede hablar|me puede marcar) ~ mañana
        (me marca|me marcas|me llama|le hablo) ~ en (media hora|una hora|diez minutos)
        (me marca|me marcas|me llama|le hablo) ~ en (veinte minutos|cinco minutos|quince minutos)
        (le marco|hablamos|me puede hablar|me puede marcar) ~ en (media hora|una hora|diez minutos)
        (le marco|hablamos|me puede hablar|me puede marcar) ~ en (veinte minutos|cinco minutos|quince minutos)
        (me marca|me marcas|me llama|le hablo|le marco|hablamos|me puede hablar|me puede marcar) ~ mas al rato
        (me marca|me marcas|me llama|le hablo) ~ (mas tardecito|al ratito|otro dia)
        (le marco|hablamos|me puede hablar|me puede marcar) ~ (mas tardecito|al ratito|otro dia)|ahorita no puedo
        no puedo hablar|no puedo contestar|no puedo atender|no puedo ahorita|no tengo tiempo|me agarra ocupado
        me agarro ocupado|ando en chinga|traigo prisa|al rato (mejor|hablamos)|mejor al rato|mejor despues
        mejor mas tarde|mas tarde( por favor|)$|^al rato|luego (hablamos|me marca|me habla|me llama)|mejor luego
        ahorita (le|te) (marco|hablo|llamo)|ahorita estoy ocupado|ando en friega|estoy en (maniobra|el reten|revision)
    """),
    ((Intent.REPEAT,), """
        mande|mande usted|como (dijo|dice|dices|dijiste)|que (dijo|dice|dices|dijiste)
        perdon que|otra vez|repitame|repiteme|repita|repitalo|me lo repite|me repite|puede repetir|puede repetirlo
        de nuevo|me lo dice otra vez|digame otra vez
        no (le|te|lo|la|se|) (oi|oigo|escucho|escuche|escucha) (bien|nada|muy bien|casi nada|casi|)
        no (le|te|lo|la|se|) (oye|entiendo|entendi|entiende|capto) (bien|nada|muy bien|casi nada|casi|)
        se (esta cortando|corta|corto|oye mal|oye feo|escucha mal|oye cortado)
        se (escucha cortado|entrecorta|oye muy bajito|va la voz|esta entrecortando|oye lejos)
        me (esta|estas) cortando|no hay señal|hay mala señal|traigo mala señal|anda mal la señal
        (hable|hableme|hablale|hablele|hableme usted) (mas |)(fuerte|recio|despacio|claro|lento)
        mas (despacio|despacito|lento|recio|fuerte)|^(que|como|eh|como como|que que)$|^mande
    """),
    )
)  # fmt: skip
