"""What an institution's administrators may change of it themselves."""

from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.images import get_image_model
from wagtail.images.widgets import AdminImageChooser

from cms.accounts.models import User
from cms.tenancy.models import InstitutionProfile, Role
from cms.tenancy.scope import scope_of

CONTACT = ("contact_name", "contact_email", "contact_phone")


class InstitutionForm(WagtailAdminModelForm):
    """Look and contact person. The colours' own checks keep text readable on them."""

    contact_name = forms.CharField(label=_("Contact person"), max_length=200, required=False)
    contact_email = forms.EmailField(label=_("Contact e-mail"), required=False)
    contact_phone = forms.CharField(label=_("Contact telephone"), max_length=40, required=False)

    class Meta:
        model = InstitutionProfile
        fields = ("logo", "primary_colour", "accent_colour")
        widgets = {
            "logo": AdminImageChooser(),
            "primary_colour": forms.TextInput(attrs={"type": "color"}),
            "accent_colour": forms.TextInput(attrs={"type": "color"}),
        }
        help_texts = {
            "primary_colour": _("Behind white text, and of links on white."),
            "accent_colour": _("Behind dark text, for what should be noticed."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in CONTACT:
            self.fields[name].initial = getattr(self.instance.institution, name)

    def clean_logo(self) -> Any:
        """A picture of one's own. Raises Http404 for another's: the chooser does not offer it."""
        logo = self.cleaned_data["logo"]
        scope = scope_of(self.for_user)
        images = get_image_model().objects.all() if scope is None else scope.images()
        kept = logo is None or logo.pk == InstitutionProfile.objects.get(pk=self.instance.pk).logo_id
        if not kept and not images.filter(pk=logo.pk).exists():
            raise Http404
        return logo

    def save(self, commit: bool = True) -> InstitutionProfile:
        """Store profile and contact."""
        institution = self.instance.institution
        for name in CONTACT:
            setattr(institution, name, self.cleaned_data[name])
        institution.save(update_fields=CONTACT)
        profile: InstitutionProfile = super().save(commit=commit)
        return profile


class MemberForm(forms.Form):
    """Gives a role to somebody, who signs in with that address."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)

    def person(self) -> User:
        """The user with that address; made where there is none."""
        address = User.objects.normalize_email(self.cleaned_data["email"]).lower()
        found: User | None = User.objects.filter(email=address).first()
        return found or User.objects.create_user(address)
