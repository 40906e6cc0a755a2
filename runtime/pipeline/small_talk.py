"""The words of which a model's own sentences are made: courtesy, questions, and the names of the three facts.

Folded: lower case, no accents. None of them can carry news of money, cargo or people; with one word more at most, a
sentence stays what it is meant to be, a question or a kindness.
"""

from typing import Final

WORDS: Final = frozenset(
    """
    a al ante aca ahi ahora ahorita ahi alguien algo algun alguna alla amable anda ando andale andele aqui asi aun
    aunque ay ayer antier antes anoche bien bueno buena buenas buenos cada calma carretera casi ciudad claro clarito
    como con conmigo correcta correctas correcto correctos corrige corregir corrijo cosa creo cual cuales cuando
    cuanto cuidado cuidese cuido da dar dato datos de decir decirme deme del deje dejeme demas desde despues dia dias
    dice dicho diga digame digo dijo dios disculpa disculpe dispense don doña donde dos dudas duda e el ella ellos en
    encantada entendi entendido entiendo entonces entrega entrego equivocada equivocado equivoque eran era eres error
    es esa esas escucho escuche escucha ese eso esos espere espero esta estaba estan estar estara este esto estoy exacto
    exactamente existe falta faltan faltaba favor fecha fechas feliz fin finalmente fue fueron fui gracias gusto gustar
    ha haber hace hacia haga hasta hay hola hora horita hoy incorrecta incorrecto igual igualmente incomodo
    indica indicarme indique informacion inicio ir jefe jefa joven junto karla la lamento las le les listo lo los lleg
    llega llegada llego luego lugar madrugada mal mande mañana mas me mejor menos mes mi mil minuto mire misma mismo
    molestia momento mucha muchas mucho mucha muy nada necesito ni ninguna ninguno no noche nombre nos nosotros nuestra
    o ocupado ocurre oigo oiga ok orale origen otra otras otro otros oye para parece pase paciencia pena pendiente
    pregunta pregunto preocupe perdon perdone perfecto pero platique podemos podria por porque posible precisar preciso
    primero puede pudo puedo pues punto que queda quedo quien quiere quiero quisiera razon rato reciba refiere registro
    repetir repetirme repita repite repitame respecto revisamos revisar revise sabe sabemos sale salida salido salio
    saludos se sea seguimos seguir seguro segun semana señor señora señorita seria ser si siempre siga sigue siento
    situacion sobre solo solamente son su suerte sus suyo suya tal tambien tampoco tan tanto tarde tardes te temprano
    tendra tengo tenga tenemos tiempo tiene todo toda todos todavia tomese trailer tranquilo trata tres u ultima ultimo
    un una uno unos usted ustedes va valido vamos vaya veo ver verdad verificar vez viaje viajo viene voy y ya yo
    municipio estado pueblo puerto ciudades tuvo asistente virtual empresa ayudar ayudarle ayudo ayuda sirve servirle
    servir ocupa ocupo comprendo comprende entender entiende aclarar aclareme confirma confirme confirmar confirmarme
    confirmamos validar validamos valida llamo llama llamada hablo habla hablar comunico cuente cuenteme contestar
    contesta conteste contesto destino salir llegar entregar cargar cargo fuera mala linea corta corto ruido apenas
    despacio fuerte alto favorcito corresponde coincide coinciden distinto distinta diferente diferentes cambia cambio
    cambiar actual
    """.split()
)
