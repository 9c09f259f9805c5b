"""Polls on the public site, without JavaScript and with htmx."""

from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from kuvend_polls.answering import answer
from kuvend_polls.models import Answer, Choice

from plugins.api.participation import SESSION_KEY


@pytest.fixture
def page(world):
    """The address of the consultation's page."""
    return f"/en/consultations/{world.consultation.uuid}/"


@pytest.fixture
def address(poll):
    """The address of the poll."""
    return f"/en/polls/{poll.uuid}/"


@pytest.fixture
def results(world, administrator):
    """`results("closed")`: the institution's administrator says who sees results, and when."""

    def choose(value):
        address = reverse("plugin_admin:plugin", args=[world.institution.slug, "polls"])
        assert administrator.post(address, {"setting-results": value}).status_code == 302

    return choose


def html(answer, status=200):
    """The text of an answer."""
    assert answer.status_code == status
    return answer.content.decode()


def test_visitor_reads_the_question_and_may_choose(visitor, page, poll, choices):
    shown = html(visitor.get(page))
    assert "Where do the benches go?" in shown
    assert shown.count('type="radio"') == 2
    assert "You sign in first; what you chose is kept." in shown
    assert "Nobody has answered yet." in shown
    assert shown.index('id="polls"') < shown.index('id="contributions"')


def test_page_without_polls_has_no_trace_of_them(visitor, page, ask_poll):
    ask_poll("A draft", public=False)
    assert 'id="polls"' not in html(visitor.get(page))


def test_visitor_signs_in_first_and_finds_the_answer_ticked(visitor, page, address, choices, citizen):
    answer = visitor.post(address, {"choice": choices[1], "next": page})
    assert answer.status_code == 302
    login = urlsplit(answer["Location"])
    assert login.path == "/en/accounts/login/"
    back = parse_qs(login.query)["next"][0]
    shown = html(citizen.get(back))
    assert f'value="{choices[1]}" id="choice-{choices[1]}" checked' in shown
    assert f'name="next" value="{page}"' in shown
    assert Answer.objects.count() == 0


def test_visitor_who_chose_nothing_is_told_so_before_signing_in(visitor, page, address):
    shown = html(visitor.post(address, {"next": page}), 422)
    assert "Choose one of the answers." in shown
    assert "/accounts/login/?next=%2Fen%2Fpolls" not in shown


def test_account_answers_and_is_back_where_it_was(page, address, poll, choices, citizen):
    answer = citizen.post(address, {"choice": choices[0], "next": page})
    assert (answer.status_code, answer["Location"]) == (302, f"{page}#poll-{poll.uuid}")
    shown = html(citizen.get(page))
    assert "Your answer is stored." in shown
    assert "1 person answered" in shown
    assert "Change my answer" in shown
    assert f'value="{choices[0]}" id="choice-{choices[0]}" checked' in shown


def test_guest_who_confirmed_an_address_answers(visitor, page, address, choices, world):
    session = visitor.session
    guest = session[SESSION_KEY] = str(world.participants[0])
    session.save()
    assert visitor.post(address, {"choice": choices[0], "next": page}).status_code == 302
    assert str(Answer.objects.get().participant) == guest


def test_nothing_chosen_is_told_at_the_question(page, address, poll, citizen):
    shown = html(citizen.post(address, {"next": page}), 422)
    assert f'aria-describedby="poll-{poll.uuid}-error"' in shown
    assert "Choose one of the answers." in shown
    assert f'name="next" value="{page}"' in shown


def test_answer_after_the_end_is_refused_in_words(page, address, choices, citizen, close):
    close()
    shown = html(citizen.post(address, {"choice": choices[0], "next": page}), 422)
    assert "This consultation is not open: answers are not taken now." in shown
    assert Answer.objects.count() == 0


def test_htmx_gets_the_poll_alone(page, address, poll, choices, citizen):
    shown = html(citizen.post(address, {"choice": choices[0], "next": page}, headers={"HX-Request": "true"}))
    assert shown.lstrip().startswith("<section")
    assert "Your answer is stored." in shown
    assert f'name="next" value="{page}"' in shown
    error = html(citizen.post(address, {"next": page}, headers={"HX-Request": "true"}))
    assert error.lstrip().startswith("<section")
    assert "Choose one of the answers." in error


def test_htmx_is_sent_to_sign_in_by_a_header(visitor, page, address, choices):
    answer = visitor.post(address, {"choice": choices[0], "next": page}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer["HX-Redirect"].startswith("/en/accounts/login/?next=")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_form_leads_to_no_other_site(page, address, poll, choices, citizen, elsewhere):
    answer = citizen.post(address, {"choice": choices[0], "next": elsewhere})
    assert answer["Location"] == f"{page}#poll-{poll.uuid}"


def test_texts_are_in_the_readers_language_and_escaped(visitor, world, ask_poll):
    poll = ask_poll("<b>Benches</b>?")
    albanian = html(visitor.get(f"/sq/polls/{poll.uuid}/"))
    assert "Ku vendosen stolat?" in albanian
    assert f'<label for="choice-{poll.choices.last().uuid}" lang="en">At the bus stop</label>' in albanian
    english = html(visitor.get(f"/en/polls/{poll.uuid}/"))
    assert "&lt;b&gt;Benches&lt;/b&gt;?" in english
    assert "<b>Benches" not in english


def test_queries_do_not_grow_with_the_polls(page, poll, ask_poll, choices, citizen):
    citizen.post(f"/en/polls/{poll.uuid}/", {"choice": choices[0]})

    def queries():
        with CaptureQueriesContext(connection) as captured:
            html(citizen.get(page))
        return len(captured)

    queries()
    before = queries()
    for number in range(3):
        another = ask_poll(f"Question {number}")
        answer(poll=another.uuid, choice=another.choices.first().uuid, participant=uuid4())
    assert queries() <= before


def test_page_of_a_consultations_polls(visitor, world, poll):
    shown = html(visitor.get(f"/en/polls/consultations/{world.consultation.uuid}/"))
    assert "Where do the benches go?" in shown
    assert visitor.get(f"/en/polls/consultations/{uuid4()}/").status_code == 404


def test_choices_stand_in_the_order_of_their_positions(visitor, address, poll):
    first, *others, last = poll.choices.order_by("position")
    Choice.objects.filter(pk=first.pk).update(position=last.position + 1)
    shown = html(visitor.get(address))
    places = [shown.index(f'value="{choice.uuid}"') for choice in (*others, last, first)]
    assert places == sorted(places)


def test_draft_has_no_page(visitor, ask_poll):
    assert visitor.get(f"/en/polls/{ask_poll('Draft', public=False).uuid}/").status_code == 404


@pytest.mark.parametrize(
    ("when", "before", "after_answering", "at_the_end"),
    [("always", True, True, True), ("answered", False, True, True), ("closed", False, False, True)],
)
def test_result_is_shown_when_the_institution_says(
    visitor, citizen, page, address, poll, choices, close, results, when, before, after_answering, at_the_end
):
    results(when)
    answer(poll=poll.uuid, choice=choices[0], participant=uuid4())
    result = '<th scope="col">People</th>'
    assert (result in html(visitor.get(page))) is before
    citizen.post(address, {"choice": choices[1]})
    assert (result in html(citizen.get(page))) is after_answering
    close()
    assert (result in html(visitor.get(page))) is at_the_end
