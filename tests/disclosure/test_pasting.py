"""Text from Word and WPS: lists, tables and headings are what they were; what the office wraps around them goes."""

import io
import struct
import zlib

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure import word
from disclosure.body import sanitised
from disclosure.markup import EXTENSIONS, TAGS
from portal.refusals import Refused


def item(level, mark, text, style="l0"):
    return (
        f"<p class=MsoListParagraph style='text-indent:-18pt;mso-list:{style} level{level} lfo1'><![if !supportLists]>"
        f"<span lang=EN-US><span style='mso-list:Ignore'>{mark}<span style='font:7.0pt \"Times New Roman\"'>&nbsp; "
        f"</span></span></span><![endif]><span lang=EN-US>{text}<o:p></o:p></span></p>\n"
    )


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (item(1, "1.", "甲") + item(1, "2.", "乙"), "<ol><li>甲</li><li>乙</li></ol>"),
        (item(1, "·", "甲") + item(1, "·", "乙"), "<ul><li>甲</li><li>乙</li></ul>"),
        (
            item(1, "1.", "甲") + item(2, "a)", "子") + item(1, "2.", "乙"),
            "<ol><li>甲<ol><li>子</li></ol></li><li>乙</li></ol>",
        ),
        (item(1, "3.", "丙"), '<ol start="3"><li>丙</li></ol>'),
        # HTML cannot count like this, and the text refers to it
        (item(1, "（一）", "总则"), "<p>（一）总则</p>"),
        ("<p class=MsoNormal>　　依法<o:p></o:p></p><p><o:p>&nbsp;</o:p></p>", "<p>依法</p>"),
        ("<p>关于调整\n低保标准\r\n的通知，2026\n年</p>", "<p>关于调整低保标准的通知，2026\n年</p>"),
        ("<h1 style='mso-outline-level:1'>总则</h1><h6>附</h6>", "<h2>总则</h2><h4>附</h4>"),
        ("<p><span style='font-weight:bold'>重</span><b>点</b></p>", "<p><strong>重</strong><strong>点</strong></p>"),
        (
            "<!--[if gte mso 9]><xml><w:x>垃圾</w:x></xml><![endif]--><style>p{}</style><p class=MsoNormal>字</p>",
            "<p>字</p>",
        ),
        (
            (
                "<table class=MsoTableGrid><tr><td colspan=2 width=5><p class=MsoNormal>甲<o:p></o:p></p></td></tr>"
                "<tr><td rowspan=2>乙</td><td><p><o:p>&nbsp;</o:p></p></td></tr></table>"
            ),
            '<table><tbody><tr><td colspan="2">甲</td></tr><tr><td rowspan="2">乙</td><td></td></tr></tbody></table>',
        ),
    ],
)
def test_what_word_means_is_kept_and_its_wrapping_goes(pasted, kept):
    assert sanitised(pasted) == kept
    assert sanitised(kept) == kept  # an unchanged text is no change


def test_the_editor_writes_nothing_that_is_taken_out_again():
    written = (
        "<h2>一</h2><h3>二</h3><h4>三</h4><p><strong>a</strong><em>b</em><u>c</u><s>d</s><sub>e</sub><sup>f</sup></p>"
        '<ul><li>甲</li></ul><ol start="2"><li>乙</li></ol><blockquote><p>引</p></blockquote><hr>'
        '<p><a href="https://example.test" title="t" rel="noopener nofollow">链</a><br>行</p>'
    )
    assert sanitised(written) == written
    assert {f"h{level}" for level in EXTENSIONS["Heading"]["levels"]} <= TAGS


def document(fill):
    made = docx.Document()
    fill(made)
    buffer = io.BytesIO()
    made.save(buffer)
    return SimpleUploadedFile("通知.docx", buffer.getvalue())


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


PIXEL = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)


def test_a_word_file_gives_title_lists_and_tables_and_counts_its_pictures():
    def fill(made):
        made.add_heading("关于防汛的通知", 0)
        made.add_heading("总体要求", 1)
        made.add_paragraph("　　各单位：")
        made.add_paragraph("值班", style="List Number")
        made.add_paragraph("巡查", style="List Bullet")
        made.add_picture(io.BytesIO(PIXEL))
        table = made.add_table(2, 2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "表头"
        table.cell(1, 0).text = "甲"

    upload = document(fill)
    found = word.read(upload, upload.name)
    assert found.title == "关于防汛的通知"
    assert found.body.startswith("<h2>总体要求</h2><p>各单位：</p><ol><li>值班</li></ol><ul><li>巡查</li></ul>")
    assert '<td colspan="2">表头</td>' in found.body
    assert "img" not in found.body
    assert len(found.remarks) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("假.docx", b"MZ\x90\x00" * 99), ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9), ("字.txt", "字".encode())],
)
def test_what_is_no_word_file_is_refused(name, content):
    with pytest.raises(Refused) as refusal:
        word.read(SimpleUploadedFile(name, content), name)
    assert refusal.value.field == "word"


def test_an_empty_word_file_is_refused():
    upload = document(lambda made: made.add_picture(io.BytesIO(PIXEL)))
    with pytest.raises(Refused):
        word.read(upload, upload.name)
