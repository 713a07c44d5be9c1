"""The addresses of the wiki. They catch all, so the site includes them last."""

from django.urls import path, re_path

from wiki.views import (
    about,
    arranging,
    attachments,
    comparing,
    editing,
    history,
    machines,
    pages,
    people,
    search,
    uploading,
)

app_name = "wiki"

urlpatterns = [
    path("", pages.show, name="home"),
    path("favicon.ico", machines.icon, name="icon"),
    path("robots.txt", machines.robots, name="robots"),
    path("site.webmanifest", machines.manifest, name="manifest"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    re_path(r"^media/(?P<blob>[^/]+)(?:/(?P<name>[^/]*))?\Z", attachments.show, name="attachment"),
    # A segment of a path is never a lone dash: what stands behind one is no page.
    path("-/about/<slug:key>/", about.show, name="about"),
    path("-/about/<slug:key>/preview/", about.preview, name="about-preview"),
    path("-/map/", about.plan, name="map"),
    path("-/home/history/", history.show, name="home-history"),
    path("-/home/revisions/<int:pk>/", history.state, name="home-revision"),
    path("-/home/compare/", comparing.choose, name="home-compare-choice"),
    path("-/home/compare/<int:a>/<int:b>/", comparing.show, name="home-compare"),
    path("-/home/edit/", editing.edit, name="home-edit"),
    path("-/home/new/", editing.new, name="home-new"),
    path("-/home/restore/<int:pk>/", editing.restore, name="home-restore"),
    path("-/home/rename/", arranging.rename, name="home-rename"),
    path("-/home/order/", arranging.order, name="home-order"),
    path("-/home/files/", uploading.files, name="home-files"),
    path("-/people/<str:name>/", people.show, name="person"),
    path("-/search/", search.show, name="search"),
    path("-/search/titles/", search.titles, name="search-titles"),
    path("-/r/<int:pk>/", history.permanent, name="permanent-revision"),
    path("<path:path>/-/history/", history.show, name="history"),
    path("<path:path>/-/revisions/<int:pk>/", history.state, name="revision"),
    path("<path:path>/-/compare/", comparing.choose, name="compare-choice"),
    path("<path:path>/-/compare/<int:a>/<int:b>/", comparing.show, name="compare"),
    path("<path:path>/-/edit/", editing.edit, name="edit"),
    path("<path:path>/-/new/", editing.new, name="new"),
    path("<path:path>/-/restore/<int:pk>/", editing.restore, name="restore"),
    path("<path:path>/-/rename/", arranging.rename, name="rename"),
    path("<path:path>/-/move/", arranging.move, name="move"),
    path("<path:path>/-/order/", arranging.order, name="order"),
    path("<path:path>/-/archive/", arranging.archive, name="archive"),
    path("<path:path>/-/files/", uploading.files, name="files"),
    path("index.md", pages.source, name="home-source"),
    re_path(r"^(?P<path>.+)\.md\Z", pages.source, name="source"),
    path("<path:path>/", pages.show, name="page"),
    path("<path:path>", pages.slashless, name="slashless"),
]
