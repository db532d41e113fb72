"""The standing cast, used by every test: who they are never changes, what they may do comes from the roles."""

from dataclasses import dataclass

from portal.accounts.models import User
from portal.agencies.actions import found, grant
from portal.agencies.models import Agency, Kind, Tier
from portal.agencies.roles import ROLES

PASSWORD = "sunlight-2026"


@dataclass
class Cast:
    """A city with a county below it, a separate government, and their people.

    `clerk reviewer head` serve the county's civil affairs bureau, `sibling_clerk` the county's education bureau,
    `officer` the city's open government office (rights over the whole city), `other_clerk` and `other_officer` the
    other government; `citizen` has an account and no role, `outsider` none at all.
    """

    city: Agency
    county: Agency
    bureau: Agency
    sibling: Agency
    township: Agency
    water: Agency
    other_government: Agency
    other_bureau: Agency
    clerk: User
    reviewer: User
    head: User
    sibling_clerk: User
    officer: User
    supervisor: User
    admin: User
    citizen: User
    other_clerk: User
    other_officer: User

    def members(self) -> dict[str, User]:
        """Everybody with an account, by name."""
        return {name: value for name, value in vars(self).items() if isinstance(value, User)}


def person(username: str, full_name: str, *, staff: bool = True) -> User:
    """An account with the cast's password."""
    user = User(username=username, full_name=full_name, email=f"{username}@example.test", is_staff=staff)
    user.set_password(PASSWORD)
    user.save()
    return user


def agency(parent: Agency | None, name: str, code: str, tier: Tier, kind: Kind, **fields: object) -> Agency:
    """An agency founded by the installation itself."""
    short = str(fields.pop("short_name", name[-4:]))
    return found(parent, by=None, name=name, short_name=short, code=code, tier=tier, kind=kind, **fields)


def assemble() -> Cast:
    """Found both trees and give everybody their role."""
    city = agency(
        None, "江河市人民政府", "jianghe", Tier.CITY, Kind.GOVERNMENT, host="testserver", site_name="江河市政务公开"
    )
    county = agency(city, "青田县人民政府", "qingtian", Tier.COUNTY, Kind.GOVERNMENT, host="qingtian.test")
    bureau = agency(county, "青田县民政局", "qt-mzj", Tier.COUNTY, Kind.DEPARTMENT)
    sibling = agency(county, "青田县教育局", "qt-jyj", Tier.COUNTY, Kind.DEPARTMENT)
    township = agency(county, "柳溪镇人民政府", "qt-liuxi", Tier.TOWNSHIP, Kind.TOWNSHIP)
    water = agency(city, "江河市自来水有限公司", "jh-water", Tier.CITY, Kind.UTILITY)
    other = agency(None, "远山县人民政府", "yuanshan", Tier.COUNTY, Kind.GOVERNMENT, host="yuanshan.test")
    other_bureau = agency(other, "远山县民政局", "ys-mzj", Tier.COUNTY, Kind.DEPARTMENT)
    people = {
        "clerk": (person("clerk", "李办事"), "clerk", bureau),
        "reviewer": (person("reviewer", "王审查"), "reviewer", bureau),
        "head": (person("head", "赵局长"), "head", bureau),
        "sibling_clerk": (person("sibling", "孙办事"), "clerk", sibling),
        "officer": (person("officer", "周公开"), "officer", city),
        "supervisor": (person("supervisor", "吴监督"), "supervisor", city),
        "admin": (person("admin", "郑管理"), "administrator", city),
        "other_clerk": (person("other", "钱办事"), "clerk", other_bureau),
        "other_officer": (person("otherofficer", "冯公开"), "officer", other),
    }
    for user, role, place in people.values():
        grant(ROLES[role], to=user, on=place, by=None)
    return Cast(
        city=city, county=county, bureau=bureau, sibling=sibling, township=township, water=water,
        other_government=other, other_bureau=other_bureau,
        citizen=person("citizen", "陈市民", staff=False),
        **{name: entry[0] for name, entry in people.items()},
    )  # fmt: skip
