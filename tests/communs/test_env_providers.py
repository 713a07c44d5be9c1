"""Providers are read from the environment, each by variables that bear its name, or refused by their names."""

from pathlib import Path

import pytest

from communs import env

AGENTS = {
    "OIDC_PROVIDERS": "agents",
    "OIDC_AGENTS_NAME": "Agents",
    "OIDC_AGENTS_ISSUER": "https://id.example.org/realms/agents",
    "OIDC_AGENTS_CLIENT_ID": "the-site",
    "OIDC_AGENTS_SECRET": "a secret of the site",
}
STATE = {
    "OIDC_PROVIDERS": "pro-connect",
    "OIDC_PRO_CONNECT_KIND": "proconnect",
    "OIDC_PRO_CONNECT_ISSUER": "https://proconnect.example.org/api/v2",
    "OIDC_PRO_CONNECT_CLIENT_ID": "the-site",
    "OIDC_PRO_CONNECT_SECRET": "another secret",
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COMMUNS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SITE_URL", "https://guide.example.org")
    for name in ("OIDC_PROVIDERS", "SECRET_KEY", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


def put(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def test_site_without_providers_has_none() -> None:
    assert env.read().providers == ()


def test_providers_are_read_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, AGENTS | STATE | {"OIDC_PROVIDERS": "pro-connect, agents"})
    assert env.read().providers == (
        env.Provider(
            id="pro-connect",
            name="ProConnect",
            kind="proconnect",
            issuer="https://proconnect.example.org/api/v2",
            client_id="the-site",
            secret="another secret",
            scopes=("openid", "email", "given_name", "usual_name"),
            acr_values="eidas1",
            verifies_addresses=True,
            logs_out=True,
        ),
        env.Provider(
            id="agents",
            name="Agents",
            kind="generic",
            issuer="https://id.example.org/realms/agents",
            client_id="the-site",
            secret="a secret of the site",
            scopes=("openid", "email", "profile"),
            acr_values="",
            verifies_addresses=False,
            logs_out=False,
        ),
    )


def test_provider_may_be_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"SCOPES": "openid  groups", "ACR": "eidas2 eidas3", "VERIFIES_ADDRESSES": "1", "LOGS_OUT": "yes"}
    put(monkeypatch, AGENTS | {f"OIDC_AGENTS_{name}": value for name, value in said.items()})
    (agents,) = env.read().providers
    told = (agents.scopes, agents.acr_values, agents.verifies_addresses, agents.logs_out)
    assert told == (("openid", "groups"), "eidas2 eidas3", True, True)


def test_secret_is_not_shown_with_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, AGENTS)
    assert "a secret of the site" not in repr(env.read())


def test_plain_http_is_for_a_site_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, AGENTS | {"SITE_URL": "http://localhost:8000"})
    monkeypatch.setenv("OIDC_AGENTS_ISSUER", "http://127.0.0.1:9000")
    assert env.read().providers[0].issuer == "http://127.0.0.1:9000"
    for issuer in ("http://id.example.org", "http://127.0.0.1.example.org"):
        monkeypatch.setenv("OIDC_AGENTS_ISSUER", issuer)
        with pytest.raises(env.Unreadable):
            env.read()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OIDC_PROVIDERS", "Agents"),
        ("OIDC_PROVIDERS", "agents,agents"),
        ("OIDC_PROVIDERS", "agents_1"),
        ("OIDC_PROVIDERS", "../admin"),
        ("OIDC_PROVIDERS", "a" * 31),
        ("OIDC_AGENTS_KIND", "saml"),
        ("OIDC_AGENTS_NAME", ""),
        ("OIDC_AGENTS_NAME", "x" * 41),
        ("OIDC_AGENTS_NAME", "Agents\nof"),
        ("OIDC_AGENTS_ISSUER", ""),
        ("OIDC_AGENTS_ISSUER", "id.example.org"),
        ("OIDC_AGENTS_ISSUER", "http://127.0.0.1:9000"),
        ("OIDC_AGENTS_ISSUER", "https://ada@id.example.org"),
        ("OIDC_AGENTS_ISSUER", "https://id.example.org/?a=b"),
        ("OIDC_AGENTS_ISSUER", "https://id.example.org/.well-known/openid-configuration"),
        ("OIDC_AGENTS_ISSUER", "https://id.example.org:99999"),
        ("OIDC_AGENTS_CLIENT_ID", ""),
        ("OIDC_AGENTS_SECRET", ""),
        ("OIDC_AGENTS_SCOPES", "email profile"),
        ("OIDC_AGENTS_VERIFIES_ADDRESSES", "perhaps"),
        ("OIDC_AGENTS_LOGS_OUT", "2"),
    ],
)
def test_value_that_makes_no_sense_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    put(monkeypatch, AGENTS | {name: value})
    with pytest.raises(env.Unreadable) as refused:
        env.read()
    assert str(refused.value).startswith(f"{name}: ")
    assert "a secret of the site" not in str(refused.value)
