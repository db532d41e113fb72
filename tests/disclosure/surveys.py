"""A survey of the cast's bureau with one question of each kind, in the window of `consultations`."""

from django.test import Client

from disclosure import actions
from disclosure.actions import responding, surveying
from disclosure.models import Attribute, Kind, Survey
from disclosure.questionnaire import Asked
from tests.disclosure.consultations import CLOSING, FIRST, LAST

QUESTIONS = (
    Asked("one", "您怎样得知临时救助政策?", options=("村(社区)公开栏", "网站", "熟人")),
    Asked("several", "您希望先改进什么?", options=("办理时间", "材料", "标准", "态度"), least=1, most=2),
    Asked("scale", "您对办理结果满意吗?", low="很不满意", high="很满意", is_required=False),
    Asked("text", "您还有什么建议?", is_required=False),
)
GIVEN = {"q1": "1", "q2": ["1", "3"], "q3": "4", "q4": "请延长窗口办理时间"}


def draft_of(cast, questions=QUESTIONS, **changed):
    """The item and its survey, still in the clerk's hands."""
    item = actions.draft(
        agency=cast.bureau, by=cast.clerk, title="临时救助满意度调查", body="请用两分钟回答四个问题。",
        kind=Kind.SURVEY, attribute=Attribute.PROACTIVE,
    )  # fmt: skip
    survey = surveying.set_up(item, by=cast.clerk, **({"first": FIRST, "last": LAST, "field": "social"} | changed))
    return surveying.write_questions(survey, by=cast.clerk, asked=questions) if questions else survey


def opened(cast, questions=QUESTIONS, **changed) -> Survey:
    """Public; call it with the clock at its first days."""
    survey = draft_of(cast, questions, **changed)
    actions.submit(survey.item, by=cast.clerk)
    actions.approve_and_publish(survey.item, by=cast.reviewer)
    return Survey.objects.select_related("item__agency").get(pk=survey.pk)


def answer(survey, number=1, **given):
    """The answers of a citizen."""
    return responding.respond(survey, key=f"{number:032x}", given=GIVEN | given)


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(survey, client=None):
    return (client or Client()).get(survey.get_absolute_url()).content.decode()


def concluded(cast, clock, survey):
    clock.move_to(CLOSING)
    return surveying.conclude(survey, by=cast.reviewer, statement="窗口延长至每日十八时。")
