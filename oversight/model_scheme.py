"""A scheme to begin with: the nine criteria and the veto items that every local plan names, to be changed as wanted."""

from __future__ import annotations

from oversight.models import Evidence, Indicator, Mode, VetoItem

# domain notes, matrix row 169: 真实、形式、制度、机制、程序、简化、效率、廉洁、满意度; the weights are the portal's own
CRITERIA: tuple[tuple[str, int, str, str], ...] = (
    ("公开内容真实", 15, Evidence.DECISIONS_UPHELD, ""),
    ("公开形式", 10, "", "公开渠道健全、形式多样、便于查阅得满分；缺一种应有渠道扣20分。"),
    ("制度建设", 10, "", "公开制度、保密审查、申请办理制度齐全得满分；缺一项扣20分。"),
    ("工作机制", 10, Evidence.TRAINING, ""),
    ("公开程序", 15, Evidence.REQUESTS_ON_TIME, ""),
    ("简化办事", 5, "", "办事指南要素齐全、流程精简得满分；每缺一项要素扣10分。"),
    ("公开效率", 20, Evidence.DUTIES_ON_TIME, ""),
    ("廉洁情况", 5, "", "无违纪违规收费、刁难申请人等情形得满分；经查实的每起扣50分。"),
    ("群众满意度", 10, "", "按年度群众评议平均分折算。"),
)
# 国办秘函〔2019〕19号, the items of which any one ends the assessment
VETOES = (
    "出现严重表述错误、泄露国家秘密、违法有害内容，或者弄虚作假、伪造发布时间",
    "抽查期间站点无法访问比例达到5%以上",
    "首页栏目2周未更新",
    "栏目不更新或者空白栏目达到规定数量",
    "无互动交流渠道，或者有效留言超过3个月未答复",
    "无办事服务，或者办事指南缺少关键要素",
)


def lines() -> tuple[list[Indicator], list[VetoItem]]:
    """Indicators and veto items, not saved and of no scheme yet."""
    indicators = [
        Indicator(
            position=place, name=name, weight=weight, evidence=evidence, rubric=rubric,
            mode=Mode.MEASURED if evidence else Mode.SCORED,
        )
        for place, (name, weight, evidence, rubric) in enumerate(CRITERIA, 1)
    ]  # fmt: skip
    return indicators, [VetoItem(position=place, name=name) for place, name in enumerate(VETOES, 1)]
