"""The addresses of the wiki. They catch all, so the site includes them last."""

from django.urls import path, re_path

from wiki.views import attachments, history, pages

app_name = "wiki"

urlpatterns = [
    path("", pages.show, name="home"),
    path("favicon.ico", pages.icon, name="icon"),
    re_path(r"^media/(?P<blob>[^/]+)(?:/(?P<name>[^/]*))?\Z", attachments.show, name="attachment"),
    # A segment of a path is never a lone dash: what stands behind one is no page.
    path("-/home/history/", history.show, name="home-history"),
    path("-/home/revisions/<int:pk>/", history.state, name="home-revision"),
    path("-/r/<int:pk>/", history.permanent, name="permanent-revision"),
    path("<path:path>/-/history/", history.show, name="history"),
    path("<path:path>/-/revisions/<int:pk>/", history.state, name="revision"),
    path("index.md", pages.source, name="home-source"),
    re_path(r"^(?P<path>.+)\.md\Z", pages.source, name="source"),
    path("<path:path>/", pages.show, name="page"),
    path("<path:path>", pages.slashless, name="slashless"),
]
