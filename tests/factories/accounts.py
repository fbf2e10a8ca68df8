"""Accounts for tests; the password is the same everywhere."""

import factory
from django.contrib.auth.hashers import make_password

from apps.accounts.models import User

PASSWORD = "un mot de passe de test"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"personne{n}")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Personne {n}")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))
