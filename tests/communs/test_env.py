"""The environment is read into typed values, or refused with the name of the variable."""

import stat
from pathlib import Path

import pytest

from communs import env

NAMES = (
    "SITE_URL ALLOWED_HOSTS COMMUNS_DATA SECRET_KEY DATABASE_URL CACHE_URL EMAIL_URL EMAIL_FROM HOST PORT "
    "WORKERS THREADS TRUSTED_PROXIES EXEMPT_NETWORKS DEBUG"
)


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES.split():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COMMUNS_DATA", str(tmp_path / "data"))


def test_site_without_settings_is_local(tmp_path: Path) -> None:
    site = env.read()
    assert (site.site_url, site.secure, site.host, site.port) == (
        "http://localhost:8000",
        False,
        "127.0.0.1",
        8000,
    )
    assert site.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert (site.workers, site.trusted_proxies, site.debug) == (1, 0, False)
    assert site.database["NAME"] == str(tmp_path / "data" / "communs.sqlite3")


def test_site_with_an_address_is_at_that_address_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://Guide.Example.org/")
    site = env.read()
    assert (site.site_url, site.secure, site.hosts) == (
        "https://guide.example.org",
        True,
        ("guide.example.org",),
    )
    assert (site.trusted_proxies, site.email_from) == (1, "Communs <communs@guide.example.org>")


def test_other_hosts_are_added_to_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://guide.example.org")
    monkeypatch.setenv("ALLOWED_HOSTS", "www.example.org, old.example.org")
    assert env.read().hosts == ("guide.example.org", "www.example.org", "old.example.org")


def test_networks_that_are_not_counted_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.read().exempt_networks == ()
    monkeypatch.setenv("EXEMPT_NETWORKS", "192.0.2.0/24, 2001:db8::/48, 198.51.100.1")
    assert [str(one) for one in env.read().exempt_networks] == [
        "192.0.2.0/24",
        "2001:db8::/48",
        "198.51.100.1/32",
    ]


def test_limits_are_counted_in_a_file_of_the_site_unless_a_redis_is_named() -> None:
    assert env.read().cache == {"BACKEND": "communs.counts.CountsCache"}


def test_port_is_part_of_the_local_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9000")
    assert env.read().site_url == "http://localhost:9000"


def test_variable_left_empty_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "SITE_URL", "DATABASE_URL", "DEBUG", "EMAIL_URL"):
        monkeypatch.setenv(name, " ")
    assert env.read().site_url == "http://localhost:8000"


def test_secret_key_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    first, second = env.read().secret_key, env.read().secret_key
    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["secret-key"]


def test_postgresql_is_read_from_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ada:p%40ss@db.example.org:6543/guide?sslmode=require")
    assert env.read().database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "guide",
        "USER": "ada",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "6543",
        "OPTIONS": {"sslmode": "require"},
    }


def test_sqlite_is_read_from_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////var/lib/a%20guide.sqlite3")
    assert env.read().database["NAME"] == "/var/lib/a guide.sqlite3"


@pytest.mark.parametrize(
    ("address", "port", "ssl", "tls"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtps://u:p@mail.example.org", 465, True, False),
        ("smtp+tls://u:p@mail.example.org", 587, False, True),
    ],
)
def test_mail_is_read_from_its_address(
    monkeypatch: pytest.MonkeyPatch, address: str, port: int, ssl: bool, tls: bool
) -> None:
    monkeypatch.setenv("EMAIL_URL", address)
    mail = env.read().email
    assert (mail["EMAIL_PORT"], mail["EMAIL_USE_SSL"], mail["EMAIL_USE_TLS"]) == (port, ssl, tls)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "8k"),
        ("WORKERS", "-1"),
        ("THREADS", "many"),
        ("TRUSTED_PROXIES", "1.5"),
        ("DEBUG", "perhaps"),
        ("SITE_URL", "ftp://guide.example.org"),
        ("SITE_URL", "https://"),
        ("SITE_URL", "https://guide.example.org/wiki"),
        ("SITE_URL", "https://guide.example.org:99999"),
        ("SITE_URL", "https://user@guide.example.org"),
        ("DATABASE_URL", "mysql://host/name"),
        ("DATABASE_URL", "postgresql://host"),
        ("DATABASE_URL", "postgresql://host/name?sslmode=maybe"),
        ("DATABASE_URL", "postgresql://host/name?options=-c"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///guide.sqlite3"),
        ("CACHE_URL", "memcached://host"),
        ("CACHE_URL", "database://"),
        ("EXEMPT_NETWORKS", "192.0.2.1/24"),
        ("EXEMPT_NETWORKS", "192.0.2.0/24, office"),
        ("EMAIL_URL", "pigeon://loft"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "file://"),
        ("COMMUNS_DATA", "/dev/null/data"),
    ],
)
def test_value_that_makes_no_sense_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(env.Unreadable) as refused:
        env.read()
    assert str(refused.value).startswith(f"{name}: ")


def test_damaged_secret_key_is_refused(tmp_path: Path) -> None:
    env.read()
    (tmp_path / "data" / "secret-key").write_text("short", encoding="ascii")
    with pytest.raises(env.Unreadable) as refused:
        env.read()
    assert "damaged" in str(refused.value)


def test_cache_without_its_library_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACHE_URL", "redis://cache.example.org")
    with pytest.raises(env.Unreadable) as refused:
        env.read()
    assert str(refused.value).startswith("CACHE_URL: the library for it is missing")
