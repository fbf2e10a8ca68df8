"""The bench of the look: the page of components (coeduc.gallery), and one piece drawn alone."""

from django.middleware.csrf import get_token
from django.template import Engine, RequestContext, loader
from django.test import RequestFactory

from coeduc.gallery import TEMPLATE, bench


def gallery_html():
    """The gallery as a signed-in parent would receive it."""
    return loader.render_to_string(TEMPLATE, bench(), RequestFactory().get("/famille/?trimestre=1"))


def draw(source, **context):
    """One piece of template, drawn as inside a page."""
    engine = Engine.get_default()
    request = RequestFactory().get("/famille/?trimestre=1")
    template = engine.from_string(source)
    context.setdefault("csrf_token", get_token(request))
    return template.render(RequestContext(request, {**context, "request": request}))
