import re
import uuid

import pytest

from consultations.models import Submission
from consultations.states import SubmissionState
from consultations.tokens import follow_token, verify_token
from tests.factories.record import ConsultationFactory, SubmissionFactory, UserFactory, VersionFactory

pytestmark = pytest.mark.django_db


def body(response):
    return response.content.decode()


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", body(response)).split())


def filled(**changes):
    return {
        "text": "Предлагам заменик.",
        "language": "mk",
        "name": "Ана",
        "organisation": "",
        "email": "ana@example.org",
        "idempotency_key": uuid.uuid4().hex,
        **changes,
    }


@pytest.fixture
def address(consultation):
    return f"/en/consultations/{consultation.uuid}/take-part/"


def test_form_has_a_label_for_every_field_and_a_fresh_key(client, address):
    first, second = body(client.get(address)), body(client.get(address))
    for field in ("text", "language", "name", "organisation", "email"):
        assert f'<label class="field__label" for="id_{field}">' in first
    key = re.compile(r'name="idempotency_key" value="([0-9a-f]{32})"')
    assert key.search(first)[1] != key.search(second)[1]


def test_form_works_without_javascript_from_page_to_receipt(strict_client, consultation, address):
    form = body(strict_client.get(address))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
    sent = strict_client.post(address, filled(csrfmiddlewaretoken=token))
    submission = Submission.objects.get(consultation=consultation)
    assert sent.status_code == 302
    assert sent["Location"] == f"/en/receipt/{follow_token(submission.uuid)}/"
    receipt = strict_client.get(sent["Location"])
    assert submission.receipt_number in text_of(receipt)
    assert f"http://testserver/en/follow/{follow_token(submission.uuid)}/" in body(receipt)
    assert "Waiting for you to confirm your e-mail address" in text_of(receipt)
    assert submission.state == SubmissionState.UNVERIFIED


def test_form_on_a_provision_shows_its_words_and_stores_it(client, consultation, version, address):
    provision = version.provisions.get(number="3")
    address = f"{address}?version={version.uuid}&provision={provision.uid}"
    page = text_of(client.get(address))
    assert "Text of article 3 (en)." in page
    client.post(address, filled())
    submission = Submission.objects.get(consultation=consultation)
    assert (submission.provision_uid, submission.version) == (provision.uid, version)


def test_form_on_a_provision_says_the_script_its_words_are_shown_in(client, institution):
    titles = {"sr-latn": "Odluka"}
    version = VersionFactory(
        document__institution=institution, titles=titles, languages=["sr-latn"], source_language="sr-latn"
    )
    consultation = ConsultationFactory(institution=institution, titles=titles, versions=[version])
    provision = version.provisions.get(number="3")
    query = f"version={version.uuid}&provision={provision.uid}"
    for reader, shown in (("sr", "<h3>Хеадинг 3"), ("mk", '<h3 lang="sr-Latn">Heading 3')):
        page = body(client.get(f"/{reader}/consultations/{consultation.uuid}/take-part/?{query}"))
        assert shown in page


def test_form_of_a_reply_shows_what_it_replies_to(client, consultation, address):
    parent = SubmissionFactory(consultation=consultation, text="Прво мислење.")
    assert "Прво мислење." in text_of(client.get(f"{address}?parent={parent.uuid}"))
    client.post(f"{address}?parent={parent.uuid}", filled())
    assert Submission.objects.get(parent=parent).text == "Предлагам заменик."


@pytest.mark.parametrize(
    "query",
    ["provision=nonsense", f"provision={uuid.uuid4()}", f"parent={uuid.uuid4()}"],
    ids=["nonsense", "provision", "parent"],
)
def test_form_on_something_unknown_is_404_and_a_post_loses_nothing(client, address, query):
    assert client.get(f"{address}?{query}").status_code == 404
    response = client.post(f"{address}?{query}", filled())
    assert response.status_code == 400
    assert "Предлагам заменик." in body(response)
    assert not Submission.objects.exists()


def test_form_reply_to_another_institutions_submission_is_refused(client, address):
    foreign = SubmissionFactory(text="ELSEWHERE")
    response = client.post(f"{address}?parent={foreign.uuid}", filled())
    assert response.status_code == 400
    assert "ELSEWHERE" not in body(response)
    assert not Submission.objects.exclude(pk=foreign.pk).exists()


def test_form_provision_of_another_consultation_is_refused(client, address):
    foreign = VersionFactory()
    ConsultationFactory(institution=foreign.document.institution, versions=[foreign])
    provision = foreign.provisions.first()
    response = client.post(f"{address}?version={foreign.uuid}&provision={provision.uid}", filled())
    assert (response.status_code, Submission.objects.count()) == (400, 0)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"text": "  \n "}, "text", "Write something before you send it."),
        ({"text": "\u200b\u2060"}, "text", "Write something before you send it."),
        ({"text": "x" * 50_001}, "text", "shorten it by 1 character"),
        ({"language": "xx"}, "language", "Choose one of the offered languages."),
        ({"email": ""}, "email", "Enter your e-mail address."),
        ({"email": "ana@"}, "email", "Enter a valid email address."),
        ({"name": "n" * 121}, "name", ""),
    ],
)
def test_form_error_stands_at_its_field_and_everything_typed_is_kept(client, address, changes, field, message):
    data = filled(**{"text": "Мојот текст", "organisation": "Форум", **changes})
    response = client.post(address, data)
    page = body(response)
    assert response.status_code == 400
    assert message in text_of(response)
    assert f'<a href="#id_{field}">' in page
    assert re.search(rf'id="id_{field}"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="id_{field}"', page)
    assert 'value="Форум"' in page
    assert data["text"].strip() in page
    assert f'value="{data["idempotency_key"]}"' in page
    assert not Submission.objects.exists()


def test_form_tells_all_that_is_wrong_at_once(client, address):
    text = text_of(client.post(address, filled(text="", email="")))
    assert "Your text: Write something before you send it." in text
    assert "E-mail address: Enter your e-mail address." in text


def test_form_hostile_text_in_an_error_page_is_escaped(client, address, hostile):
    page = body(client.post(address, filled(text=hostile, name=hostile, email=hostile)))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_form_nul_and_direction_characters_are_taken_without_them(client, consultation, address):
    client.post(address, filled(text="Пред\x00лог \u202eназад\u202c"))
    assert Submission.objects.get(consultation=consultation).text == "Предлог назад"


def test_form_sent_twice_is_one_submission(client, consultation, address):
    data = filled()
    first, second = client.post(address, data), client.post(address, data)
    assert first["Location"] == second["Location"]
    assert Submission.objects.filter(consultation=consultation).count() == 1


def test_form_sent_again_with_another_text_asks_and_keeps_it(client, consultation, address):
    data = filled()
    client.post(address, data)
    response = client.post(address, {**data, "text": "Друг текст"})
    page = body(response)
    assert (response.status_code, Submission.objects.count()) == (409, 1)
    assert "Друг текст" in page
    new_key = re.search(r'name="idempotency_key" value="([0-9a-f]{32})"', page)[1]
    assert new_key != data["idempotency_key"]
    client.post(address, {**data, "text": "Друг текст", "idempotency_key": new_key})
    assert Submission.objects.filter(consultation=consultation).count() == 2


@pytest.mark.parametrize("language", ["en", "sq", "sr-latn", "sr", "mk"])
def test_form_one_second_late_hands_the_text_back(client, one_second_late, language):
    address = f"/{language}/consultations/{one_second_late.uuid}/take-part/"
    text = "Мој долг текст.\nВтор ред <b>"
    response = client.post(address, filled(text=text))
    page = body(response)
    assert response.status_code == 409
    assert "Мој долг текст.\nВтор ред &lt;b&gt;</textarea>" in page.replace("\r\n", "\n")
    assert "readonly" in page
    local = one_second_late.closes_at.astimezone()
    assert f"{local:%M:%S}" in page
    assert not Submission.objects.exists()


def test_form_one_second_late_is_told_in_english(client, one_second_late):
    response = client.post(f"/en/consultations/{one_second_late.uuid}/take-part/", filled())
    assert "Your text was not sent" in text_of(response)
    assert "This consultation closed on" in text_of(response)


def test_form_of_a_planned_consultation_says_when_it_opens(client, institution):
    planned = ConsultationFactory(institution=institution, planned=True)
    response = client.get(f"/en/consultations/{planned.uuid}/take-part/")
    assert response.status_code == 200
    assert "This consultation opens on" in text_of(response)
    assert "<textarea" not in body(response)


def test_form_with_an_old_token_is_shown_again_filled(strict_client, address):
    response = strict_client.post(address, filled(text="Мојот текст", csrfmiddlewaretoken="x" * 64))
    page = body(response)
    assert response.status_code == 403
    assert "all you typed is still here" in text_of(response)
    assert "Мојот текст" in page
    assert 'value="ana@example.org"' in page
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    assert strict_client.post(address, filled(csrfmiddlewaretoken=token)).status_code == 302


def test_form_from_another_site_gets_nothing_back(strict_client, address):
    response = strict_client.post(address, filled(text="PLANTED"), headers={"origin": "https://evil.example"})
    assert response.status_code == 403
    assert "PLANTED" not in body(response)


def test_form_of_an_account_asks_for_no_address_and_publishes_at_once(client, consultation, address):
    user = UserFactory(email="ana@example.org", first_name="Ана", last_name="Ристова")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = body(client.get(address))
    assert 'name="email"' not in page
    assert 'value="Ана Ристова"' in page
    client.post(address, filled(name="Ана Ристова"))
    assert Submission.objects.get(consultation=consultation).state == SubmissionState.PUBLISHED


def test_receipt_and_private_page_are_kept_out_of_caches_and_indexes(client, consultation):
    submission = SubmissionFactory(consultation=consultation)
    for page in ("receipt", "follow"):
        response = client.get(f"/en/{page}/{follow_token(submission.uuid)}/")
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "same-origin"


def test_private_page_shows_text_in_every_state(client, consultation):
    for state in SubmissionState:
        submission = SubmissionFactory(consultation=consultation, state=state, text=f"Words {state}")
        response = client.get(f"/en/follow/{follow_token(submission.uuid)}/")
        assert f"Words {state}" in text_of(response), state


def test_private_page_withdraws_only_by_post(client, consultation):
    submission = SubmissionFactory(consultation=consultation)
    address = f"/en/follow/{follow_token(submission.uuid)}/withdraw/"
    assert client.get(address).status_code == 405
    response = client.post(address, follow=True)
    submission.refresh_from_db()
    assert submission.state == SubmissionState.WITHDRAWN
    assert "Your contribution has been withdrawn." in text_of(response)
    assert "Withdraw my contribution" not in text_of(response)


@pytest.mark.parametrize("page", ["receipt", "follow", "verify"])
@pytest.mark.parametrize("token", ["nonsense", "a.b", "0" * 32 + ".x", "č"])
def test_private_pages_with_a_forged_token_say_that_the_link_is_wrong(client, db, page, token):
    response = client.get(f"/en/{page}/{token}/")
    assert response.status_code == 404
    assert "This link is not valid." in text_of(response)


def test_verify_page_get_changes_nothing_and_post_confirms(client, consultation, address):
    client.post(address, filled())
    submission = Submission.objects.get(consultation=consultation)
    link = f"/en/verify/{verify_token(submission.uuid)}/"
    page = client.get(link)
    submission.refresh_from_db()
    assert submission.state == SubmissionState.UNVERIFIED
    assert "Предлагам заменик." in text_of(page)
    done = client.post(link)
    submission.refresh_from_db()
    assert submission.state == SubmissionState.PUBLISHED
    assert done["Location"] == f"/en/follow/{follow_token(submission.uuid)}/"
    assert client.get(link)["Location"] == done["Location"]


def test_verify_page_too_late_says_how_long_links_are_valid(client, consultation, address, settings):
    client.post(address, filled())
    token = verify_token(Submission.objects.get(consultation=consultation).uuid)
    settings.VERIFICATION_DAYS = -1
    response = client.post(f"/en/verify/{token}/")
    assert response.status_code == 410
    assert "Please send your contribution again." in text_of(response)
    assert Submission.objects.get(consultation=consultation).state == SubmissionState.UNVERIFIED


def test_my_submissions_lists_only_ones_own(client, consultation, address):
    user = UserFactory(email="ana@example.org")
    SubmissionFactory(consultation=consultation, text="SOMEBODY ELSES")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "You have not sent anything yet" in text_of(client.get("/en/mine/"))
    client.post(address, filled())
    mine = Submission.objects.get(participant__user=user)
    response = client.get("/en/mine/")
    assert mine.receipt_number in text_of(response)
    assert f'href="/en/follow/{follow_token(mine.uuid)}/"' in body(response)
    assert "SOMEBODY ELSES" not in body(response)


def test_my_submissions_asks_to_sign_in(client, db):
    response = client.get("/en/mine/")
    assert (response.status_code, response["Location"]) == (302, "/en/accounts/login/?next=/en/mine/")


def test_too_many_mails_to_one_address_are_refused_and_what_was_typed_is_kept(
    client, consultation, address, settings, monkeypatch
):
    settings.MAIL_LIMITS = True
    monkeypatch.setattr("consultations.limits._count", lambda key: 31 if ":address:" in key else 1)
    refused = client.post(address, filled(text="Мојот долг текст."))
    assert refused.status_code == 429
    assert "Too many messages were asked for." in text_of(refused)
    assert "Мојот долг текст." in body(refused)
    assert 'value="ana@example.org"' in body(refused)
    assert not Submission.objects.exists()


def test_signed_in_person_is_not_counted(client, consultation, address, settings, monkeypatch):
    settings.MAIL_LIMITS = True
    monkeypatch.setattr("consultations.limits._count", lambda key: 1000)
    client.force_login(UserFactory())
    assert client.post(address, filled()).status_code == 302
