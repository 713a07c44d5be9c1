"""What the environment says, read once into typed values; what cannot be read is refused with a sentence."""

import importlib.util
import ipaddress
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError, validate

ROOT = Path(__file__).resolve().parents[1]
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
PROVIDER_ID = re.compile(r"(?=.{1,30}$)[a-z][a-z0-9]*(-[a-z0-9]+)*")
# What each kind of provider is, unless its own variables say otherwise.
USUAL: dict[str, dict[str, Any]] = {
    "generic": {"name": "", "scopes": "openid email profile", "acr": "", "trusted": False},
    "proconnect": {
        "name": "ProConnect",
        "scopes": "openid email given_name usual_name",
        "acr": "eidas1",
        "trusted": True,
    },
}
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


class Unreadable(ImproperlyConfigured):
    """A variable of the environment does not say what it should; the message names it."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")


@dataclass(frozen=True)
class Provider:
    """Who may tell the site who somebody is, by OpenID Connect."""

    id: str
    name: str
    kind: str
    issuer: str
    client_id: str
    secret: str = field(repr=False)
    scopes: tuple[str, ...]
    acr_values: str
    verifies_addresses: bool
    logs_out: bool


@dataclass(frozen=True)
class Configuration:
    """Everything that may differ from one site to the next."""

    site_url: str
    hosts: tuple[str, ...]
    local: bool
    secure: bool
    data: Path
    secret_key: str
    database: dict[str, Any]
    cache: dict[str, Any]
    email: dict[str, Any]
    email_from: str
    email_bounces: str
    host: str
    port: int
    workers: int
    threads: int
    trusted_proxies: int
    exempt_networks: tuple[Network, ...]
    staff_second_factor: bool
    providers: tuple[Provider, ...]
    import_max_mb: int
    import_minutes: int
    debug: bool


def read() -> Configuration:
    """The configuration, or Unreadable."""
    env = _Reader()
    port = env.integer("PORT", 8000, 1, 65535)
    site_url = _site_url(env.text("SITE_URL", f"http://localhost:{port}"))
    parts = urlsplit(site_url)
    secure = parts.scheme == "https"
    site_host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    others = LOCAL_HOSTS if site_host in LOCAL_HOSTS else ()
    data = _data_folder(env.text("COMMUNS_DATA", str(ROOT / "data")))
    return Configuration(
        site_url=site_url,
        hosts=tuple(dict.fromkeys((site_host, *others, *env.words("ALLOWED_HOSTS")))),
        local=site_host in LOCAL_HOSTS,
        secure=secure,
        data=data,
        secret_key=env.text("SECRET_KEY", "") or _kept_secret(data / "secret-key"),
        database=_database(env.text("DATABASE_URL", ""), data),
        cache=_cache(env.text("CACHE_URL", "")),
        email=_email(env.text("EMAIL_URL", "console://")),
        email_from=env.text("EMAIL_FROM", f"Communs <communs@{parts.hostname}>"),
        email_bounces=_bounces(env.text("EMAIL_BOUNCES", "")),
        host=env.text("HOST", "127.0.0.1"),
        port=port,
        workers=env.integer("WORKERS", 1, 1, 64),
        threads=env.integer("THREADS", 3, 1, 256),
        trusted_proxies=env.integer("TRUSTED_PROXIES", 1 if secure else 0, 0, 10),
        exempt_networks=_networks("EXEMPT_NETWORKS", env.words("EXEMPT_NETWORKS")),
        staff_second_factor=_second_factor(env, postponable=site_host in LOCAL_HOSTS and not secure),
        providers=_providers(env, local=site_host in LOCAL_HOSTS),
        import_max_mb=env.integer("IMPORT_MAX_MB", 4096, 1, 1_000_000),
        import_minutes=env.integer("IMPORT_MINUTES", 10, 1, 1440),
        debug=env.truth("DEBUG", False),
    )


class _Reader:
    """Reads one variable at a time through environs; a variable left empty counts as absent."""

    def __init__(self) -> None:
        self._env = Env()

    def text(self, name: str, default: str) -> str:
        return self._env.str(name, default).strip() or default

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in self.text(name, "").split(",") if word.strip())

    def integer(self, name: str, default: int, least: int, most: int) -> int:
        if not self.text(name, ""):
            return default
        try:
            return self._env.int(name, validate=validate.Range(least, most))
        except EnvError:
            given = self.text(name, "")
            raise Unreadable(name, f"“{given}” is not a whole number from {least} to {most}.") from None

    def truth(self, name: str, default: bool) -> bool:
        if not self.text(name, ""):
            return default
        try:
            return self._env.bool(name)
        except EnvError:
            raise Unreadable(name, f"“{self.text(name, '')}” is neither yes nor no (write 1 or 0).") from None


def _second_factor(env: _Reader, *, postponable: bool) -> bool:
    """Whether those who decide need a second step: always, but on a site that is only tried out."""
    asked = env.truth("STAFF_SECOND_FACTOR", not postponable)
    if not asked and not postponable:
        raise Unreadable("STAFF_SECOND_FACTOR", "only a site at http://localhost may do without.")
    return asked


def _providers(env: _Reader, *, local: bool) -> tuple[Provider, ...]:
    """The providers that OIDC_PROVIDERS names, each described by variables that bear its name."""
    names = env.words("OIDC_PROVIDERS")
    for name in names:
        if not PROVIDER_ID.fullmatch(name) or names.count(name) > 1:
            raise Unreadable(
                "OIDC_PROVIDERS", f"“{name}” must be small letters, digits and hyphens, at most 30, once."
            )
    return tuple(_provider(env, name, local=local) for name in names)


def _provider(env: _Reader, name: str, *, local: bool) -> Provider:
    start = f"OIDC_{name.upper().replace('-', '_')}_"
    kind = env.text(f"{start}KIND", "generic")
    if kind not in USUAL:
        raise Unreadable(f"{start}KIND", f"“{kind}” is neither generic nor proconnect.")
    usual = USUAL[kind]
    scopes = tuple(env.text(f"{start}SCOPES", usual["scopes"]).split())
    if "openid" not in scopes:
        raise Unreadable(f"{start}SCOPES", "openid must be among them.")
    return Provider(
        id=name,
        name=_needed(env, f"{start}NAME", usual["name"], most=40),
        kind=kind,
        issuer=_issuer(f"{start}ISSUER", _needed(env, f"{start}ISSUER"), local=local),
        client_id=_needed(env, f"{start}CLIENT_ID"),
        secret=_needed(env, f"{start}SECRET"),
        scopes=scopes,
        acr_values=" ".join(env.text(f"{start}ACR", usual["acr"]).split()),
        verifies_addresses=env.truth(f"{start}VERIFIES_ADDRESSES", usual["trusted"]),
        logs_out=env.truth(f"{start}LOGS_OUT", usual["trusted"]),
    )


def _needed(env: _Reader, name: str, default: str = "", *, most: int = 500) -> str:
    given = env.text(name, default)
    if not given or len(given) > most or not given.isprintable():
        raise Unreadable(name, f"OIDC_PROVIDERS needs it: one line of at most {most} characters.")
    return given


def _issuer(name: str, given: str, *, local: bool) -> str:
    """An address over HTTPS; plain HTTP will do on this machine alone, for a site that is tried out there."""
    parts = _split(name, given)
    plain = local and parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    whole = not (parts.query or parts.fragment or parts.username or ".well-known" in parts.path)
    if not parts.hostname or not whole or not (parts.scheme == "https" or plain):
        raise Unreadable(name, f"“{given}” is not the address of an issuer, like https://id.example.org.")
    return given


def _networks(name: str, given: tuple[str, ...]) -> tuple[Network, ...]:
    """Networks that are not counted by address: an administration, a training room."""
    try:
        return tuple(ipaddress.ip_network(one) for one in given)
    except ValueError as problem:
        raise Unreadable(name, f"write networks like 192.0.2.0/24, 2001:db8::/48 ({problem}).") from None


def _site_url(given: str) -> str:
    parts = _split("SITE_URL", given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreadable("SITE_URL", f"“{given}” is not an address like https://guide.example.org.")
    if parts.path not in ("", "/") or parts.query or parts.fragment or parts.username:
        raise Unreadable(
            "SITE_URL", f"“{given}” must be a scheme and a host only: the site lives at its root."
        )
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _split(name: str, given: str) -> SplitResult:
    try:
        parts = urlsplit(given)
        parts.port  # noqa: B018  reading it is what raises on “:abc” or “:99999”
    except ValueError as problem:
        raise Unreadable(name, f"“{given}” is not an address ({problem}).") from None
    return parts


def _data_folder(given: str) -> Path:
    folder = Path(given).expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise Unreadable("COMMUNS_DATA", f"the folder {folder} cannot be made: {problem.strerror}.") from None
    if not os.access(folder, os.R_OK | os.X_OK):
        raise Unreadable("COMMUNS_DATA", f"the folder {folder} cannot be read.")
    return folder


def _kept_secret(file: Path) -> str:
    """The site's secret key, made at the first start and kept for the owner's eyes only."""
    try:
        if not file.exists():
            _write_once(file, secrets.token_urlsafe(64))
        kept = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise Unreadable(
            "COMMUNS_DATA", f"the secret key in {file} cannot be kept or read ({problem})."
        ) from None
    if len(kept) < 50:
        raise Unreadable(
            "COMMUNS_DATA", f"the secret key in {file} is damaged; delete the file to have a new one."
        )
    return kept


def _write_once(file: Path, text: str) -> None:
    """Write whole or not at all, and never over another process that was first."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
    ) as stream:
        stream.write(text)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _database(given: str, data: Path) -> dict[str, Any]:
    if not given:
        return _sqlite(data / "communs.sqlite3")
    parts = _split("DATABASE_URL", given)
    if parts.scheme == "sqlite":
        if not parts.path.startswith("//"):
            raise Unreadable("DATABASE_URL", "write the whole path, as in sqlite:////srv/guide.sqlite3.")
        return _sqlite(Path(unquote(parts.path[1:])))
    if parts.scheme not in ("postgres", "postgresql"):
        raise Unreadable("DATABASE_URL", "it must begin with sqlite://// or postgresql://.")
    name = unquote(parts.path.removeprefix("/"))
    options = dict(parse_qsl(parts.query))
    if (
        not name
        or not set(options) <= {"sslmode", "host"}
        or options.get("sslmode", "prefer") not in SSL_MODES
    ):
        raise Unreadable(
            "DATABASE_URL", "write postgresql://user:password@host:5432/database?sslmode=require."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def _sqlite(file: Path) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}


def _cache(given: str) -> dict[str, Any]:
    """Limits must count the same in every worker: a file of the site by default, never a process's memory."""
    if not given:
        return {"BACKEND": "communs.counts.CountsCache"}
    if not given.startswith(("redis://", "rediss://", "unix://")):
        raise Unreadable(
            "CACHE_URL", f"“{given}” must begin with redis://, rediss:// or unix://, or be left out."
        )
    if importlib.util.find_spec("redis") is None:
        raise Unreadable("CACHE_URL", "the library for it is missing: type « .venv/bin/pip install redis ».")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": given}


def _bounces(given: str) -> str:
    """An address of the site's own; what follows a + in it says whose letter came back."""
    if given and not re.fullmatch(r"[\w.-]{1,30}@[\w.-]+", given, re.ASCII):
        raise Unreadable("EMAIL_BOUNCES", f"“{given}” is not an address like bounces@example.org.")
    return given


def _email(given: str) -> dict[str, Any]:
    parts = _split("EMAIL_URL", given)
    backend = "django.core.mail.backends."
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "communs.mail.KeptMail"}
    if parts.scheme == "file" and parts.path:
        return {"EMAIL_BACKEND": f"{backend}filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(parts.path)}
    if parts.scheme not in ("smtp", "smtps", "smtp+tls") or not parts.hostname:
        raise Unreadable(
            "EMAIL_URL",
            "write smtps://user:password@host:465, smtp+tls://…:587, smtp://…:25, file:///folder or console://.",
        )
    ports = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
    return {
        "EMAIL_BACKEND": f"{backend}smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 10,
    }
