"""Real PDF files for tests, written by hand: Chinese text in a font that every reader brings along."""

from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.models import NegativeGround
from requests_app import actions
from requests_app.actions.blackening import Area
from requests_app.actions.matters import Part

FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts ["
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
    b" /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /Ascent 880 /Descent -120"
    b" /CapHeight 880 /ItalicAngle 0 /StemV 90 /FontBBox [-25 -254 1000 880] >> >>] >>"
)
A4 = (595, 842)

SECRET = "王小明"
PAGE = f"低保资金分配表\n户主：{SECRET} 身份证号 11010519491231002X\n手机 13812345678\n金额：1200元"


def paper(*pages, size=A4, extra=b"", catalog=b"", info=b""):
    """A PDF with one text for each page, its lines from the top; `extra` stands in every page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog, b"", FONT]
    numbers = []
    for text in pages:
        content = b"BT /F 14 Tf 60 %d Td 22 TL " % (size[1] - 80)
        content += b" ".join(b"<%s> Tj T*" % line.encode("utf-16-be").hex().encode() for line in text.splitlines())
        content += b" ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R %s"
            b" /Resources << /Font << /F 3 0 R >> >> >>" % (*size, len(objects), extra)
        )
        numbers.append(len(objects))
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(numbers), kids)
    objects += [info] if info else []
    return _written(objects, b"/Info %d 0 R" % len(objects) if info else b"")


def _written(objects, trailer):
    content, places = b"%PDF-1.4\n", []
    for number, body in zip(count(1), objects, strict=False):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, end = len(places) + 1, len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return content + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, end)


def upload(content, name="分配表.pdf"):
    return SimpleUploadedFile(name, content, "application/octet-stream")


def areas_of(found):
    return [Area(one.page, *box) for one in found for box in one.boxes]


def content_of(stored):
    with stored.file.open("rb") as content:
        return content.read()


def draft(case, cast, outcome="R3_2"):
    """An answer that waits for review; with the ground of the personal matters of a third party, if it needs one."""
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保", result="查到一份")
    more = {} if outcome == "R3_1" else {"grounds": "涉及第三方个人隐私。"}
    if outcome == "R3_2":
        more["withheld"] = [Part("户主姓名", NegativeGround.objects.get(code="R3_3_4"))]
    return actions.decide(case, by=cast.clerk, outcome=outcome, text="随附表格。", **more)


def answer(case, cast):
    draft(case, cast)
    return actions.approve_decision(case, by=cast.head)
