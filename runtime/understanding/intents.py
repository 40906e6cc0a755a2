"""What a reply can do, apart from giving places and dates."""

from enum import StrEnum


class Intent(StrEnum):
    """What a reply does. One reply may do several things."""

    YES = "yes"
    NO = "no"
    WAIT = "wait"
    READY = "ready"
    HUMAN = "human"
    WRONG_PARTY = "wrong_party"
    WRONG_NUMBER = "wrong_number"
    SELF = "self"
    DRIVING = "driving"
    BUSY = "busy"
    EMERGENCY = "emergency"
    ROBOT = "robot"
    REPEAT = "repeat"
    WHO = "who"
    COMPLAINT = "complaint"
    OFF_TOPIC = "off_topic"
    INSULT = "insult"
    REFUSES = "refuses"
    NO_CALLS = "no_calls"
    NO_RECORDING = "no_recording"
    NOT_MINE = "not_mine"
    MISSING_TRIP = "missing_trip"
    GREETING = "greeting"
    FAREWELL = "farewell"
    UNSURE = "unsure"
    INJECTION = "injection"
