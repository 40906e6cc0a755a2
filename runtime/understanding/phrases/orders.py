"""Orders to the system, and orders about somebody else's trip.

Patterns are those of `phrasebook`; the longest phrase at a word counts and hides what is inside it.
"""

from typing import Final

from runtime.understanding.intents import Intent

SAID: Final[tuple[tuple[tuple[Intent, ...], str], ...]] = (
    ((Intent.INJECTION,), """
        (ignora|ignore|olvida|olvide|olvidate de) (tus|las|sus|todas tus) (instrucciones|reglas|ordenes)
        (ignora|ignore|olvida|olvide|olvidate de) (todas las|todas sus) (instrucciones|reglas|ordenes)
        (ignora|ignore|olvida|olvide|olvidate de) (tu|todo lo|cualquier) (instrucciones|reglas|ordenes)
        (ignora|ignore|olvida|olvide|olvidate de) (tus|las|sus|todas tus) (indicaciones|instruccion|programacion)
        (ignora|ignore|olvida|olvide|olvidate de) (todas las|todas sus) (indicaciones|instruccion|programacion)
        (ignora|ignore|olvida|olvide|olvidate de) (tu|todo lo|cualquier) (indicaciones|instruccion|programacion)
        (borra|borre|desobedece|sáltate|saltate) (tus|las|sus|todas tus) (instrucciones|reglas|ordenes)
        (borra|borre|desobedece|sáltate|saltate) (todas las|todas sus) (instrucciones|reglas|ordenes)
        (borra|borre|desobedece|sáltate|saltate) (tu|todo lo|cualquier) (instrucciones|reglas|ordenes)
        (borra|borre|desobedece|sáltate|saltate) (tus|las|sus|todas tus) (indicaciones|instruccion|programacion)
        (borra|borre|desobedece|sáltate|saltate) (todas las|todas sus) (indicaciones|instruccion|programacion)
        (borra|borre|desobedece|sáltate|saltate) (tu|todo lo|cualquier) (indicaciones|instruccion|programacion)
        (ignora|ignore|olvida|olvide|olvidate de) (tus|las|sus|todas tus) (anterior|anteriores|lineamientos)
        (ignora|ignore|olvida|olvide|olvidate de) (todas las|todas sus) (anterior|anteriores|lineamientos)
        (ignora|ignore|olvida|olvide|olvidate de) (tu|todo lo|cualquier) (anterior|anteriores|lineamientos)
        (ignora|ignore|olvida|olvide|olvidate de) (tus|las|sus|todas tus) restricciones
        (ignora|ignore|olvida|olvide|olvidate de) (tus|las|sus|todas tus) (que te dijeron|configuracion)
        (ignora|ignore|olvida|olvide|olvidate de) (todas las|todas sus|tu|todo lo|cualquier) restricciones
        (ignora|ignore|olvida|olvide|olvidate de) (todas las|todas sus) (que te dijeron|configuracion)
        (ignora|ignore|olvida|olvide|olvidate de) (tu|todo lo|cualquier) (que te dijeron|configuracion)
        (borra|borre|desobedece|sáltate|saltate) (tus|las|sus|todas tus) (anterior|anteriores|lineamientos)
        (borra|borre|desobedece|sáltate|saltate) (todas las|todas sus) (anterior|anteriores|lineamientos)
        (borra|borre|desobedece|sáltate|saltate) (tu|todo lo|cualquier) (anterior|anteriores|lineamientos)
        (borra|borre|desobedece|sáltate|saltate) (tus|las|sus|todas tus) restricciones
        (borra|borre|desobedece|sáltate|saltate) (tus|las|sus|todas tus) (que te dijeron|configuracion)
        (borra|borre|desobedece|sáltate|saltate) (todas las|todas sus|tu|todo lo|cualquier) restricciones
        (borra|borre|desobedece|sáltate|saltate) (todas las|todas sus) (que te dijeron|configuracion)
        (borra|borre|desobedece|sáltate|saltate) (tu|todo lo|cualquier) (que te dijeron|configuracion)
        (soy|habla|le habla|te habla) (el|la|tu|su|del|un|una|) (administrador|administradora)
        (soy|habla|le habla|te habla) (el|la|tu|su|del|un|una|) (desarrollador|desarrolladora)
        (soy|habla|le habla|te habla) (el|la|tu|su|del|un|una|) (programador|ingeniero de sistemas|sistemas|creador)
        (soy|habla|le habla|te habla) (el|la|tu|su|del|un|una|) (dueño de la empresa|director general)
        (soy|habla|le habla|te habla) (el|la|tu|su|del|un|una|) (director|soporte tecnico)
        (soy|habla|le habla|te habla) (el|la|tu|su|del|un|una|) (area de sistemas|equipo de sistemas)
        (soy|habla|le habla|te habla) (el|la|tu|su|del|un|una|) departamento de sistemas
        (soy|habla|le habla|te habla) (el|la|tu|su|del|un|una|) (supervisor de sistemas|tecnico de sistemas)
        modo (de |)(prueba|pruebas|desarrollador|administrador|mantenimiento|debug|dios)
        esto es una prueba del sistema|prueba del sistema
        ignore (all |your |previous |the |)(previous |)instructions|system prompt|developer mode|you are now
        ahora eres|actua como|hazte pasar|haz de cuenta que eres|a partir de ahora (eres|responde|contesta|di)
        repite (despues de mi|tus instrucciones|tu prompt)|dime tus (instrucciones|reglas)
        cuales son tus (instrucciones|reglas)|lee(me|) tus instrucciones|traduce tus (reglas|instrucciones)
        fin de la llamada sistema|mensaje del sistema|sistema dice|nueva instruccion|comando|ejecuta|json|sql
        drop table|select from
        (el|los|) (viaje|viajes|datos|telefono|numero|ubicacion) de otro (chofer|operador|compañero)
        (el|los|) (viaje|viajes|datos|telefono|numero|ubicacion) (de mi (compadre|compañero)|de los demas)
        (el|los|) (viaje|viajes|datos|telefono|numero|ubicacion) de todos los choferes
        (el|los|) (viaje|viajes|datos|telefono|numero|ubicacion) (de otros choferes|de toda la flota)
        todos los viajes|toda la flota|de toda la flota
    """),
)  # fmt: skip
