"""An invented case, for the preview of a wording: nobody's data stand in it."""

from __future__ import annotations

from portal.agencies.models import Agency
from requests_app.letter_values import PLACEHOLDERS

_EXAMPLE = """
日期 2026年3月16日
受理编号 JIANGHE-YSQ-2026-00001
申请内容 2025年度城乡居民最低生活保障资金分配表
具体描述 希望包括各乡镇的分配数额
申请日期 2026年3月2日
收到日期 2026年3月2日
答复期限 2026年3月30日
申请途径 网上提交
提供形式 电子文档
获取途径 网上查阅
办理状态 办理中
答复日期 2026年3月16日
申请人 张某某
申请人类别 自然人
证件名称 居民身份证
证件号码 **************002X
联系电话 138****0000
通信地址 某县某镇某路1号
申请人联系方式 138****0000
经办人 李某某
检索情况 2026年3月4日，档案室（低保 2025年）：查到一份
补正内容 请写明所需信息的年度
补正期限 2026年3月24日
补正情况 2026年3月4日告知补正
延期依据 第三十三条第二款
延期决定 经本机关政府信息公开工作机构负责人同意，答复期限延长10个工作日，
延期天数 10
延期理由 需要检索的档案数量较大
原答复期限 2026年3月30日
延期后期限 2026年4月14日
延期情况 延长10个工作日
征求意见对象 某某有限公司
征求意见内容 申请公开的合同涉及你单位的报价，请对是否公开提出意见。
征求意见缘由 公开该政府信息可能损害第三方合法权益。
征求意见依据 第三十二条
征求意见日期 2026年3月5日
意见期限 2026年3月26日
第三方意见 合同报价属于商业秘密
征求意见情况 某某有限公司：不同意公开
决定 部分公开
依据条款 第三十七条
不予公开部分 合同报价（保护第三方合法权益）
负责公开机关 某县财政局（联系方式：0000-0000000）
事实和理由 合同报价涉及第三方商业秘密，其余内容可以公开。
答复内容 现将可以公开的内容随本答复书提供。
公开信息 2025年度低保资金分配表（索引号：JIANGHE-2026-00001）
救济途径 如对本答复不服，可以依法申请行政复议。
拟稿人 李某某
审核人 赵某某
审核日期 2026年3月16日
事项 请协助查找2019年以前的相关档案
理由 该信息由你单位制作
期限 2026年4月15日
收费金额 100元
收费标准 按件计收
缴费方式 到政务服务中心窗口缴纳
"""


def example_values(agency: Agency) -> dict[str, str]:
    """Every placeholder, filled for a letter of `agency`."""
    told = dict(line.split(" ", 1) for line in _EXAMPLE.strip().splitlines())
    own = {
        "文号": f"{agency.short_name}公开告〔2026〕12号",
        "收件人": "张某某",
        "机关": agency.name,
        "机关简称": agency.short_name,
        "机关地址": agency.address or "某县某路1号",
        "机关电话": agency.phone or "0000-0000000",
        "办公时间": agency.office_hours,
    }
    return dict.fromkeys(PLACEHOLDERS, "") | told | own
