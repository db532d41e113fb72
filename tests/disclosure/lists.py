"""Lists for the tests: penalties in the layout of the catalog, as rows and as workbooks."""

import datetime as dt
import io

from openpyxl import Workbook

from catalog.field_actions import field_set
from catalog.fields import _CODE_SIGNS, _ID_WEIGHTS

PENALTIES = field_set("penalties")
HEADERS = [column.header for column in PENALTIES]


def credit_code(number):
    """A unified social credit code with a good check sign."""
    code = f"91110000{number:09d}"
    total = sum(_CODE_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code))
    return code + _CODE_SIGNS[(31 - total % 31) % 31]


def id_number(number):
    """An identity number with a good check digit; the region does not exist."""
    body = f"99010119800101{number % 1000:03d}"
    return body + "10X98765432"[sum(int(s) * w for s, w in zip(body, _ID_WEIGHTS, strict=True)) % 11]


def penalty(number, **cells):
    """One penalty; every third party is a natural person."""
    is_natural = number % 3 == 0
    day = dt.date(2025, 1, 1) + dt.timedelta(days=number % 365)
    row = {
        "party_name": "欧阳晴空" if is_natural else f"青田县第{number}号建材有限公司",
        "party_kind": "自然人" if is_natural else "法人及非法人组织",
        "credit_code": "" if is_natural else credit_code(number),
        "id_number": id_number(number) if is_natural else "",
        "legal_person": "" if is_natural else "蒋某",
        "doc_number": f"青市监罚〔2025〕{number}号",
        "offence_kind": "=未明码标价" if number % 7 == 0 else "未明码标价",
        "facts": f"第{number}次检查时,货架上的商品未标明价格。",
        "basis": "《中华人民共和国价格法》第四十二条",
        "penalty_kind": "警告" if number % 2 else "罚款",
        "content": "责令改正",
        "fine": f"{number % 50}.50",
        "confiscated": "",
        "revoked": "",
        "decided_on": day.isoformat(),
        "valid_until": "",
        "public_until": "",
        "authority": "青田县市场监督管理局",
        "authority_code": "",
        "note": "",
    }
    return row | cells


def workbook(rows, headers=HEADERS, keys=None):
    """An XLSX file with `rows` under `headers`."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    sheet.append(headers)
    for row in rows:
        sheet.append([row[key] for key in keys or [column.key for column in PENALTIES]])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "处罚.xlsx"
    return file
