"""What the site promises to whoever comes: what they can do today, and no more."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def test_home_page_leads_whoever_sees_a_mistake_to_a_comment(client):
    factories.home()
    text = client.get("/").content.decode()
    assert (
        'href="/-/home/threads/new/"'
        in text.partition('aria-labelledby="ui-ways"')[2].partition("</section>")[0]
    )


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/login/"])
def test_account_is_promised_for_what_it_does(client, address):
    text = client.get(address).content.decode()
    lede = text.partition('<p class="lede">')[2].partition("</p>")[0]
    said = "permet de commenter les pages, de proposer des modifications et de répondre aux autres"
    assert (said in lede, "décide" in lede) == (True, False)
