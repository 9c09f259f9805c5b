"""Who sends something: names and addresses as they may be stored."""

import pytest

from consultations.authors import (
    Account,
    Deposited,
    Guest,
    email_fingerprint,
    normalised_email,
    signature,
)
from consultations.errors import EmailInvalid, NameInvalid


@pytest.mark.parametrize(
    ("typed", "address"),
    [(" Ana@Example.ORG ", "ana@example.org"), ("ａｎａ@example.org", "ana@example.org")],
)
def test_addresses_that_mean_the_same_are_the_same(typed, address):
    assert normalised_email(typed) == address
    assert email_fingerprint(normalised_email(typed)) == email_fingerprint(address)


@pytest.mark.parametrize(
    "typed", ["", "ana", "ana@", "a\r\nBcc: x@y.org@example.org", "ana@\ud800.org", f"{'a' * 250}@b.org"]
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(EmailInvalid):
        normalised_email(typed)


def test_fingerprint_does_not_tell_the_address_without_the_secret(settings):
    before = email_fingerprint("ana@example.org")
    settings.SECRET_KEY = "another"

    assert email_fingerprint("ana@example.org") != before
    assert len(before) == 64


def test_names_are_one_line_without_tricks():
    signed = signature(
        Guest(email="ana@example.org", display_name="Ana\n\u202eX\u202c ", organisation="\tClub  A")
    )

    assert (signed.display_name, signed.organisation) == ("Ana X", "Club A")


@pytest.mark.parametrize(
    ("names", "field", "limit"),
    [
        ({"display_name": "a" * 121}, "display_name", 120),
        ({"organisation": "a" * 201}, "organisation", 200),
        ({"display_name": "\ud83d"}, "display_name", 120),
    ],
)
def test_name_that_cannot_be_stored_is_refused_by_its_field(names, field, limit):
    with pytest.raises(NameInvalid) as refused:
        signature(Account(user_id=1, **names))
    assert (refused.value.field, refused.value.params) == (field, {"limit": limit})


def test_each_author_has_a_scope_of_their_own():
    scopes = [
        signature(author).scope
        for author in (
            Guest(email="ana@example.org"),
            Guest(email="ben@example.org"),
            Account(user_id=1),
            Account(user_id=2),
            Deposited(entered_by=1),
        )
    ]
    assert len(set(scopes)) == 5
    assert not any("example" in scope for scope in scopes)
