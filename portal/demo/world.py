"""A fictional city and a separate fictional government: their trees, their people."""

from dataclasses import dataclass, field

from portal.accounts.models import User
from portal.agencies.actions import found, open_account
from portal.agencies.models import Agency, Kind, Tier
from portal.agencies.roles import ROLES
from portal.demo.accounts import PASSWORD

CITY_BUREAUS = {
    "fgw": "发展和改革委员会",
    "jyj": "教育局",
    "gaj": "公安局",
    "mzj": "民政局",
    "czj": "财政局",
    "rsj": "人力资源和社会保障局",
    "hbj": "生态环境局",
    "zjj": "住房和城乡建设局",
    "wjw": "卫生健康委员会",
    "scj": "市场监督管理局",
    "cgj": "城市管理执法局",
    "sfj": "司法局",
}
COUNTY_BUREAUS = {
    "mzj": "民政局",
    "jyj": "教育局",
    "rsj": "人力资源和社会保障局",
    "zrj": "自然资源局",
    "nyj": "农业农村局",
    "wjj": "卫生健康局",
    "yjj": "应急管理局",
    "jtj": "交通运输局",
    "wlj": "文化和旅游局",
    "scj": "市场监督管理局",
}


@dataclass
class World:
    """Every agency and every account of the demo, by code and by user name."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, code: str) -> Agency:
        return self.agencies[code]

    def add(self, parent: str | None, code: str, name: str, tier: Tier, kind: Kind, **card: str) -> None:
        """Found one agency with a contact card that is plainly fictional."""
        number = 86320000 + 11 * len(self.agencies)
        card = {
            "short_name": name[-12:],
            "phone": f"0900-{number}",
            "address": f"明川市文景路{len(self.agencies) + 1}号",
            "postcode": "900000",
            "office_hours": "周一至周五 8:30—12:00，14:00—17:30（法定节假日除外）",
            "email": f"{code}@example.test",
        } | card
        above = self.agencies[parent] if parent else None
        self.agencies[code] = found(above, by=None, code=code, name=name, tier=tier, kind=kind, **card)

    def hire(self, username: str, full_name: str, role: str, code: str) -> None:
        """Open a staff account with the demo's password."""
        self.people[username] = open_account(
            username,
            full_name=full_name,
            email=f"{username}@example.test",
            password=PASSWORD,
            role=ROLES[role],
            on=self[code],
            by=None,
        )


def _found_city(world: World) -> None:
    site = {
        "site_name": "明川市政务公开",
        "host": "localhost",
        "theme": "#b3261e",
        "site_id_code": "9900000001",
        "icp_number": "明ICP备00000001号",
        "police_number": "明公网安备 99000000000001号",
        "functions": "领导全市政府工作，依法主动公开政府信息，受理政府信息公开申请。",
        "request_office": "明川市人民政府办公室政务公开科",
        "hotline": "12345",
        "supervision_phone": "0900-86329999",
        "reception": "每月15日（节假日顺延） | 市长 | 市来访接待中心一楼\n每周三上午 | 分管副市长 | 市来访接待中心二楼",
    }
    world.add(None, "mc", "明川市人民政府", Tier.CITY, Kind.GOVERNMENT, short_name="明川市", **site)
    world.add("mc", "mc-gkb", "明川市政务公开办公室", Tier.CITY, Kind.OFFICE, short_name="市公开办")
    for code, name in CITY_BUREAUS.items():
        kind = Kind.POLICE if code == "gaj" else Kind.DEPARTMENT
        world.add("mc", f"mc-{code}", f"明川市{name}", Tier.CITY, kind, short_name=f"市{name}")
    for code, name in {"water": "自来水有限公司", "gas": "燃气有限公司", "power": "供电公司"}.items():
        world.add("mc", f"mc-{code}", f"明川市{name}", Tier.CITY, Kind.UTILITY, short_name=f"市{name}")
    world.add("mc-jyj", "mc-yz", "明川市第一中学", Tier.CITY, Kind.SCHOOL, short_name="市一中")
    world.add("mc-wjw", "mc-yy", "明川市人民医院", Tier.CITY, Kind.HOSPITAL, short_name="市医院")


def _found_county(world: World, code: str, name: str, host: str, theme: str, townships: dict[str, str]) -> None:
    site = {"site_name": f"{name}政务公开", "host": host, "theme": theme}
    world.add("mc", code, f"{name}人民政府", Tier.COUNTY, Kind.GOVERNMENT, short_name=name, **site)
    world.add(code, f"{code}-gkb", f"{name}政务公开办公室", Tier.COUNTY, Kind.OFFICE, short_name="县公开办")
    for bureau, title in COUNTY_BUREAUS.items():
        world.add(code, f"{code}-{bureau}", f"{name}{title}", Tier.COUNTY, Kind.DEPARTMENT, short_name=f"县{title}")
    for township, title in townships.items():
        kind = Kind.TOWNSHIP
        world.add(code, f"{code}-{township}", f"{name}{title}", Tier.TOWNSHIP, kind, short_name=title)


def _found_other(world: World) -> None:
    site = {"site_name": "远山县政务公开", "host": "yuanshan.localhost", "theme": "#1b5e8a"}
    world.add(None, "ys", "远山县人民政府", Tier.COUNTY, Kind.GOVERNMENT, short_name="远山县", **site)
    world.add("ys", "ys-gkb", "远山县政务公开办公室", Tier.COUNTY, Kind.OFFICE, short_name="县公开办")
    for bureau in ("mzj", "jyj", "zrj"):
        title = COUNTY_BUREAUS[bureau]
        world.add("ys", f"ys-{bureau}", f"远山县{title}", Tier.COUNTY, Kind.DEPARTMENT, short_name=f"县{title}")


STAFF = (
    ("clerk", "李静", "clerk", "lx-mzj"),
    ("reviewer", "王正", "reviewer", "lx-mzj"),
    ("head", "赵远", "head", "lx-mzj"),
    ("sibling", "孙敏", "clerk", "lx-jyj"),
    ("water", "何清", "clerk", "mc-water"),
    ("township", "马田", "clerk", "lx-lq"),
    ("cityclerk", "高扬", "clerk", "mc"),
    ("cityreviewer", "罗审", "reviewer", "mc"),
    ("cityhead", "许明", "head", "mc"),
    ("officer", "周宣", "officer", "mc"),
    ("countyofficer", "沈公", "officer", "lx"),
    ("supervisor", "吴监", "supervisor", "mc"),
    ("admin", "郑工", "administrator", "mc"),
    ("othercounty", "田禾", "clerk", "qh"),
    ("otherclerk", "钱川", "clerk", "ys"),
    ("otherreviewer", "林审", "reviewer", "ys"),
    ("otherhead", "段明", "head", "ys"),
    ("otherofficer", "冯开", "officer", "ys"),
)


def found_world() -> World:
    """Found both governments and open every account."""
    world = World()
    _found_city(world)
    _found_county(world, "lx", "临溪县", "linxi.localhost", "#0b6e4f", {"lq": "柳桥镇人民政府", "sq": "石泉乡人民政府"})
    _found_county(
        world, "qh", "青禾县", "qinghe.localhost", "#6a4c93", {"hf": "禾丰镇人民政府", "bt": "白塔街道办事处"}
    )
    _found_other(world)
    for username, full_name, role, code in STAFF:
        world.hire(username, full_name, role, code)
    citizen = User(username="citizen", full_name="陈女士", email="citizen@example.test")
    citizen.set_password(PASSWORD)
    citizen.save()
    world.people["citizen"] = citizen
    return world
