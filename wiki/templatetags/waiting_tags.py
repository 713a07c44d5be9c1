"""What the index of the administration says beside its lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.contrib import admin
from django.http import HttpRequest

register = template.Library()


@register.simple_tag
def what_waits(applications: Iterable[Any], request: HttpRequest) -> list[Any]:
    """What waits behind the lists that this person may open, the most pressing first; see admin.waiting."""
    models = [listed["model"] for application in applications for listed in application["models"]]
    windows = (admin.site.get_model_admin(model) for model in models)
    found = [told for window in windows if hasattr(window, "waiting") for told in window.waiting(request)]
    return sorted(found, key=lambda told: told.place)
