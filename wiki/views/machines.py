"""What programs ask of the site: what they may read, where all pages are, how to install it, its icon,
and whom to tell of a hole in it."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from wiki.models.settings import Logo
from wiki.queries import settings as told
from wiki.queries import sitemap as pages
from wiki.views import answers

PAPER = "#f3f5f0"  # the ground of the site in the light, as in tokens.css
# Days for which the way to tell of a hole holds, counted from the first of the month: RFC 9116 says a year at
# most, and the text stays the same for a month.
TRUSTED_DAYS = 330
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Reading is for everybody, machines too; gestures are for people, and comparisons are endless. The longest
# rule wins: archives of the web may keep old revisions, which tell search engines to leave them out.
ROBOTS = """User-agent: *
Allow: /
Disallow: /-/
Disallow: /*/-/
Disallow: /accounts/
Disallow: /admin/
Allow: /-/about/
Allow: /-/map/
Allow: /-/r/
Allow: /-/home/revisions/
Allow: /*/-/revisions/

Sitemap: {site}/sitemap.xml
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What programs may read."""
    return answers.text(request, ROBOTS.format(site=settings.SITE_URL), kind="text/plain")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole in the site, as RFC 9116 has it."""
    here, address = settings.SITE_URL, told.current().contact_address
    contact = (
        f"mailto:{quote(address, safe='@')}" if address else here + reverse("wiki:about", args=["contact"])
    )
    month = timezone.now().replace(day=1, hour=0, minute=0, second=0)
    lines = {
        "Contact": contact,
        "Expires": f"{month + timedelta(days=TRUSTED_DAYS):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages": ", ".join(code for code, _name in settings.LANGUAGES),
        "Canonical": here + reverse("wiki:security"),
    }
    body = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return answers.text(request, body, kind="text/plain")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Each page that anybody may find, the same for whoever asks."""
    told_of = "".join(_entry(page) for page in pages.listed())
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP}">\n{told_of}</urlset>\n'
    return answers.text(request, body, kind="application/xml")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the site is called and drawn where it is put beside programs."""
    site = told.site()
    own = [_own_icon(site.logo)] if site.logo and site.logo.is_icon else []
    body = {
        "id": "/",
        "name": site.name,
        "short_name": site.name,
        "description": site.baseline,
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": own
        or [
            _icon("favicon.svg", "any", "image/svg+xml"),
            _icon("icon-192.png", "192x192", "image/png"),
            _icon("icon-512.png", "512x512", "image/png"),
            _icon("icon-512-maskable.png", "512x512", "image/png") | {"purpose": "maskable"},
        ],
    }
    text = json.dumps(body, ensure_ascii=False, indent=1)
    return answers.text(request, text, kind="application/manifest+json")


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it beside a source, which cannot name its own icon."""
    return answers.moved(request, static("img/favicon.ico"), for_good=False)


def _entry(page: pages.Listed) -> str:
    changed = f"<lastmod>{page.changed:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if page.changed else ""
    return f"<url><loc>{escape(settings.SITE_URL + page.address)}</loc>{changed}</url>\n"


def _own_icon(logo: Logo) -> dict[str, str]:
    size = f"{logo.shared_width}x{logo.shared_height}"
    return {"src": logo.shared_address, "sizes": size, "type": "image/png"}


def _icon(name: str, sizes: str, kind: str) -> dict[str, str]:
    return {"src": static(f"img/{name}"), "sizes": sizes, "type": kind}
