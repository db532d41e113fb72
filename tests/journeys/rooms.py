"""Rooms of oversight with something in them, and the addresses of their pages."""

from __future__ import annotations

from django.utils import timezone

from oversight import actions
from oversight.models import Bulletin
from tests.access import assessed, complained, organised, powers
from tests.cast import Cast
from tests.oversight import powering, reviewing
from tests.oversight.cases import entry_of, overdue_duty

Places = dict[str | None, list[str]]  # addresses by who of the cast opens them, None for everybody


def assessment(cast: Cast) -> Places:
    """Results with a measured line that counts something, and a scheme that runs."""
    overdue_duty(cast.bureau, entry_of(cast.city, "late"), days=60)
    year, officer = timezone.localdate().year, cast.officer
    over = assessed.line_up("年度考核", cast.city, year, "department", officer)
    result = assessed.published(over, cast.bureau, officer)
    runs = assessed.line_up("乡镇考核", cast.city, year, "township", officer)
    case = actions.open_assessment(runs, agency=cast.township, by=officer)
    page = result.public_address()
    scheme = runs.get_absolute_url()
    return {
        None: ["/assessments/", over.public_address(), page, f"{page}1/", f"{page}2/"],
        "officer": ["/office/schemes/", "/office/schemes/new/", scheme, f"{scheme}sheet/2/", case.get_absolute_url()],
        "clerk": ["/office/assessed/", result.own_address()],
    }


def powers_online(cast: Cast) -> Places:
    """A power with a result that is public, and a case that runs."""
    item = powering.penalty(cast)
    powers.fined(item, cast.clerk, "超范围收住老人")
    case = powering.registered(item, cast.clerk, matter="未备案经营")
    kept = f"/office/powers/items/{item.agency.code}/{item.code}/"
    return {
        None: ["/powers/", item.get_absolute_url(), "/powers/table/", "/powers/progress/"],
        "officer": ["/office/powers/", "/office/powers/items/", kept],
        "clerk": ["/office/powers/new/", case.get_absolute_url()],
    }


def organisation(cast: Cast) -> Places:
    """A plan, a person, a bulletin that is out; and one that is being made."""
    organised.working(cast.bureau, cast.county, officer=cast.officer, clerk=cast.clerk)
    sent = actions.submit_information(
        cast.bureau, by=cast.clerk, title="基层公开标准化", text="做法。", month=timezone.localdate()
    )
    chosen = [actions.file_submission(sent, by=cast.officer)]
    draft = actions.make_bulletin(cast.county, by=cast.officer, title="简报", chosen=chosen)
    issue = Bulletin.objects.exclude(number=None).get()
    desk, own = "/office/organisation/", "/office/organisation/agencies/qt-mzj/"
    return {
        None: ["/organisation/", "/bulletins/", issue.get_absolute_url()],
        "officer": [f"{desk}?government=qingtian", f"{desk}lists/plans/", own, draft.get_absolute_url()],
        "clerk": [f"{own}persons/"],
    }


def hearing(cast: Cast) -> Places:
    """The result of a complaint that everybody reads, one that is heard, and an opinion case."""
    complained.published(cast.bureau, cast.officer, "已责令按月更新村务公开栏。")
    heard = complained.taken_in(cast.bureau, cast.officer, "三个月没有更新。")
    asked = complained.passed_on(heard, cast.officer, "请说明更新情况。")
    case = complained.assigned(cast.city, cast.officer, cast.bureau, "自来水发黄")
    desk = ["/office/complaints/", "/office/complaints/new/", "/office/opinions/", "/office/opinions/new/"]
    return {
        None: ["/complaints/results/"],
        "officer": [*desk, heard.get_absolute_url(), case.get_absolute_url()],
        "head": [asked.get_absolute_url()],
    }


def reviews(cast: Cast) -> Places:
    """A review that is over and published, and one in which people vote."""
    officer, agency = cast.officer, cast.bureau
    done = reviewing.closed(cast.city, officer, agency, opinion="办事指南不够细。", days_ago=60, title="上期评议")
    over = actions.publish_round(done, by=officer)
    runs, _codes = reviewing.opened(cast.city, officer, agency)
    page = runs.public_url()
    return {
        None: ["/reviews/", over.public_url(), page, f"{page}ballot/", f"{page}letter/"],
        "officer": ["/office/reviews/", "/office/reviews/new/", over.get_absolute_url(), runs.get_absolute_url()],
        "clerk": ["/office/reviews/opinions/", "/office/ballots/"],
    }


def furnished(cast: Cast) -> Places:
    """All of them."""
    places: Places = {}
    for room in (assessment, powers_online, organisation, hearing, reviews):
        for person, addresses in room(cast).items():
            places.setdefault(person, []).extend(addresses)
    return places
