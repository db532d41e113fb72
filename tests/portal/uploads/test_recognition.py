"""Every hostile file is refused with a sentence of its own, every clean one is taken."""

import io
import time

import pytest
from django.core.files.base import ContentFile, File

from portal.refusals import Refused
from portal.uploads import formats
from portal.uploads.recognition import recognise
from tests.portal.uploads import samples

PNG = samples.png()


def look(content: bytes, name: str) -> formats.Format:
    return recognise(ContentFile(content), name)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("方案.docx", samples.word("公开"), formats.DOCX),
        ("方案.DOCX", samples.word("公开"), formats.DOCX),
        ("链接.docx", samples.word_with_link(), formats.DOCX),
        ("表.xlsx", samples.excel(("项目", 1)), formats.XLSX),
        ("汇报.pptx", samples.slides("公开"), formats.PPTX),
        ("说明.txt", "政务公开\r\n".encode(), formats.TEXT),
        ("国标.txt", "政务公开，办事公开。".encode("gb18030"), formats.TEXT),
        ("表.csv", "\ufeff序号,名称\r\n1,公开\r\n".encode(), formats.CSV),
        ("长.txt", ("公开" * 40000).encode(), formats.TEXT),
        ("图.png", PNG, formats.PNG),
        ("照片.jpeg", samples.jpeg(), formats.JPEG),
        ("图.gif", samples.gif(), formats.GIF),
        ("图.webp", samples.webp(), formats.WEBP),
    ],
)
def test_takes_clean_files(name, content, expected):
    assert look(content, name) == expected


@pytest.mark.parametrize("case", samples.clean_pdf().items(), ids=lambda case: case[0])
def test_takes_clean_pdf(case):
    assert look(case[1], "文件.pdf") == formats.PDF


@pytest.mark.parametrize("case", samples.hostile_word().items(), ids=lambda case: case[0])
def test_refuses_hostile_office_files(case):
    started = time.process_time()
    with pytest.raises(Refused) as refusal:
        look(case[1], "文件.docx")
    assert refusal.value.field == "file"
    assert str(refusal.value).strip()
    assert time.process_time() - started < 10


@pytest.mark.parametrize("case", samples.hostile_pdf().items(), ids=lambda case: case[0])
def test_refuses_hostile_pdf(case):
    with pytest.raises(Refused) as refusal:
        look(case[1], "文件.pdf")
    assert refusal.value.field == "file"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("旧.doc", samples.OLE),
        ("程序.exe", b"MZ" + b"\0" * 60),
        ("页.html", b"<html><script>alert(1)</script>"),
        ("图.svg", b"<svg onload='alert(1)'/>"),
        ("脚本.txt", b"#!/bin/sh\0"),
        ("乱码.txt", b"\xff\xfe\xfd\xfc\x80"),
        ("半个字.txt", "公开".encode()[:-1] + b"\xff"),
        ("没有类型", b"abc"),
        ("压缩.rar", b"Rar!\x1a\x07\x00"),
    ],
)
def test_refuses_other_types(name, content):
    with pytest.raises(Refused):
        look(content, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("文件.pdf", samples.word("公开")),
        ("文件.docx", samples.pdf()),
        ("文件.docx", samples.excel(("a",))),
        ("图.jpg", PNG),
        ("图.txt", PNG),
        ("文件.docm", samples.word("公开")),
        ("文件.pdf.exe", samples.pdf()),
    ],
)
def test_refuses_a_name_that_does_not_fit(name, content):
    with pytest.raises(Refused):
        look(content, name)


def test_each_danger_has_its_own_sentence():
    def sentence(content: bytes, name: str) -> str:
        with pytest.raises(Refused) as refusal:
            look(content, name)
        return str(refusal.value)

    word, pdf = samples.hostile_word(), samples.hostile_pdf()
    sentences = {sentence(word[danger], "a.docx") for danger in ("macro part", "remote template", "embedded object")}
    sentences |= {sentence(pdf[danger], "a.pdf") for danger in ("script at opening", "file inside", "launch", "locked")}
    assert len(sentences) == 7


def test_leaves_the_file_at_its_beginning():
    file = File(io.BytesIO(samples.word("公开")))
    recognise(file, "a.docx")
    assert file.tell() == 0
