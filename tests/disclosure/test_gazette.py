"""The gazette: put together from public texts, numbered without gaps, fixed when published, open to everybody."""

import datetime as dt
import io

import pytest
import time_machine
from defusedxml.ElementTree import fromstring
from django.utils import timezone
from docx import Document

from disclosure import actions as items
from disclosure.actions import gazette
from disclosure.actions.interpreting import plan_interpretation
from disclosure.models import Audience, ChannelRecord, GazetteIssue, Kind, Outlet, WithdrawalGround
from portal.audit.models import AuditEvent, Event
from portal.refusals import NotAllowed, Refused

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
WORKBENCH = "/admin/disclosure/gazetteissue/"


@pytest.fixture
def issue_of(cast):
    """An issue of the city with the given items in its first section."""

    def issue_of(*printed, on=None, by=None):
        issue = gazette.begin_issue(cast.city, by=by or cast.officer, cover_on=on or timezone.localdate())
        gazette.add_items(issue, by=cast.officer, items=list(printed), section=issue.sections.all()[0])
        return issue

    return issue_of


@pytest.fixture
def out(cast, issue_of):
    """A published issue."""

    def out(*printed, **numbers):
        return gazette.publish_issue(issue_of(*printed), by=cast.officer, **numbers)

    return out


def text_of(client, address, status=200, **more):
    answer = client.get(address, **more)
    assert answer.status_code == status, address
    return answer.content.decode()


def words_of(client, issue):
    document = Document(io.BytesIO(client.get(f"{issue.get_absolute_url()}issue.docx").content))
    return "\n".join(line.text for line in document.paragraphs)


def corrected(cast, item, **content):
    items.revise(item, by=cast.clerk, **content)
    items.submit(item, by=cast.clerk)
    return items.approve_and_publish(item, by=cast.reviewer)


def test_only_the_keeper_of_the_gazette_makes_it_and_only_for_a_government(cast, published, issue_of):
    with pytest.raises(NotAllowed):
        gazette.begin_issue(cast.city, by=cast.head, cover_on=timezone.localdate())
    with pytest.raises(NotAllowed):
        gazette.begin_issue(cast.other_government, by=cast.officer, cover_on=timezone.localdate())
    with pytest.raises(Refused, match="政府可以编发"):
        gazette.begin_issue(cast.bureau, by=cast.officer, cover_on=timezone.localdate())
    issue = issue_of(published())
    for act in (gazette.publish_issue, lambda issue, by: gazette.remove_entry(issue.printed()[0], by=by)):
        with pytest.raises(NotAllowed):
            act(issue, by=cast.clerk)


def test_what_is_not_public_or_was_printed_is_not_printed(cast, published, drafted, issue_of):
    for item in (drafted(), published(audience=Audience.STAFF)):
        with pytest.raises(Refused):
            issue_of(item)
    item = published()
    issue_of(item)
    with pytest.raises(Refused, match="其他期"):
        issue_of(item)
    first = GazetteIssue.objects.managed_by(cast.officer).get(entries__item=item)
    issue_of(corrected(cast, item, body="更正后的正文"))  # another text may be printed anew, and that once too
    with pytest.raises(Refused, match="其他期"):
        gazette.renew_entry(first.printed()[0], by=cast.officer)


def test_texts_move_within_and_between_sections(cast, published, issue_of):
    first, second, third = (published(title=title) for title in "甲乙丙")
    issue = issue_of(first, second, third)
    order = lambda: [(e.section.position, e.item.title) for e in issue.printed()]  # noqa: E731
    entry = {e.item.title: e for e in issue.printed()}
    gazette.move_entry(entry["丙"], by=cast.officer, up=True)
    gazette.move_entry(entry["甲"], by=cast.officer, up=True)  # the first stays the first
    assert order() == [(1, "甲"), (1, "丙"), (1, "乙")]
    other = issue.sections.all()[2]
    gazette.place_entry(entry["甲"], by=cast.officer, section=other)
    gazette.remove_entry(entry["丙"], by=cast.officer)
    gazette.remove_entry(entry["丙"], by=cast.officer)
    assert order() == [(1, "乙"), (3, "甲")]
    with pytest.raises(Refused, match="其他人移出"):
        gazette.move_entry(entry["丙"], by=cast.officer, up=True)
    with pytest.raises(Refused, match="选择本期的栏目"):
        gazette.place_entry(entry["乙"], by=cast.officer, section=issue_of().sections.all()[0])
    with pytest.raises(Refused, match="还有内容"):
        gazette.change_issue(issue, by=cast.officer, cover_on=issue.cover_on, title="", sections=["大事记", other.name])


def test_numbers_run_without_gaps_through_the_years(cast, published, issue_of):
    with time_machine.travel("2026-11-20T10:00+08:00"):
        waiting = issue_of(published())
        first = gazette.publish_issue(issue_of(published()), by=cast.officer, first_number=3, first_total=27)
        with pytest.raises(Refused, match="尚无内容"):
            gazette.publish_issue(issue_of(), by=cast.officer)
        second = gazette.publish_issue(waiting, by=cast.officer, first_number=9, first_total=99)
        again = gazette.publish_issue(waiting, by=cast.officer)
    with time_machine.travel("2027-01-05T10:00+08:00"):
        third = gazette.publish_issue(issue_of(published()), by=cast.officer)
        with pytest.raises(Refused, match="早于上一期"):
            gazette.publish_issue(issue_of(published(), on=dt.date(2026, 12, 31)), by=cast.officer)
        with pytest.raises(Refused, match="晚于今天"):
            gazette.publish_issue(issue_of(published(), on=dt.date(2027, 1, 6)), by=cast.officer)
    numbers = [(issue.year, issue.number, issue.total) for issue in (first, second, again, third)]
    assert numbers == [(2026, 3, 27), (2026, 4, 28), (2026, 4, 28), (2027, 1, 29)]


def test_publication_is_recorded_at_every_item_and_fixes_the_issue(cast, client, published, out):
    item = published()
    issue = out(item)
    record = ChannelRecord.objects.get(item=item)
    assert (record.outlet, record.on, record.by) == (Outlet.GAZETTE, issue.cover_on, cast.officer)
    facts = AuditEvent.objects.get(event=Event.GAZETTE_PUBLISHED).after
    assert facts["contents"][0][1:] == [item.index_no, 1, item.live_version.hash]
    assert issue.get_absolute_url() in text_of(client, item.get_absolute_url())
    entry = issue.printed()[0]
    section = issue.sections.all()[1]
    for act in (
        lambda: gazette.remove_entry(entry, by=cast.officer),
        lambda: gazette.move_entry(entry, by=cast.officer, up=False),
        lambda: gazette.place_entry(entry, by=cast.officer, section=section),
        lambda: gazette.renew_entry(entry, by=cast.officer),
        lambda: gazette.add_items(issue, by=cast.officer, items=[published()], section=section),
        lambda: gazette.change_issue(issue, by=cast.officer, cover_on=issue.cover_on, title="x", sections=["x"]),
    ):
        with pytest.raises(Refused, match="不再变动"):
            act()


def test_a_text_corrected_or_withdrawn_before_publication_stops_it(cast, published, issue_of):
    item = published()
    issue = issue_of(item)
    seen = issue.digest()
    corrected(cast, item, title="更正后的标题")
    with pytest.raises(Refused, match="已更正"):
        gazette.publish_issue(issue, by=cast.officer)
    gazette.renew_entry(issue.printed()[0], by=cast.officer)
    with pytest.raises(Refused, match="其他人修改"):
        gazette.publish_issue(issue, by=cast.officer, seen=seen)
    items.withdraw(item, by=cast.head, reason="有误")
    with pytest.raises(Refused, match="不再公开"):
        gazette.publish_issue(issue, by=cast.officer)


def test_what_was_printed_stays_and_its_correction_is_noted(cast, client, published, out):
    item = published(title="原来的标题", body="原来的正文")
    issue = out(item)
    corrected(cast, item, title="新的标题", body="新的正文")
    for text in (text_of(client, issue.get_absolute_url()), words_of(client, issue)):
        assert "原来的正文" in text
        assert "新的正文" not in text
        assert "更正" in text


def test_a_withdrawn_text_stands_nowhere_in_the_issue_and_comes_back_with_no_correction(cast, client, published, out):
    item = published(title="张三的身份证号", body="不该公开的正文")
    issue = out(item, published(title="别的通知"))
    items.withdraw(item, by=cast.head, reason="含有个人信息", ground=WithdrawalGround.SENSITIVE)

    def nowhere():
        for text in (text_of(client, issue.get_absolute_url()), words_of(client, issue)):
            assert "不该公开的正文" not in text
            assert "张三" not in text
            assert "别的通知" in text

    nowhere()
    corrected(cast, item, title="改好的通知", body="改好的正文")
    nowhere()
    items.withdraw(item, by=cast.head, reason="有误")
    corrected(cast, item, title="只给内部的张三", body="内部", audience=Audience.STAFF)
    nowhere()


def test_the_public_reads_issues_of_its_own_government_free_of_charge(cast, client, published, out, issue_of):
    issue = out(published(title="低保标准"), first_number=3, first_total=27)
    hidden = issue_of(published(title="未出版的内容"))
    listed = text_of(client, "/gazette/")
    assert "免费" in listed
    assert issue.get_absolute_url() in listed
    feed = fromstring(client.get("/gazette/feed.atom").content)
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == [str(issue)]
    assert f"http://testserver{issue.get_absolute_url()}" in text_of(client, "/sitemap.xml")
    page = text_of(client, f"{issue.get_absolute_url()}?columns=2")
    assert 'href="#text-' in page
    assert "gazette--columns" in page
    assert "低保标准" in words_of(client, issue)
    for host in ("qingtian.test", "yuanshan.test"):
        text_of(client, issue.get_absolute_url(), status=404, headers={"host": host})
    assert "未出版" not in listed + page
    assert hidden.number is None
    text_of(client, "/gazette/2026/99/", status=404)


def test_an_issue_is_made_at_the_workbench_without_a_script(cast, client, published, drafted):
    notice, normative = published(title="普通通知"), drafted(title="规范性文件甲", kind=Kind.NORMATIVE)
    plan_interpretation(normative, by=cast.clerk, forms=[], responsible="", not_needed_because="只作文字修改")
    items.submit(normative, by=cast.clerk)
    items.approve_and_publish(normative, by=cast.reviewer)
    drafted(title="没有公开的草稿")
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    form = {"agency": cast.county.pk, "title": "", "cover_on": timezone.localdate(), "sections": "文件\n大事记"}
    answer = client.post(f"{WORKBENCH}add/", form)
    issue = GazetteIssue.objects.managed_by(cast.officer).get()
    place = f"{WORKBENCH}{issue.pk}/contents/"
    assert answer["Location"] == place
    page = text_of(client, place)
    assert page.index("规范性文件甲") < page.index("普通通知")
    assert "没有公开的草稿" not in page
    section, other = issue.sections.all()
    add = {"verb": "add", "items": [notice.pk, normative.pk], "section": section.pk}
    client.post(place, add)
    client.post(place, add)  # a double click adds nothing twice
    last = issue.printed()[-1]
    client.post(place, {"verb": "up", "entry": last.pk, "section": section.pk})
    client.post(place, {"verb": "place", "entry": last.pk, "section": other.pk})
    client.post(place, {"verb": "nonsense"})
    client.post(place, {"verb": "remove", "entry": 987654})
    assert [e.section_id for e in issue.printed()] == [section.pk, other.pk]
    assert "普通通知" in text_of(client, f"{WORKBENCH}{issue.pk}/preview/")
    decide = f"{WORKBENCH}{issue.pk}/publish/"
    numbers = {"seen": issue.digest(), "first_number": 3, "first_total": 2}
    assert "期号" in text_of(client, decide)
    client.post(decide, numbers)
    assert not GazetteIssue.objects.public().exists()
    client.post(decide, numbers | {"first_total": 30})
    issue.refresh_from_db()
    assert (issue.number, issue.total) == (3, 30)
    text_of(client, f"{WORKBENCH}{issue.pk}/change/")
    assert 'name="verb"' not in text_of(client, place)
