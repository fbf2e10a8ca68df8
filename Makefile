# Cinq commandes : start, test, check, fix, bench. Il faut python3 (3.11 ou plus) et make ; start et test installent le reste où elles le peuvent.
.PHONY: help start test check fix bench
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PY := .venv/bin/python
READY := .venv/.requirements
LEAK_STEPS ?= 100000
FUZZ_REQUESTS ?= 20000
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
# Ce que la commande demande à la machine : installé quand c’est permis, sinon dit en une phrase.
SYSTEM := coeduc/embedded/system.py
# Les serveurs embarqués restent en marche pendant la commande, puis s’arrêtent.
WITH_SERVERS := $(PY) -m coeduc.embedded run
PYTHON_FILES := apps coeduc tests bench manage.py gunicorn.conf.py

help:
	@echo "make start   démarrer le portail avec un collège de démonstration (PORT=8000)"
	@echo "make test    lancer les tests, parcours dans le navigateur compris (ALL=1 : tout)"
	@echo "make check   vérifier le style, les types, l’architecture et les réglages"
	@echo "make fix     corriger ce qui peut l’être tout seul"
	@echo "make bench   mesurer (LONG=1 : les marches de fuite aussi)"

start: $(READY) $(CATALOGUES)
	@$(PY) $(SYSTEM) start
	@exec $(PY) -m coeduc.embedded start

test: $(READY) $(CATALOGUES)
	@$(PY) $(SYSTEM) test
	@exec $(WITH_SERVERS) $(PY) -m pytest -n auto --maxprocesses 4 --dist loadgroup $(if $(ALL),--whole)

check: $(READY) $(CATALOGUES)
	.venv/bin/ruff format --check $(PYTHON_FILES)
	.venv/bin/ruff check $(PYTHON_FILES)
	.venv/bin/djangofmt --check templates
	$(PY) -c "from importlinter.cli import lint_imports_command as c; c()"
	$(PY) -m mypy
	$(WITH_SERVERS) $(PY) manage.py makemigrations --check --dry-run
	SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	DATABASE_URL=postgresql://coeduc@127.0.0.1/coeduc REDIS_URL=redis://127.0.0.1:6379/0 \
	ALLOWED_HOSTS=portail.example.org PUBLIC_BASE_URL=https://portail.example.org \
	EMAIL_URL=smtp://courriel.example.org:25 DEFAULT_FROM_EMAIL=portail@example.org \
	DJANGO_SETTINGS_MODULE=coeduc.settings.prod \
	$(PY) manage.py check --deploy --fail-level WARNING
	$(PY) -m tests.catalogues --compile

fix: $(READY)
	.venv/bin/ruff check --fix $(PYTHON_FILES)
	.venv/bin/ruff format $(PYTHON_FILES)
	.venv/bin/djangofmt templates
	$(PY) -m tests.catalogues --write
	$(PY) -m tests.data_model

# Une demi-heure ; LONG=1 y ajoute les marches, le brouillage et les mutations (plus de deux heures).
bench: $(READY) $(CATALOGUES)
	@cat bench/README.md
	@$(WITH_SERVERS) $(PY) -m bench $(if $(ONLY),--only "$(ONLY)")
ifdef LONG
	@LEAK_STEPS=$(LEAK_STEPS) $(WITH_SERVERS) $(PY) -m pytest -q -n0 -p no:randomly tests/leaks/test_stateful.py
	@FUZZ_REQUESTS=$(FUZZ_REQUESTS) FUZZ_REPORT=/dev/stderr $(WITH_SERVERS) $(PY) -m pytest -q -n0 -p no:randomly --whole tests/access/test_fuzz.py
	@LEAK_MUTATIONS=1 $(WITH_SERVERS) $(PY) -m pytest -q -n0 -p no:randomly tests/leaks/test_mutations.py
endif

$(READY): requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	|| { echo "Il faut Python 3.11 ou plus récent (commande $(PYTHON)) ; indiquez-le au besoin : make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PY) -c '' 2>/dev/null || { $(PYTHON) $(SYSTEM) venv && $(PYTHON) -m venv --clear .venv >/dev/null; } \
	|| { rm -rf .venv; echo "Impossible de créer .venv (message ci-dessus) : vérifiez aussi la place sur le disque." >&2; exit 1; }
	@echo "Installation des dépendances…"
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt \
	|| { echo "L’installation des dépendances a échoué (message ci-dessus) : vérifiez l’accès au réseau et la place sur le disque." >&2; exit 1; }
	@touch $@

%.mo: %.po $(READY)
	@$(PY) -m babel.messages.frontend compile --input-file $< --output-file $@
