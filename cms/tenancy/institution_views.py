"""The admin's pages about an institution itself: its look, contact and rules, and its people."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.models import User
from cms.tenancy.institution_forms import InstitutionForm, MemberForm
from cms.tenancy.models import InstitutionGroup, InstitutionProfile, Role
from cms.tenancy.roles import institutions_of
from consultations.errors import RuleSetUnknown
from consultations.rules.loading import rule_set
from consultations.translated import pick


class AboutInstitution(WagtailAdminTemplateMixin, TemplateView):
    """A page about an institution that the person administers; for others it does not exist."""

    header_icon = "cogs"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for its administrators and the operator."""
        self.user: Any = request.user
        if self.profile is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def profiles(self) -> list[InstitutionProfile]:
        """Profiles of the institutions the person administers."""
        own = InstitutionProfile.objects.filter(institution__in=institutions_of(self.user, Role.ADMINISTRATOR))
        return list(own.select_related("institution", "logo", "site").order_by("institution__slug"))

    @cached_property
    def profile(self) -> Any:
        """The one in the address; the first without one."""
        slug = self.kwargs.get("slug")
        return next((p for p in self.profiles if slug in (None, p.institution.slug)), None)

    def get_page_subtitle(self) -> str:
        """The institution's name."""
        institution = self.profile.institution
        return pick(institution.name, get_language() or "en", institution.default_language)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then here."""
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The institution, and the person's others."""
        language = get_language() or "en"
        names = [(p.institution.slug, pick(p.institution.name, language)) for p in self.profiles]
        return super().get_context_data(
            profile=self.profile, institution=self.profile.institution, institutions=names, **kwargs
        )


class InstitutionView(AboutInstitution):
    """Look and contact to change; languages, address and rules to read: these are the operator's."""

    template_name = "tenancy/institution.html"
    page_title = gettext_lazy("Institution")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, or show what has to be mended."""
        form = InstitutionForm(request.POST, instance=self.profile, for_user=self.user)
        if form.is_valid():
            form.save()
            messages.success(request, _("Saved."))
            return redirect("institutions:institution", slug=self.profile.institution.slug)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form and the rule set, with the mark whether a lawyer has read it."""
        kwargs.setdefault("form", InstitutionForm(instance=self.profile, for_user=self.user))
        try:
            rules = rule_set(self.profile.institution.rule_set)
        except RuleSetUnknown:
            rules = None
        language = get_language() or "en"
        return super().get_context_data(
            rules=rules,
            rules_name=rules.name_in(language) if rules else "",
            media=kwargs["form"].media,
            **kwargs,
        )


class PeopleView(AboutInstitution):
    """Who holds which role. Taking somebody's last role away leaves their account."""

    template_name = "tenancy/people.html"
    page_title = gettext_lazy("People")
    header_icon = "group"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give a role to an address, or take one from a person."""
        if "remove" in request.POST:
            self._remove(request)
            return self._back()
        form = MemberForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        form.person().groups.add(self._group(form.cleaned_data["role"]).group)
        messages.success(request, _("%(email)s has the role now.") % {"email": form.cleaned_data["email"]})
        return self._back()

    def _remove(self, request: HttpRequest) -> None:
        role, _colon, key = request.POST["remove"].partition(":")
        group = self._group(role).group
        person = User.objects.filter(pk=key, groups=group).first() if key.isdigit() else None
        if person is None:
            raise Http404
        if role == Role.ADMINISTRATOR and person == self.user:
            messages.error(request, _("You cannot take the administrator's role from yourself."))
            return
        person.groups.remove(group)
        messages.success(request, _("The role is taken away."))

    def _group(self, role: str) -> InstitutionGroup:
        found: InstitutionGroup | None = self.profile.groups.select_related("group").filter(role=role).first()
        if found is None:
            raise Http404
        return found

    def _back(self) -> HttpResponse:
        return redirect("institutions:people", slug=self.profile.institution.slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The roles with their people, and the form."""
        kwargs.setdefault("form", MemberForm())
        held = {row.role: row for row in self.profile.groups.prefetch_related("group__user_set")}
        roles = [
            (role, role.label, sorted(held[role].group.user_set.all(), key=lambda person: person.email))
            for role in Role
            if role in held
        ]
        return super().get_context_data(roles=roles, **kwargs)
