"""The measure of `serving.py`: a Django project of its own, without middleware or database, that says hello."""

import sys
from typing import Any

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from gunicorn.app.base import BaseApplication


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello world!")


urlpatterns = [path("", hello)]


class Server(BaseApplication):
    """As `communs.server` has it: the same workers, the same threads."""

    def load_config(self) -> None:
        options = {"bind": f"127.0.0.1:{sys.argv[1]}", "worker_class": "gthread", "workers": 2, "threads": 4}
        for name, value in {**options, "control_socket_disable": True, "loglevel": "warning"}.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from django.core.wsgi import get_wsgi_application  # once the settings are there

        return get_wsgi_application()


if __name__ == "__main__":
    settings.configure(
        ROOT_URLCONF="hello", ALLOWED_HOSTS=["*"], MIDDLEWARE=[], SECRET_KEY="x", DEBUG=False, DATABASES={}
    )
    django.setup()
    Server().run()
