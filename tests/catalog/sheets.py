"""Catalog files for tests: the real one, and small ones in the shapes that governments send."""

import csv
import io
from pathlib import Path

from openpyxl import Workbook

REAL = Path(__file__).resolve().parents[2] / "portal" / "demo" / "data" / "standard_catalog.csv"

HEADERS = ["领域", "一级事项", "二级事项", "公开内容(要素)", "公开依据", "公开时限", "公开主体"]


def row(level2: str = "低保审批", *, area: str = "社会救助", level1: str = "最低生活保障", **cells: str) -> list[str]:
    """A good row under HEADERS; `cells` replaces content, basis, limit or subject."""
    content, basis = cells.get("content", "名单;金额"), cells.get("basis", "社会救助暂行办法")
    limit = cells.get("limit", "信息形成之日起20个工作日内")
    return [area, level1, level2, content, basis, limit, cells.get("subject", "青田县民政局")]


def csv_file(rows: list[list[str]], *, encoding: str = "utf-8", name: str = "catalog.csv") -> io.BytesIO:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    file = io.BytesIO(text.getvalue().encode(encoding))
    file.name = name
    return file


def xlsx_file(book: Workbook) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "catalog.xlsx"
    return file


def merged_workbook() -> Workbook:
    """The layout of the national template: a title, two rows of headers, merged level-1 cells, tick marks, a remark."""
    book = Workbook()
    sheet = book.active
    sheet.title = "社会救助"
    sheet.append(["社会救助领域基层政务公开标准目录"])
    sheet.append(["序号", "公开事项", None, "公开内容(要素)", "公开依据", "公开时限", "公开主体", "公开渠道和载体",
                  "公开对象", None, "公开方式", None, "公开层级", None, "咨询电话"])  # fmt: skip
    sheet.append([None, "一级事项", "二级事项", None, None, None, None, None,
                  "全社会", "特定群众", "主动", "依申请", "县级", "乡级", None])  # fmt: skip
    sheet.append([1, "最低生活保障", "政策法规文件", "文件", "条例", "制定或获取信息之日起10个工作日内", "民政局",
                  "■政府网站 □政府公报 ■政务服务中心", "√", None, "●", None, "■", "是", "2221"])  # fmt: skip
    sheet.append([2, None, "审批信息", "名单", None, "制定或获取信息之日起10个工作日内,公示7个工作日", None,
                  "政府网站", None, "申请人", None, 1, "☑", "□", "=1+1"])  # fmt: skip
    sheet.append([3, "临时救助", "审核信息", "名单", None, "按统一部署适时公开", None, None,
                  "√", None, "√", "√", None, "✓", None])  # fmt: skip
    sheet.append(["注\uff1a■为必选项"])
    for merged in ("A1:O1", "B2:C2", "D2:D3", "I2:J2", "K2:L2", "M2:N2", "B4:B5", "E4:E6", "G4:G6"):
        sheet.merge_cells(merged)
    return book
