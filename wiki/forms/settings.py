"""What an admin types about the site → clean values; the texts begin with those that come with the code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from accounts.forms import LogoForm
from wiki.actions.settings import PLAIN, default_source
from wiki.book.licences import KNOWN, named
from wiki.models import SiteSettings
from wiki.models.page import site_language
from wiki.models.settings import TEXTS, Hue, Logo
from wiki.queries.charters import sections

REASON_LENGTH = 500
MOST_NUMBER = 2**31 - 1
MOST_SECTIONS = 60  # whose colours are asked; a form holds no more
HELP = {
    "name": _("In the head and at the foot of every screen."),
    "baseline": _("Under the name, at the foot of every screen. Left empty, a sentence of the software."),
    "language": _("Of those who chose none, of mails, of new pages. Left empty, French."),
    "welcome": _("Read by whoever makes an account, in place of the software’s own."),
    "licence": _("Of the guide, unless a book states another."),
    "contact_address": _("Shown on the contact page alone, to everybody."),
    "conformity": _("Change it only after an audit by the RGAA: the law wants these words to be true."),
    "sign_up": _(
        "By invitation, referents, moderators and admins hand out links. Closed, nobody makes an account; "
        "those that there are go on."
    ),
    "first_posts": _("The first comments and suggestions of an account, until some were let through."),
    "proofs": _(
        "To sign up, for first comments, suggestions and reports. The browser computes by itself for a "
        "second, nobody else is asked; what comes without it is looked at first, and never refused."
    ),
}


class HueField(forms.ChoiceField):
    """The colour of one section; none is that of its turn."""

    def __init__(self, title: str, chosen: Any) -> None:
        super().__init__(
            label=title,
            required=False,
            initial=str(chosen),
            choices=[("", _("by its place")), *((str(hue.value), hue.label) for hue in Hue)],
            widget=forms.RadioSelect,
        )


class SettingsForm(LogoForm, forms.ModelForm[SiteSettings]):
    """Checked against the model, and written by an action: the form itself saves nothing."""

    base = forms.IntegerField(min_value=0, max_value=MOST_NUMBER, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=_("It stays in the journal, with what was changed."),
    )

    logo_gone = forms.BooleanField(label=_("Take the logo away"), required=False)

    class Meta:
        model = SiteSettings
        fields = (*PLAIN, *TEXTS)
        help_texts = HELP

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        site: SiteSettings,
    ) -> None:
        texts = {key: getattr(site, key) or default_source(key, site_language()) for key in TEXTS}
        super().__init__(data, files, instance=site, initial={**texts, "base": site.version})
        offered = KNOWN if named(site.licence) in KNOWN else (*KNOWN, named(site.licence))
        self.fields["licence"].widget = forms.Select(choices=[(it.spdx, it.name) for it in offered])
        self.fields["welcome"].widget = forms.Textarea(attrs={"rows": 3, "cols": 70, "maxlength": 500})
        self.sections = list(sections()[:MOST_SECTIONS])
        for section in self.sections:
            self.fields[f"hue_{section.pk}"] = HueField(section.title, site.hues.get(str(section.pk), ""))
        for name in ("name", "baseline", "contact_address", "reason"):
            self.fields[name].widget.attrs["size"] = 70
        for key in TEXTS:
            self.fields[key].widget.attrs |= {"rows": 16, "cols": 90, "spellcheck": "true"}
            self.fields[key].help_text = _("Written as pages are. Emptied, it is the software’s own again.")

    def values(self) -> dict[str, Any]:
        """What the action is handed; of sections that are no more, the colours go."""
        told = {section.pk: self.cleaned_data[f"hue_{section.pk}"] for section in self.sections}
        hues = {str(pk): int(hue) for pk, hue in told.items() if hue}
        told = {name: self.cleaned_data[name] for name in (*PLAIN, *TEXTS)} | {"hues": hues}
        logo = self.cleaned_data["logo"]
        return told | ({"logo": logo} if logo or self.cleaned_data["logo_gone"] else {})

    @property
    def own_logo(self) -> Logo | None:
        """The logo that the site has, or that waits to be saved."""
        return Logo.read(self.data.get("logo_kept", "") or self.instance.logo)

    @property
    def hues(self) -> list[Any]:
        """The fields of the sections' colours."""
        return [self[f"hue_{section.pk}"] for section in self.sections]
