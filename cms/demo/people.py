"""The demo's accounts. Their password is printed: they are for looking around, never for a real site."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from cms.demo.content_files import InstitutionContent
from cms.tenancy.models import InstitutionProfile, Role

PASSWORD = "kuvend-demo"  # noqa: S105 - it is printed on purpose

STAFF: dict[str, str] = {
    Role.EDITOR: "writes pages and documents",
    Role.REVIEWER: "translates, approves and publishes",
    Role.MODERATOR: "moderates submissions",
    Role.OFFICIAL: "answers submissions",
}


@dataclass(frozen=True, kw_only=True)
class Login:
    """One line of the list that is printed."""

    email: str
    purpose: str


def add_staff(profile: InstitutionProfile, content: InstitutionContent) -> dict[str, Any]:
    """One user for each role of the institution, by role; users that exist are taken as they are."""
    groups = {held.role: held.group for held in profile.groups.select_related("group")}
    staff = {}
    for role in STAFF:
        email = f"{role}.{content.key}@example.org"
        user = _user(email, f"Demo {role}", content.languages[0], is_staff=True)
        user.groups.add(groups[role])
        staff[role] = user
    return staff


def add_citizen_and_operator() -> None:
    """Somebody who takes part, and somebody who may do everything."""
    _user("citizen@example.org", "Demo citizen", "en")
    _user("operator@example.org", "Demo operator", "en", is_staff=True, is_superuser=True)


def logins(institutions: list[InstitutionContent]) -> list[Login]:
    """Every demo account, in the order of the tour."""
    staff = [
        Login(email=f"{role}.{institution.key}@example.org", purpose=f"{purpose} ({institution.slug})")
        for institution in institutions
        for role, purpose in STAFF.items()
    ]
    return [
        *staff,
        Login(email="citizen@example.org", purpose="takes part"),
        Login(email="operator@example.org", purpose="may do everything"),
    ]


def login_lines(institutions: list[InstitutionContent]) -> list[str]:
    """The accounts and their password as they are printed."""
    accounts = logins(institutions)
    width = max(len(account.email) for account in accounts)
    return [
        f"Log-ins, for looking around only; the password of all is: {PASSWORD}",
        *(f"  {account.email:<{width}}  {account.purpose}" for account in accounts),
    ]


_hashed: list[str] = []


def _user(email: str, name: str, language: str, **flags: bool) -> Any:
    users: Any = get_user_model().objects
    user = users.filter(email=email).first()
    if user is not None:
        return user
    user = users.create_user(email, first_name=name, language=language, **flags)
    user.password = _password()
    user.save(update_fields=["password"])
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def _password() -> str:
    """The hash all demo accounts share: hashing is slow by design, and there is one password."""
    if not _hashed:
        _hashed.append(make_password(PASSWORD))
    return _hashed[0]
