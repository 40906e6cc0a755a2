"""What drivers say that is neither a place nor a date, by what they mean by it.

Patterns are those of `phrasebook`; the longest phrase at a word counts and hides what is inside it, so
"no hay problema" is a yes although it begins with a no. The empty set marks words that mean nothing here.
"""

from typing import Final

from runtime.understanding.intents import Intent
from runtime.understanding.trouble_phrases import SAID_IN_TROUBLE

_RELATION: Final = (
    "(esposa|mujer|señora|esposo|marido|hijo|hija|hermano|hermana|mama|papa|cuñado|cuñada|compañero|compañera|"
    "ayudante|vieja|novia|sobrino|primo|chalan|patron|suegra|tia|madre|padre|compadre|yerno|nuera|amigo|"
    "vecino|vecina)"
)
_PERSON: Final = (
    "(una persona|una persona real|una persona de verdad|alguien|alguien mas|alguien real|alguien de verdad|"
    "un humano|un ser humano|un asesor|una asesora|un ejecutivo|una ejecutiva|un supervisor|el supervisor|"
    "mi supervisor|mi jefe|su jefe|el jefe|un operador|una operadora|el despachador|mi despachador|"
    "el despacho|monitoreo|trafico|la oficina|el encargado|la encargada|el licenciado|su supervisor|"
    "un gerente|el gerente|operaciones|un agente|recursos humanos|el coordinador|mi coordinador)"
)

_SAID: Final[tuple[tuple[tuple[Intent, ...], str], ...]] = (
    ((Intent.YES,), """
        si|aja|mjm|simon|ei|^sale|^va|^eso$|^camara|^arre|^jalo|^hecho|^juega|^dele|(si|ok|sale|bueno) (va|sale|dele)
        sale (pues|va)|va que va|si adelante|si (pongale|dejelo|registrelo|mandele) asi|si mandele|asi merito
        esta chido
        orale|andale|andele|ok|claro|correcto|exacto|exactamente|afirmativo|afirma|eso si|si señor|si señora
        si señorita|si jefa|si jefe|claro que si|por supuesto|desde luego|como no
        seguro que si|cierto|asi es|asi mero|eso es|eso mero|eso mismo|ese mero|es correcto|es cierto|es verdad
        es exacto|es asi|tal cual|efectivamente|esta bien|estan bien|todo bien|todo correcto|todo esta bien
        esta correcto|estan correctos|ya vas|ya estas|de acuerdo|me parece bien|sin problema
        no hay (problema|pedo|falla|bronca)|no pasa nada|conforme|perfecto|a huevo|no pues si|no si
        no si esta bien|pues si|pero si|no pero si|no ya esta bien|no si es correcto|no claro|no como no|esos son
        esos meros|esa es|esa mera|ese es|son correctos|es correcta|asi esta bien|asi dejelo|asi dejalo|asi quedo
        si es|si esta bien|si es correcto|si asi es|si es asi|si efectivamente|sipi|sisi|yes|confirmo|confirmado
        lo confirmo|sobres|ya rugiste|enterado|positivo|diez cuatro|bien dicho|esta perfecto|esta bueno
        (si|correcto|exacto) ~ ahora si|ahora si (esta bien|asi es|es correcto|correcto|es ese|es esa|todo bien|ya)
        (si|claro que) (puedo|puede|acepto|autorizo|me acuerdo|quiero)
    """),
    ((Intent.NO,), """
        no|nel|nop|nope|nanay|negativo|para nada|de ninguna manera|claro que no|incorrecto|equivocado|que va
        naranjas|no hombre|nel pastel|ni de chiste|ni al caso|nada que ver|no es cierto|no es verdad|no es correcto
        no es correcta|no es asi|(esta|estan|eso esta|ahi esta) (mal|equivocado|equivocados|incorrecto)
        (esta|estan|eso esta|ahi esta) (incorrectos|equivocada|incorrecta|erroneo)
        (no esta|no estan) (bien|correcto|correctos|correcta)|no son correctos|no es ese|no es esa|no es eso
        ese no es|esa no es|eso no es|no son esos|asi no es|asi no fue|no fue asi|no era asi|no señor|no señora
        no señorita|no jefa|no jefe|no pues no|pues no$|ninguno (de esos|)|ninguna|no no no|no que va|tampoco
        no ni madres|ni madres
        hay un error|esta mal eso|le fallo|se equivoco|esta equivocada|no coincide|no concuerda|no checa|no cuadra
        no esta mal|(tiene|hay|trae|viene|viene con|trae mal) un (dato|error) (mal|malo|equivocado|ahi|)
        (tiene|hay|trae) (mal|equivocado) un dato|un dato (mal|malo|equivocado)|esta (mal|equivocado) (un|algun) dato
        no es exacto|^nombre (no|para nada|que va|nel)|^nombre$|no quiero|no puedo
    """),
    ((), """
        si quiere|si gusta|a ver si|por si|como si|es que si|si me pagan|si no me pagan|si puede|si hubiera|si acaso
        que si|pero no se crea|no crea|no manches|no mames|no inventes|no te creas|no se preocupe
        no te preocupes|no hay de que|no solo|no mas|no falta|nada mas|no se vaya|como va|ya va|me va
        se va|le va|va a|como esta|esta bien de|casi no|no tarda|no tardo|eso de|eso que|eso no|lo que si
        que claro|mas claro|no se (puede|pudo|puedo|lo|la|le|les|nos|me|te|vale|hace|ha|han|tarda)|en eso|a eso
        con eso
    """),
    ((Intent.NO, Intent.UNSURE), """
        no (creo|estoy de acuerdo)|creo que no|yo creo que no
    """),
    ((Intent.YES, Intent.UNSURE), """
        (yo |)creo que si|supongo que si|segun yo si|parece que si|a lo mejor si|ha de ser|yo creo
    """),
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
        no me tardo|ya casi|^(ahorita |)ya mero$|^ahorita$|todavia no$
        (deme|dame) otro (ratito|rato|momento|momentito|segundo|minuto)|aguanta|espera|espere
    """),
    ((Intent.READY,), """
        ya digame|ya dime|listo|ya estoy|^ya estuvo$|ahora si|ahora si digame|ya listo|ya puedo|ya puede|ya me orille
        ya me estacione|ya me pare|ya regrese|ya volvi|aqui estoy|aqui sigo|digame|dime|lo escucho|la escucho
        te escucho|^adelante|continue|sigale|a ver digame|prosiga|que se le ofrece|en que le puedo (servir|ayudar)
        para que soy bueno|usted dira|diga usted
    """),
    ((Intent.HUMAN,), """
        (paseme|pasame|me pasa|me pasas|comuniqueme|comunicame) (con|a|) <PERSON>
        (me comunica|me comunicas|transfierame|transfiereme|me transfiere|conecteme) (con|a|) <PERSON>
        (hablar|hable|platicar|comunicarme|hablo|tratar|prefiero) (con|a|) <PERSON>
        (quiero|mejor|necesito|ocupo|pongame|poneme|que me hable|que me llame) (con|a|) <PERSON>|con una persona
        (paseme|pasame|comuniqueme|comunicame|me pasa) al (jefe|supervisor|encargado|gerente|licenciado)
        con un humano|persona real|persona de verdad
        (paseme|pasame|me pasa|comuniqueme|comunicame|me comunica|transfierame|hablar) ~ persona
        no quiero hablar con (una maquina|un robot|maquinas|robots|grabaciones)
        no (hablo|platico) con (maquinas|robots|grabaciones|una maquina|un robot)
        hay alguien (ahi|mas|que me atienda)|que me atienda alguien
        (paseme|pasame|comuniqueme|comunicame) (con|a) ~ (licenciado|licenciada|ingeniero|jefe)
        (paseme|pasame|comuniqueme|comunicame) (con|a) ~ (encargado|supervisor|gerente|despacho)
        quiero (un humano|una persona)|operadora|un operador humano|atencion a clientes
    """),
    ((Intent.WRONG_PARTY,), """
        no soy yo|no soy el|yo no soy|no es el|no habla el|el no es|no soy ese|yo no me llamo asi|no me llamo asi
        aqui no es|(yo soy|soy|habla|le habla|contesta|es|le contesta) (su|la|el|un|una) <RELATION>
        (no esta|no se encuentra|el no esta|ahorita no esta|no anda aqui|anda fuera)$
        (salio|dejo el telefono|dejo el celular|no esta aqui|no anda|no viene aqui)$|ahorita no (esta|se encuentra)
        (que|pues|el|ella|ahorita) no (esta|se encuentra)|no esta (regresa|vuelve|llega|anda|salio|no)
        se acaba de ir|acaba de salir
        ^salio$|salio (ahorita|hace|desde|a comer|a trabajar|y no|y dejo)
        no esta (el|aqui|en casa|disponible)|no se encuentra|no anda aqui|dejo (el|su) (telefono|celular)|se lo paso
        le paso el telefono|te lo paso|deje le hablo|deje se lo paso|dejeme se lo paso|ahorita se lo paso
        dejeme pasarselo|se lo comunico|lo esta buscando a el|a quien busca
        busca a mi (esposo|hijo|papa|marido|hermano)|quiere dejarle recado|le dejo recado|deje su recado
    """),
    ((Intent.WRONG_PARTY, Intent.WRONG_NUMBER), """
        (numero|telefono) equivocado|esta equivocado de numero|se equivoco de numero|esta marcando mal|marco mal
        aqui no (vive|es|trabaja)|no (conozco|conocemos) a (ese|esa|nadie|ningun|el)|no lo conozco|no vive aqui
        no es el numero|este no es (el numero|su numero)|aqui no hay nadie|no es este (su|el) (numero|telefono)
        ya no es su numero|esta mal su numero|cambio de numero|este numero (ya no|no) es
    """),
    ((Intent.SELF,), """
        ^yo$|^yo (merito|mera|misma)$|servidora|ella misma|la misma|el mero|la mera|si soy ella
        soy yo|yo soy$|^si habla|yo mero|yo mismo|el habla|ella habla|el mismo|a sus ordenes|a la orden
        para servirle|servidor
        su servidor|el mismisimo|si con el|si con ella|con el habla|con el mismo|con el|si soy|si el habla|si yo soy
        si soy yo|si el mismo|^aqui (andamos|ando)$|a tus ordenes|presente|^con el$
    """),
    ((Intent.DRIVING,), """
        (voy|vengo|ando|estoy|traigo|sigo) (manejando|conduciendo|rodando|en carretera)
        (voy|vengo|ando|estoy|traigo|sigo) (en la carretera|en ruta|al volante|en el volante|en movimiento)
        traigo el volante|no puedo voy manejando|vengo en la (carretera|autopista)
        voy (sobre|por) la (carretera|autopista)|ando en (carretera|ruta)|voy en curvas
    """),
    ((Intent.BUSY,), """
        (ando|estoy|toy|ando aqui|estoy aqui|voy) (descargando|cargando|ocupado|comiendo)
        (ando|estoy|toy|ando aqui|estoy aqui|voy) (trabajando|en maniobra|en maniobras|en la bascula)
        (ando|estoy|toy) en (plena|pleno|mera) (maniobra|descarga|carga|anden|junta|reten)
        (llameme|llamame|marqueme|marcame|hableme) (luego|despues|al rato|mas tarde|otro rato|)$
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
    ((Intent.ROBOT,), """
        (es|eres|usted es|tu eres) (un |una |)(robot|grabacion|maquina|computadora)
        (es usted|esto es|esta es|esto sera|sera) (un |una |)(robot|grabacion|maquina|computadora)
        (es|eres|usted es|tu eres) (un |una |)(bot|inteligencia artificial|contestadora|ia|programa)
        (es usted|esto es|esta es|esto sera|sera) (un |una |)(bot|inteligencia artificial|contestadora|ia|programa)
        (es|eres) (una persona|humana|humano|de verdad|real|una persona (real|de verdad))
        estoy hablando con (un|una) (robot|maquina|grabacion|persona|computadora)
        hablo con (un robot|una maquina|una grabacion|una persona)
        con (un robot|una maquina) (estoy |)(hablando|hablo)
        suena(s|) (a|como) (robot|grabacion|maquina|contestadora)|pareces (robot|grabacion|contestadora)
        parece (robot|grabacion|contestadora)|no es (una |)persona( usted|)
    """),
    ((Intent.REPEAT,), """
        mande|mande usted|como dijo|como dice|como dices|como dijiste|que dijo|que dice|que dices|que dijiste
        perdon que|otra vez|repitame|repiteme|repita|repitalo|me lo repite|me repite|puede repetir|puede repetirlo
        de nuevo|me lo dice otra vez|digame otra vez|como que
        no (le|te|lo|la|se|) (oi|oigo|escucho|escuche|escucha) (bien|nada|muy bien|casi nada|casi|)
        no (le|te|lo|la|se|) (oye|entiendo|entendi|entiende|capto) (bien|nada|muy bien|casi nada|casi|)
        se (esta cortando|corta|corto|oye mal|oye feo|escucha mal|oye cortado)
        se (escucha cortado|entrecorta|oye muy bajito|va la voz|esta entrecortando|oye lejos)
        me (esta|estas) cortando|no hay señal|hay mala señal|traigo mala señal|anda mal la señal
        (hable|hableme|hablale|hablele|hableme usted) (mas |)(fuerte|recio|despacio|claro|lento)
        mas (despacio|despacito|lento|recio|fuerte)|^(que|como|perdon|eh|como como|que que)$|^mande
    """),
    ((Intent.WHO,), """
        quien (habla|es|me habla|llama|me llama|me marca|eres|es usted|chingados habla)
        con quien (hablo|tengo el gusto)|de parte de quien|de quien
        de donde (habla|hablan|me habla|me hablan|llama|llaman|me marca|me marcan)|de que (empresa|compañia|parte)
        y (tu|usted) quien (eres|es)|quien lo busca|quien lo busca(n|)|para que (es|lo quiere|lo busca)
        de que se trata|que se le ofrecia|como se llama usted|cual empresa
    """),
    ((Intent.GREETING, Intent.WHO), """
        ^(si |)bueno (quien habla|quien es|de parte de quien|con quien hablo|quien llama)
    """),
    ((Intent.NOT_MINE,), """
        (ese|este|el) viaje no (es mio|es el mio|lo hice yo|lo hice|lo traigo|lo traigo yo)
        (ese|este|el) viaje no (fue mio|era mio|es de mi|me toca|me toco|me corresponde)|no es mio|no es mi viaje
        ese no es (mio|mi viaje|el mio)|no fue mi viaje
        yo no (hice|traigo|traia|llevo|llevaba|anduve en|tengo) (ese|este|ningun) viaje|ese no lo hice( yo|)
        ese no lo (traigo|llevo|traia)( yo|)|no me toco a mi|es de otro (chofer|operador|compañero)|yo no fui
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
    ((Intent.GREETING,), """
        buenas|buenas (tardes|noches)|buenos dias|buen dia|hola|que tal|que onda|que paso|que hubo|quiubo|quihubo
        muy buenas|(sigue|sigues|esta) ahi$|me (escucha|escuchas|oye|oyes)$|^bueno$|^bueno si$|^si bueno$
        ^si diga$|^diga$|^alo|^bueno bueno bueno|^bueno bueno
    """),
    ((Intent.FAREWELL,), """
        hasta luego|hasta mañana|hasta pronto|adios|bye|chao|ahi nos vemos|nos vemos|nos vidrios
        que (le|te) vaya bien|que (tenga|tengas) (buen|bonito|excelente|buena) (dia|tarde|noche|viaje)|cuidese
        cuidate|igualmente|ahi estamos|al contrario|estamos en contacto|seria todo|es todo( gracias|)
        ya estuvo gracias|andele (pues |)gracias|andale (pues |)gracias|ok gracias|sale gracias|muchas gracias
        ^gracias$|gracias hasta luego|dios la bendiga|dios lo bendiga|gracias bye|gracias igualmente
        muy bien gracias|que este(n|s|) bien|de nada
    """),
    ((Intent.UNSURE,), """
        no (se|sabria|sabria decirle|me acuerdo|recuerdo|lo recuerdo|lo se)
        no (le se decir|sabemos|estoy seguro|estoy muy seguro|tengo idea|me se|le sabria decir)
        no me acuerdo (bien|muy bien|ahorita)|quien sabe|sepa la bola|sepa|ni idea|no tengo ni idea|no sabria
        (la fecha|el dia|el dato|eso|ese dato) no (la|lo) (traigo|tengo|se|recuerdo)|no (la|lo) traigo
        se me olvido|se me fue|no (me |)(la|lo) se|todavia no me (dicen|han dicho|avisan|dan)|no traigo el dato
        no traigo (el papel|los papeles|la carta porte)|(yo |)creo que
        a lo mejor|tal vez|quizas|puede ser|ya ni se|ni se|ya no me acuerdo|creo
    """),
)  # fmt: skip

PHRASES: Final[tuple[tuple[str, frozenset[Intent]], ...]] = tuple(
    (line.strip().replace("<RELATION>", _RELATION).replace("<PERSON>", _PERSON), frozenset(intents))
    for intents, lines in (*_SAID, *SAID_IN_TROUBLE)
    for line in lines.strip().splitlines()
)
"""Every pattern with its intents."""
