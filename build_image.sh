#!/bin/sh
# Ce que l’image construit à côté du code, dans le dossier courant ; la suite l’essaie hors de Docker (tests/test_image.py).
set -eu
# Les réglages de production refusent de démarrer sans environnement : ces valeurs ne servent qu’ici.
export DJANGO_SETTINGS_MODULE=coeduc.settings.prod SECRET_KEY=image ALLOWED_HOSTS=image \
    PUBLIC_BASE_URL=https://image DATABASE_URL=postgresql://image/image REDIS_URL=redis://image \
    EMAIL_URL=consolemail:// DEFAULT_FROM_EMAIL=image@example.org
python manage.py compilemessages
python manage.py collectstatic --noinput
python manage.py check_build
python -m compileall -q apps coeduc
