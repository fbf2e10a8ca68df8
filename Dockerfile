# Deux étapes : la première installe et rassemble, la seconde ne garde que ce qui tourne.
FROM python:3.13-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
# Seulement dans cette étape : les catalogues partent compilés.
RUN apt-get update && apt-get install -y --no-install-recommends gettext && rm -rf /var/lib/apt/lists/* \
 && python -m venv /venv
COPY requirements.txt /src/
RUN /venv/bin/pip install --no-deps --require-hashes -r /src/requirements.txt
COPY . /src
WORKDIR /src
# Les mêmes étapes que la suite essaie hors de Docker (tests/test_image.py).
RUN PATH=/venv/bin:$PATH sh build_image.sh

FROM python:3.13-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin coeduc \
 && install -d -o coeduc -g coeduc /app /app/var /app/var/media
COPY --from=build /venv /venv
COPY --from=build /src/manage.py /src/pyproject.toml /src/gunicorn.conf.py /app/
COPY --from=build /src/coeduc /app/coeduc
COPY --from=build /src/apps /app/apps
COPY --from=build /src/templates /app/templates
COPY --from=build /src/static /app/static
COPY --from=build /src/staticfiles /app/staticfiles
COPY --from=build /src/locale /app/locale
WORKDIR /app
USER coeduc
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=coeduc.settings.prod
EXPOSE 8000
CMD ["gunicorn", "coeduc.wsgi:application", "--bind", "0.0.0.0:8000"]
