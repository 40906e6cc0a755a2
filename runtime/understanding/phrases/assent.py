"""Yes, no, «no sé», and the words that look like them and mean nothing.

Patterns are those of `phrasebook`; the longest phrase at a word counts and hides what is inside it, so "no hay
problema" is a yes although it begins with a no. The empty set marks words that mean nothing here.
"""

from typing import Final

from runtime.understanding.intents import Intent

SAID: Final[tuple[tuple[tuple[Intent, ...], str], ...]] = (
    ((Intent.YES,), """
        si|aja|mjm|simon|ei|ey|[eso]|^eso (si|asi|mero|pues|mismo)|^eso asi es|^camara|^arre|^jalo|^hecho|^juega|^dele
        [(va|sale)]|^(va|sale) (si|pues|va|sale|asi|correcto|exacto|esta|ahora|oiga|bien|y vale|que si)
        ^(va|sale) (señorita|jefa|compa|ok|andele|adelante|vale)|^va gracias|^sale aqui
        (si|ok|sale|bueno) (va|sale|dele)
        sale (pues|va)|va que va|si adelante|si (pongale|dejelo|registrelo|mandele|guardele) asi|si (mandele|guardele)
        orale|andale|andele|ok|claro|correcto|exacto|exactamente|afirmativo|afirma|eso si|si (señor|señora)
        si (señorita|jefa|jefe|hombre)|claro que si|por supuesto|desde luego|(si |)como no|obvio|(si |)por supuesto
        seguro que si|cierto|asi (lo |)es|asi (mero|merito|mismo)( es|)|eso es|eso (mero|mismo)|ese (mero|merito)
        es correcto|es cierto|es verdad
        es exacto|es asi|tal cual|efectivamente|esta bien|estan bien|todo bien|todo correcto|todo esta bien
        todo en orden
        esta (correcto|chido|perfecto|bueno|exacto)|estan correctos|ya vas|ya estas|de acuerdo|me parece bien
        sin (problema|bronca|duda)|no hay (problema|pedo|falla|bronca)|no pasa nada|conforme|perfecto|a huevo|no pues si
        no si esta bien|pues si|pero si|no pero si|no ya esta bien|no si es correcto|no claro|no como no|esos son|no si
        esos meros|esa es|esa mera|ese es|son correctos|es correcta|asi esta (bien|correcto|chido)|asi (dejelo|dejalo)
        asi quedo|si es|si esta (bien|correcto|perfecto|chido|pues)|si esta]
        si (es correcto|asi es|es asi|efectivamente)|sipi
        sisi|yes|yeah|yep|confirmo|confirmado
        lo confirmo|sobres|ya rugiste|enterado|positivo|diez cuatro|bien dicho
        (si|correcto|exacto) ~ ahora si|ahora si (esta bien|asi es|es correcto|correcto|es ese|es esa|todo bien|ya)
        ahora si (pues correcto|pues asi es|hombre|señorita|oiga|ese mero|asi mero|asi esta bien|si|ese es)
        ahora si (asi esta]|eso es)|^hasta que si$
        (ya |)(le|te) (dije|digo) que si|^que si$|^que si (señorita|hombre|jefa)
        (asi es|claro que si|correcto) para servirle|cabal|cabalito|[amen]|(^|asi es |si )en efecto|en efecto|jaj|maalob
        si (maalob|obvio|cabal|cabalito|exacto|correcto|como no)|(si |)fijese que si|^asi esta
        si asi esta (bien|correcto|chido|perfecto|pues)|si asi esta]|(ei|ey) pues|amen si|fierro si
        si perdon( si|)|perdon si|hasta que si
        (si|claro que) (puedo|puede|acepto|autorizo|me acuerdo|quiero)
    """),
    ((Intent.NO,), """
        no|nel|nop|nope|nah|nanay|negativo|para nada|de ninguna manera|claro que no|incorrecto|equivocado
        [(no |no hombre |)que va]|no que va( a ser|)|que va a ser|naranjas|no hombre|nel pastel|ni de chiste|ni maiz
        ni al caso|nada que ver|no es (cierto|verdad|correcto|correcta|asi|exacto|ese|esa|eso)|(no |)no lo es|no wrong
        wrong
        (esta|estan|eso esta|ahi esta) (mal|equivocado|equivocada|equivocados|incorrecto|incorrecta|incorrectos|erroneo)
        (no esta|no estan|si no esta) (bien|correcto|correctos|correcta|mal|equivocado|equivocada)|no son correctos
        (que|pues|asi|eso|ese|ahi|esa|el origen|el destino|la fecha|el dia) no (esta|estan) (bien|mal|correcto|correcta)
        (que|pues|no) no esta (equivocado|equivocada)
        (asi|eso|ese|esa|ahi|el origen|el destino|la fecha) no (esta|es|fue)
        (el origen|el destino|la fecha|el dia) no (es|fue|era) (ese|esa|asi|el|la)
        no si (yo|nosotros|fui|sali|cargue|entregue|descargue|me|era|fue|voy|vengo)
        ese no es|esa no es|eso no es|no son esos|asi no es|(asi|eso) no]|no fue asi|no era asi|no (señor|señora)
        no (señorita|jefa|jefe|perdon|disculpe|dispense|oiga)|no pues no|pues no]|ninguno (de esos|)|ninguna|no no no
        tampoco|no ni madres|ni madres|fijese (usted |)que no|(es |)que no]
        hay un error|esta mal eso|le fallo|[(no |)se equivoco]|no coincide|no concuerda|no checa|no cuadra|me equivoque
        (tiene|hay|trae|viene|viene con|trae mal) un (dato|error) (mal|malo|equivocado|ahi|)
        (tiene|hay|trae) (mal|equivocado) un dato|un dato (mal|malo|equivocado)|esta (mal|equivocado) (un|algun) dato
        le (dije|di) mal ~|^nombre (no|para nada|que va|nel)|^nombre$|no quiero|no puedo
        no es (el|la) (lunes|martes|miercoles|jueves|viernes|sabado|domingo)
    """),
    ((), """
        (asi|eso) no|si quiere|si gusta|a ver si|por si|como si|es que si|si me pagan|si no me pagan|si puede|si hubiera
        si acaso
        que si|no manches|no mames|no inventes|no solo|no mas|no falta|nada mas|como va|ya va|me va
        se va|le va|va a|como esta|esta bien de|casi no|no tarda|no tardo|eso de|eso que|lo que si
        que claro|mas claro|en eso|a eso|con eso|(no|pero no|ya no) se (crea|vaya|preocupe|apure|moleste|enoje|espante)
        no (crea|te creas|te preocupes|te apures|hay de que|sea (malo|mala|malita|asi))
        no se (puede|pudo|puedo|lo|la|le|les|nos|me|te|vale|hace|ha|han|tarda|equivoco|ofenda|fije|ponga|va|iba|salio)
        no se (encuentra bien|trata|oye mal|necesita|ocupa)
        (camion|unidad|tracto|motor|llanta|senal|señal) no (anda|jala|esta)
        no anda (bien|jalando|mal|buscando|con)
        no esta (grabando|funcionando|listo|seguro|segura|cargado|lejos|cerca|permitido|autorizado|tan|muy|facil)
        (permitame|permiteme|dejeme|dejame) (decirle|comentarle|que le (diga|explique|comente)|explicarle)
        (espereme|esperame|espere) le (digo|explico)
        (ese|esa) es (el|la|mi|a|de|para|en)|ponga que va|pongale que va|que va (a|para|de|en)
    """),
    ((Intent.NO, Intent.UNSURE), """
        no (creo|estoy de acuerdo)|creo que no|yo creo que no
    """),
    ((Intent.YES, Intent.UNSURE), """
        (yo |)creo que si|supongo que si|segun yo si|parece que si|a lo mejor si|ha de ser|yo creo|^como que si$
    """),
    ((Intent.UNSURE,), """
        no (se|sabria|sabria decirle|me acuerdo|recuerdo|lo recuerdo|lo se)
        no (le se decir|sabemos|estoy seguro|estoy muy seguro|tengo idea|me se|le sabria decir)
        no me acuerdo (bien|muy bien|ahorita)|quien sabe|sepa la bola|sepa|ni idea|no tengo ni idea|no sabria
        (la fecha|el dia|el dato|eso|ese dato) no (la|lo) (traigo|tengo|se|recuerdo)|no (la|lo) traigo
        se me olvido|se me fue|no (me |)(la|lo|las|los) se|todavia no me (dicen|han dicho|avisan|dan)|no traigo el dato
        no se (la|lo) (se|sabria)|no se que (decirle|fecha|dia)
        no traigo (el papel|los papeles|la carta porte)|(yo |)creo que
        a lo mejor|tal vez|quizas|puede ser|ya ni se|ni se|ya no me acuerdo|creo
    """),
)  # fmt: skip
