"""What drivers say when a call leaves its script: emergencies, complaints, refusals.

Patterns are those of `phrasebook`; the longest phrase at a word counts and hides what is inside it.
"""

from typing import Final

from runtime.understanding.intents import Intent

SAID: Final[tuple[tuple[tuple[Intent, ...], str], ...]] = (
    ((Intent.EMERGENCY,), """
        (me|nos) (quieren|estan|van a) (bajar|bajando) del (camion|tracto|trailer)|me (bajan|quieren bajar|van a bajar)
        volque|volcamos|nos volcamos|atrapado|atrapada|prensado|prensada|^ayudeme|^ayudenme|chocado
        (me |nos |)(quede|quedamos|estoy|dejo|deje) (tirado|tirada|botado|varado|varada)|se (me |nos |)descompuso
        no (me |)(jala|prende|arranca) el (camion|tracto|motor|trailer)|se (me |)poncho|se (me |)trono (la|una) llanta
        (necesito|ocupo|mandeme|manden|mandenme) (una |un |)(grua|mecanico)|sin frenos
        un herido|heridos|un muerto|ayudeme]|ayudenme]|ayuda$|(traen|con) (pistola|pistolas|una pistola|un arma|cuernos)
        encañonado|asaltar|(se llevaron|se llevan) ~ (camion|tracto|caja|trailer|unidad|carga|mercancia)
        un accidente$|estan asaltando|asaltando|estan robando|(acabo de|me) (chocar|volcar)
        choque|chocamos|me chocaron|tuve un (accidente|choque|percance)|me accidente
        hubo un (accidente|choque|percance)|fue un accidente|acabo de chocar|sufri un accidente|nos chocaron
        (hubo|traigo|tengo|hay) (un |)(herido|heridos|lesionado|lesionados|muerto)|me volque|me voltee
        se volteo (el|la) (camion|tracto|trailer|caja|unidad)|se me volteo|volcadura|me sali del camino
        se me fueron los frenos|me quede sin frenos|se quemo (el|la) (camion|unidad|tracto|caja)|se esta quemando
        se me (esta quemando|incendio|quema)|se incendio
        (me|nos) (asaltaron|estan asaltando|quieren asaltar|van a asaltar|quisieron asaltar|acaban de asaltar|asaltan)
        (me|nos) (robaron|estan robando|acaban de robar|quieren robar|van a robar)
        me (bajaron del (camion|tracto|trailer)|secuestraron|tienen (secuestrado|amagado|apuntado|aqui a fuerza))
        (me|nos) (levantaron|amarraron|golpearon|balacearon|dispararon|apuntaron|cerraron el paso|agarraron a balazos)
        (me|nos) (estan apuntando|traen encañonado|tienen encañonado|amenazaron|tienen amenazado|estan amenazando)
        (me|nos) (traen|tienen) (amenazado|amenazada|amenazados|encañonados)|me estan obligando
        es un asalto|un asalto|(me|nos) (vienen|andan|estan) siguiendo|me siguen unos|me quitaron las llaves
        (me|nos) (pararon|cerraron) unos (hombres|tipos|encapuchados|armados|cuates)|hombres armados|gente armada
        se robaron (el|la) (camion|tracto|caja|trailer|unidad|carga|mercancia)
        me quitaron (el|la) (camion|tracto|caja|trailer|unidad|carga|mercancia)|traen armas|(estan|vienen) armados
        hay balazos|balacera|una balacera|me siento (muy |bien |)mal|me estoy (desmayando|muriendo|ahogando)
        me desmaye|me esta dando (un|algo)|un infarto|me duele (mucho |)el (pecho|corazon)
        me duele (mucho|bien feo|fuerte)|(tuvo|tuvieron|tuvimos) un (accidente|choque)|no puedo respirar
        se me (subio|bajo) (la presion|el azucar)|ambulancia|estoy (herido|lastimado|sangrando)|me lastime
        me rompi|me pegue en la cabeza|vomitando sangre|un paro cardiaco|auxilio|ayuda por favor|ayudeme por favor
        necesito ayuda urgente|es una emergencia|tengo una emergencia|emergencia
        (llame|llamele|hable|hablele|marquele|avisele) a la policia|(mandeme|manden|mande) a la policia|nueve once
        no puedo hablar hay alguien|me tienen a la fuerza|estoy en peligro|me (quieren|van a) matar
    """),
    ((), """
        me robaron el corazon|atrapado en (el trafico|la fila|la cola)|no choque
    """),
    ((Intent.COMPLAINT,), """
        ya ni me pagan|ni me pagan|sin cobrar|no he cobrado|no (me |)alcanza|ni para (la comida|comer|la gasolina)
        ya no se que hacer|sin (sueldo|paga|que me paguen)|(no|ni) (me |)han pagado
        no me (han|has|ha) (pagado|depositado|dado) ~|no me ~ (pagado|depositado|pagan)|ya no (se |)que hacer
        no me (pagan|pagaron|depositaron|depositan|quieren pagar|han liquidado)|me deben ~|me quedaron a deber
        me deben|cuando me (van a |)(pagan|pagar|depositan|depositar)
        falta(n|) (mis|los|de pagar) (viaticos|estadias|estadia|pago|pagos|maniobras)
        (mis|los|la|las) (viaticos|estadias|estadia|demoras|maniobras)|viaticos|estadia|estadias
        me tienen (parado|esperando|aqui parado|detenido)
        llevo (dos|tres|cuatro|cinco|seis) (dia|dias|hora|horas) (parado|esperando|aqui)
        llevo (muchas|todas|ocho|diez|un|una) (dia|dias|hora|horas) (parado|esperando|aqui)
        no me (quieren descargar|descargan|atienden)|me pagan muy poco|ya me canse|quiero poner una queja
        me voy a quejar|es una queja|puras mentiras|siempre lo mismo|voy a renunciar|mejor renuncio
        ya no voy a trabajar|me descontaron
    """),
    ((Intent.OFF_TOPIC,), """
        cuanto (me van a pagar|pagan|me pagan|van a pagar|es el pago|paga|cuesta|cuestan|vale|sale)|de cuanto es
        cual es el pago|por donde (me voy|voy|agarro|es mejor|entro|llego|le llego)|como (llego|le llego|me voy)
        cual (ruta|carretera|caseta|es la direccion)|que (ruta|carretera|caseta) (agarro|tomo|hay)
        donde (entrego|descargo|cargo|queda|esta el cliente)|cual es la ubicacion|mandeme la ubicacion
        que (llevo|traigo|carga llevo|carga es)
        que (mercancia llevo|mercancia es|estoy cargando|es lo que (llevo|traigo)|lleva la caja)
        cuanto vale la (carga|mercancia)|esta asegurad(a|o)|va asegurad(a|o)|lleva (custodia|escolta)
        quien es el cliente|para quien es (la carga|el viaje)|cual es el (sello|numero de sello|numero de caja)
        quien mas carga ahi|los peajes|las casetas quien las paga|quien paga las casetas|me pagan las casetas
        pagan las casetas|iave|diesel|adelanto de
        a que hora (abren|cierran|reciben|me reciben|cargan|descargan|me cargan|me descargan)
        como (esta|estara) el clima|tienes novio|tiene novio|esta casada|estas casada|que anda haciendo
        me das tu numero|dame tu numero|dame tu (numero|whatsapp)|me gusta tu voz|que bonita voz|cuantame un chiste
        cuentame un chiste|quien gano el partido|que hora es
    """),
    ((Intent.INSULT,), """
        chinga (tu|a tu|su|a su) madre|vete a la (verga|chingada|mierda)|vayase a la (verga|chingada|mierda)
        hijo de (tu|su) (puta|pinche) madre|hija de (tu|su) (puta|pinche) madre|hija de puta|hijo de puta|pendeja
        pendejo|pendejos|estupida|estupido|idiota|idiotas|imbecil
        pinche (vieja|robot|maquina|gente|empresa|vieja loca|loca|mensa)|puta|putos|puto|culera|culero|culeros
        cabrona|mamona|callate|callese|no sirves|no sirve para nada|bola de rateros|rateros|tu madre|me la pelas
        chinguen a su madre|no estes chingando|no este chingando|deje de chingar|deja de chingar
    """),
    ((Intent.REFUSES,), """
        (voy a|le voy a) colgar
        no (le|te|les) (voy a|vamos a|pienso|puedo) (dar|decir|pasar) ~
        no (le|te) (doy|digo|paso) (nada|datos|informacion|esa informacion|mis datos)
        no tengo por que (darle|decirle|contestar)|no quiero (dar|darle|decirle|decir|contestar|hablar)
        no (voy a|pienso) (contestar|decir|dar) ~|a (usted|ti) que (le|te) (importa|interesa)|que (le|te) importa
        no doy (datos|informacion)|no es asunto suyo|no me interesa
    """),
    ((Intent.SUSPECTS,), """
        (es|eso es|esto es|ha de ser|suena a|parece) (una |)(extorsion|estafa|trampa|fraude|un fraude|un engaño)
        (me|nos) (quiere|quieren|estan|esta) (extorsionar|extorsionando|estafar|estafando|robar mis datos)
        no caigo|ya me la se|no le creo|es un fraude|(son|es usted|eres|seguro son|seguro es) (un |una |)~ extorsionador
        (son|seguro son|han de ser) (extorsionadores|rateros|estafadores)|a mi no me (engaña|engañan|va a engañar)
        como se que (es|eres|son|no es) ~|como (le hago para saber|puedo saber) (que|si) ~
        (quien le|quien les|de donde sacaron|de donde saco|como consiguieron) ~ mi (numero|telefono|celular)
    """),
    ((Intent.PRIVACY,), """
        (borre|borren|borra|elimine|eliminen|quite|quiten|den de baja|saquen|cancele|cancelen) ~ (mis|todos mis) datos
        (quiero|exijo|pido|solicito) que (borre|borren|eliminen|quiten|me borren) ~ datos|derechos arco|derecho arco
        (quiero|pido|exijo|me pasa|me manda) (el|su|ver el) aviso de|no autorizo ~ ~ datos|privacidad
        (mis|de) datos personales
        (el|su) aviso de privacidad|no autorizo (el uso de |que usen |que tengan |)mis datos|proteccion de datos
        (que|cuales) (datos|informacion) (mios |mia |)(tiene|tienen|guardan|manejan) (de mi|mios|mia|)
        (lo que|todo lo que|que) tienen (guardado |)de mi|mis derechos
        derecho de (cancelacion|acceso|oposicion|rectificacion)
        (borre|borren|eliminen) (lo que|todo lo que) tienen
    """),
    ((Intent.NO_CALLS,), """
        ya no me (hable|hablen|llame|llamen|marque|marquen)
        ya no me (esten marcando|esten llamando|este marcando|este llamando|moleste|molesten)
        no me (vuelva|vuelvan|vuelvas) a (hablar|llamar|marcar)
        (ya |)no me (llame|llamen|marque|marquen|hable|hablen|moleste|molesten) (mas|ya|nunca|otra vez)
        no vuelva(n|) a (llamar|marcar)(me|)
        no (quiero|me interesa) (recibir |)(mas |sus |)(llamadas)
        deje(n|) de (llamar|llamarme|marcarme|molestar|hablarme|marcar)
        (borre|borren|bloquee|bloqueen|quite|quiten|saquen) mi (numero|telefono)
        (quiten|quite|quitenme|quiteme|denme|dame) de (su|la|esa) lista|de su lista|denme de baja de
        saque(n|)me de su lista
        no quiero que me (llamen|marquen|hablen|vuelvan a llamar|vuelvan a marcar|esten marcando|esten llamando)
    """),
    ((Intent.NO_RECORDING,), """
        no (me grabe|me graben|me este grabando|me esten grabando|grabe|graben)|no quiero que me (grabe|graben)
        no (quiero que (graben|grabe)|autorizo (la grabacion|que me graben|que graben|que me grabe|grabar))
        no doy permiso (de|para) (grabar|que me graben)
        no (acepto (que me graben|la grabacion|que graben|ser grabado)|quiero ser grabado)|apague(n|) la grabacion
        sin grabar|(deje|dejen) de grabar|(quite|quiten|corte|pare|apague) (la|esa) grabacion|apague eso
        no (esten|este) grabando|no (hable|hablo) grabado|por que me (graban|graba|estan grabando)
    """),
)  # fmt: skip
