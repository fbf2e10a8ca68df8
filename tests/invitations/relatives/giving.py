"""What the tests of relatives share: the addresses, the form, the code on its paper."""

import re

from tests.factories.schools import GuardianFactory, GuardianshipFactory

LIST, CREATE, HOME = "/famille/proches/", "/famille/proches/nouveau/", "/proche/"
ODILE = {"name": "Odile Vasseur", "phone": "06 99 00 00 01", "envoi": "papier"}
ESSAIS = "7 rue des Essais, 75011 Paris"
REFUSED = (
    "Cet accès ne peut pas s’ouvrir, et le collège ne peut pas l’ouvrir à votre place. "
    "Cette personne peut aider avec le cahier imprimé ou recopié depuis votre page."
)
SHOWN = re.compile(r'slip__code">([^<]+)<')


def code_in(response):
    return SHOWN.search(response.content.decode()).group(1).replace("-", "")


def father_of(student, **more):
    father = GuardianFactory(school=student.school, first_name="Yann", last_name="LE GALL", **more)
    GuardianshipFactory(student=student, guardian=father)
    return father


def read(response):
    """The words of the page, its spaces plain."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words.replace("\u00a0", " ").replace("\u202f", " "))
