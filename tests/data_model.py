"""The picture of the data model, drawn from the models: ``python -m tests.data_model``.

One diagram an app (Mermaid, which forges draw by themselves): its tables, and those of lower apps
that they point at. The school that every row carries, and the tables of history, are said in words.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "modele.md"
HEAD = """# Le modèle de données

Dessiné depuis les modèles par `make fix` (`tests/data_model.py`) ; un test échoue quand il n’est
plus à jour. Un trait va de la ligne qui pointe à celle qui est pointée ;
`o|` : facultatif. Ne sont pas dessinés : l’établissement, que porte chaque ligne d’un collège
(`SchoolRow`, clés composées de `SameSchool`), et les tables d’histoire (pghistory). Ce que chaque
table garde des personnes est dans le registre (`apps/*/register.py`, page « Vos données »).
"""


def drawn() -> str:
    """The whole document."""
    from django.apps import apps  # noqa: PLC0415 (after setup)

    parts = [HEAD]
    for config in apps.get_app_configs():
        models = sorted(_models(config), key=lambda model: model.__name__)
        if models:
            title = f"## {str(config.verbose_name).capitalize()} (`{config.label}`)"
            parts.append(f"{title}\n\n{_diagram(models)}\n\n{_names(models)}\n")
    return "\n".join(parts)


def _models(config: Any) -> Iterator[Any]:
    """Ours, without what pghistory keeps of them."""
    if config.name.startswith("apps."):
        for model in config.get_models():
            if not hasattr(model, "pgh_tracked_model"):
                yield model


def _diagram(models: list[Any]) -> str:
    edges = [edge for model in models for edge in _edges(model)]
    linked = {word for edge in edges for word in edge.split()}
    alone = [model.__name__ for model in models if model.__name__ not in linked]
    return "\n".join(
        ["```mermaid", "erDiagram", *(f"    {one}" for one in [*edges, *alone]), "```"]
    )


def _edges(model: Any) -> Iterator[str]:
    for field in model._meta.get_fields():
        if not (field.concrete and field.is_relation and field.related_model):
            continue
        if field.name == "school" or not field.related_model.__module__.startswith("apps."):
            continue
        many = "|o" if field.one_to_one else "}o"
        one = "o{" if field.many_to_many else "o|" if field.null else "||"
        yield f"{model.__name__} {many}--{one} {field.related_model.__name__} : {field.name}"


def _names(models: list[Any]) -> str:
    rows = [f"| `{model.__name__}` | {model._meta.verbose_name} |" for model in models]
    return "\n".join(["| table | ce que c’est |", "|---|---|", *rows])


def main() -> None:
    import django  # noqa: PLC0415 (settings come first)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coeduc.settings.test")
    django.setup()
    PICTURE.write_text(drawn())


if __name__ == "__main__":
    main()
