"""Messages that have nothing to do with a course, by words of daily life. Fails open.

A message is off-topic when it is plain English, names a matter of daily life (an errand, money,
travel, food, the assistant itself …) and no word or sign of it belongs to a course. Which words
separate the two was checked against questions of an introductory Python course (CS1QA, Lee et
al. 2022) and everyday requests to a voice assistant (CLINC150, Larson et al. 2019, CC BY 3.0).
"""

from __future__ import annotations

import re
from functools import cache

LONGEST_JUDGED = 40
"""Words; nobody tells a tutor that much about dinner."""

_COURSE_WORDS = frozenset(
    (  # noqa: SIM905 - read as running text
        "abs algorithm algorithms append argument arguments array arrays assert assign assigned "
        "assignment attribute "
        "average axis bar boolean bug calculate calculated calculates calculating calculation cell cells "
        "chart class "
        "classes code codes coding column columns compute computed computing comprehension condition "
        "conditions "
        "console constant count counts crash crashes csv data database dataframe dataset datasets debug "
        "decimal def "
        "define defined definition derivative dict dictionaries dictionary digit digits equation "
        "equations error "
        "errors except exception exercise exercises expression false figure file files fix float floats "
        "for-loop "
        "formula fraction function functions global gradient graph hint hints histogram homework "
        "if-statement "
        "implement implemented import imported indent indentation index indexes indices infinite input "
        "inputs "
        "integer integers integral iterate iteration json jupyter kernel key keys keyword lab lambda "
        "lecture lesson "
        "len library line lines list lists loop loops math matplotlib matrix matrices mean median method "
        "methods "
        "model module modules modulo nan nested none notebook null numpy object objects operator "
        "operators output "
        "outputs package pandas parameter parameters parse plot plots plotting polynomial predict "
        "probability "
        "program programming programs proof prove python random range recursion recursive regex "
        "regression result "
        "results return returned returns row rows run running script self slice slicing solution solve "
        "solved "
        "sort sorted sorting sql stack statement statements std step steps str string strings submit "
        "subtract sum "
        "syntax table task tasks test tests theorem traceback true tuple tuples type types undefined "
        "value values "
        "variable variables variance vector vectors while-loop write writing zero"
    ).split()
)

_DAILY_LIFE = (
    # errands, shopping and money
    r"\b(?:credit|debit|gift|visa|amex|discover|insurance) cards?\b|\b(?:my|a|the|this|new|due|pay|phone|"
    r"electric|"
    r"water|cable) bills?\b|\bcredit (?:score|limit|report|line)|\b(?:savings|checking|bank|retirement|"
    r"chase) "
    r"account|\b(?:account|my) balance\b|\b(?:pay|owe|deposit|transfer|withdraw|send) (?:\w+ "
    r"){0,3}(?:money|bill|bills|"
    r"rent|check|taxes|dollars|funds)\b|\bmy (?:taxes|income|paycheck|salary|bank|card|pin|routing "
    r"number|401k|loan|"
    r"mortgage|rewards|spending|transactions?|order|package|application|pto|vacation|schedule|calendar|"
    r"meetings?|"
    r"reservations?|flight|luggage|car|tires?|gas|insurance|phone|playlist|shopping|reminders?|alarms?|"
    r"to-?do|todo|"
    r"name|boss|mom|dad|wife|husband|home|house|health|health plan|location|address|birthday|contacts?|"
    r"text messages?|"
    r"emails?|dinner|lunch|breakfast|fridge|laundry|lights?|thermostat|w2|visa|passport|hotel|trip)\b"
    r"|\b(?:apr|w-?2|401k|pto|paychecks?|mastercard|paypal|checkbooks?|mortgage|rollover|taxes|payday|"
    r"direct deposit|"
    r"interest rates?|exchange rate|international fees?|routing number|fraud\w*|stock prices?|coupons?|"
    r"groceries|"
    r"grocery|shopping list|shopping|mall|amazon|walmart|ebay|uber|lyft|taxi|cab)\b"
    # travel and places
    r"|\b(?:flights?|airlines?|airports?|luggage|passports?|hotels?|vacations?|travel(?:ing|ling)?|"
    r"tourist\w*|layover|"
    r"boarding pass|plane tickets?|car rental|rental car|rent a car|timezones?|time zone|plug (?:type|"
    r"converter)|"
    r"shots (?:do|for)|vaccin\w+|embassy|sightseeing|gps|mapquest|downtown|nearest|nearby|closest|near "
    r"me|traffic|"
    r"directions to|bus stop|train station|parking)\b"
    # food
    r"|\b(?:restaurants?|reservations?|recipes?|cook(?:ing)?|bak(?:e|ing)|calories?|nutrition\w*|"
    r"ingredients?|dinner|"
    r"lunch|breakfast|supper|pizza|burgers?|sushi|pasta|lasagna|spaghetti|soup|steaks?|tacos?|cheese|"
    r"chicken|bacon|"
    r"butter|buttermilk|sour cream|fridge|freezer|oven|microwave|carbs|vegan|vegetarian|wine|beer|coffee|"
    r"taste)\b"
    # the house, the car, the body, the calendar
    r"|\b(?:tire pressure|tires?|oil change|motor oil|engine light|mpg|jump start|jumper cables|gas "
    r"station|gas tank|"
    r"fuel|car (?:battery|insurance|wash)|thermostat|air conditioning|alarms?|set (?:a|the|an|my)? "
    r"?timer|set a reminder|"
    r"remind me|reminders?|calendar|appointments?|schedule (?:a|my|me|an)|meeting (?:with|room|at)|"
    r"to-?do list|"
    r"todo list|smart home|vacuum|laundry|dry cleaning|haircut|dentist|doctor|medicine|headache|workout|"
    r"birthdays?|weather|forecast|rain(?:ing)? (?:today|tomorrow)|snow(?:ing)?|sunny|umbrella|holidays?|"
    r"tonight|"
    r"day off|sick day|weekend plans)\b"
    # entertainment and the assistant itself
    r"|\b(?:jokes?|songs?|playlists?|music|movies?|netflix|spotify|tv shows?|television|concerts?|"
    r"celebrit\w+|gossip|"
    r"sports?|football|soccer score|baseball|basketball|super bowl|lottery|horoscopes?|zodiac|astrology|"
    r"dating|girlfriend|boyfriend|trivia|fun fact|news|headlines|politics|president|election|flip a coin|"
    r"roll (?:a|the) "
    r"di(?:c)?e|roll dice|whisper mode|change your (?:name|voice|accent|language)|your (?:hobbies|"
    r"favou?rite|birthday|age|"
    r"boss|name|pets?|accent|voice|speech|gender)|are you (?:a |an )?(?:human|real|robot|ai|bot|person|"
    r"alive|single|"
    r"married)|(?:who|what) (?:made|created|built|makes) you|who are you|where (?:are you from|do you "
    r"live|were you "
    r"born)|how old are you|do you (?:have|like|own|love|want|work for) (?:any |a )?(?:pets?|dogs?|cats?|"
    r"hobbies|kids|"
    r"family|me|someone|anyone)|meaning of life|sing (?:me|a)|tell me (?:a|another) (?:joke|story)|good "
    r"night|"
    r"call (?:me|my|a|an|mom|dad) \w+|call (?:my|mom|dad)|make a (?:phone )?call|text (?:my|mom|dad)|"
    r"send (?:a|an) "
    r"(?:text|email|message) to|find my phone|speak (?:slower|faster|up|louder)|volume|turn (?:up|down|"
    r"on|off) (?:the|"
    r"my) (?:lights?|volume|music|tv|heat|ac))\b"
)


@cache
def _daily_life() -> re.Pattern[str]:
    return re.compile(_DAILY_LIFE)


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")


@cache
def _signs_of_code() -> re.Pattern[str]:
    return re.compile(r"[`=(){}\[\]<>#\\_*/]|\.\w+\(|\w\.\w|\berror|\b\w+error\b", re.IGNORECASE)


def is_off_topic(text: str) -> bool:
    """Whether a message, which must start a problem and come without a cell, is about something else.

    Only plain ASCII English is judged; every other message is on topic.
    """
    plain = text.replace("\u2019", "'").strip()
    if not plain.isascii() or "\n" in plain or _signs_of_code().search(plain):
        return False
    words = _words().findall(plain.lower())
    if not words or len(words) > LONGEST_JUDGED or not _COURSE_WORDS.isdisjoint(words):
        return False
    return _daily_life().search(" ".join(words)) is not None
