"""Addresses: of sources that are not fetched, and of places on the site that no book takes."""

from __future__ import annotations

from tests.hostile.binding import Case, folder, guide, source

ONLY = "Only https addresses are fetched, or a path of this machine."


def is_refused(address: str, sentence: str = ONLY) -> Case:
    return Case(f"address {address[:60]}", source(address), refused=sentence)


def option(address: str) -> Case:
    return is_refused(address, f"“{address}” is an option, not a source.")


def private(address: str, host: str) -> Case:
    return is_refused(address, f"The host {host} is on a private network: it is not asked.")


def at(name: str, address: str, sentence: str) -> Case:
    return Case(f"place {name}", folder(guide()), refused=sentence, at=address)


def never(address: str) -> str:
    return f"“{address}” cannot be an address of this site."


def kept(first: str) -> str:
    return f"The site keeps “/{first}/” for itself."


CASES = (
    option("--upload-pack=touch harmed"),
    option("-x"),
    option("--"),
    *map(
        is_refused,
        (
            "ext::sh -c touch% harmed",
            "ssh://example.org/guide.git",
            "git@example.org:guide.git",
            "example.org:guide.git",
            "git://example.org/guide.git",
            "http://example.org/guide.git",
            "ftp://example.org/guide.zip",
            "file:///etc",
            "file://localhost/etc",
            "fd::17/guide",
            "git+ssh://example.org/guide",
            "javascript:alert(1)",
            "C:\\guide",
            "https:",
            "https://",
            "https:///guide",
            "https://example.org:0/guide",
            "https://example.org:99999/guide",
            "https://example.org:x/guide",
            "https://[::1/guide",
            "https://example.org/a\nb",
            "https://example.org\\@127.0.0.1/",
            "https://fa\u00df.example/guide",
            "https://\uff11\uff12\uff17.0.0.1/guide",
            "https://127.0.0.1%00.example.org/",
            "https://example.org./guide",
        ),
    ),
    private("https://127.0.0.1/guide", "127.0.0.1"),
    private("HTTPS://127.0.0.1/", "127.0.0.1"),
    private("https://127.1/guide", "127.1"),
    private("https://0x7f000001/guide", "0x7f000001"),
    private("https://2130706433/guide", "2130706433"),
    private("https://0177.0.0.1/guide", "0177.0.0.1"),
    private("https://[::1]/guide", "::1"),
    private("https://[::ffff:127.0.0.1]/guide", "::ffff:127.0.0.1"),
    private("https://[::127.0.0.1]/guide", "::127.0.0.1"),
    private("https://[64:ff9b::127.0.0.1]/guide", "64:ff9b::127.0.0.1"),
    private("https://[fe80::1]/guide", "fe80::1"),
    private("https://[fd00::1]/guide", "fd00::1"),
    private("https://localhost/guide", "localhost"),
    private("https://LOCALHOST:8443/guide", "localhost"),
    private("https://10.0.0.8/guide", "10.0.0.8"),
    private("https://172.16.0.1/guide", "172.16.0.1"),
    private("https://192.168.1.1/guide", "192.168.1.1"),
    private("https://169.254.169.254/latest", "169.254.169.254"),
    private("https://100.64.0.1/guide", "100.64.0.1"),
    private("https://0.0.0.0/guide", "0.0.0.0"),
    private("https://224.0.0.1/guide", "224.0.0.1"),
    private("https://255.255.255.255/guide", "255.255.255.255"),
    private("https://ada:opensesame@127.0.0.1/guide", "127.0.0.1"),
    private("https://example.org@127.0.0.1/guide", "127.0.0.1"),
    is_refused("https://nowhere.invalid/guide", "The host nowhere.invalid cannot be found."),
    is_refused("https://a..b/guide"),
    at("kept for signing in", "accounts", kept("accounts")),
    at("kept further down", "admin/guide", kept("admin")),
    at("kept for gestures", "-", never("-")),
    at("behind gestures", "guide/-/history", never("guide/-/history")),
    at("above", "..", never("..")),
    at("above by a way round", "guide/../../x", never("guide/../../x")),
    at("of a dot", "./guide", never("./guide")),
    at("of two slashes", "a//b", never("a//b")),
    at("with an escape", "a\x1b[31m", never("a\ufffd[31m")),
    at("with a new line", "a\nb", never("a\ufffdb")),
    at("of 700 characters", "a" * 700, never("a" * 700)),
    Case(
        "place of blanks and signs",
        folder(guide()),
        at="a b?c#d%e",
        stands={"README.md": "a b?c#d%e", "one.md": "a b?c#d%e/one"},
    ),
    Case("place further down", folder(guide()), at="/a/b/", stands={"README.md": "a/b", "one.md": "a/b/one"}),
)
