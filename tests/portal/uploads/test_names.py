"""Names people give to files, made safe."""

import pytest

from portal.uploads.names import MAX_NAME, display_name


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("2026年政务公开工作要点.docx", "2026年政务公开工作要点.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\李\\公开.pdf", "公开.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie_ x=1.pdf"),
        ("公开\u202efdp.exe", "公开 fdp.exe"),
        ("a\0b.pdf", "a b.pdf"),
        ('a"; filename="b.html', "a__ filename=_b.html"),
        ("公\u200b开.pdf", "公 开.pdf"),
        ("  .hidden. ", "hidden"),
        (".pdf", "pdf"),
        ("", "file"),
        ("...", "file"),
        ("a\ud800b.pdf", "a b.pdf"),
        ("a\u2028b.pdf", "a b.pdf"),
        ("政府〔2026〕8号.pdf", "政府〔2026〕8号.pdf"),
    ],
)
def test_names_are_made_safe(raw, shown):
    assert display_name(raw) == shown


def test_long_names_keep_their_ending():
    name = display_name("公" * 500 + ".docx")
    assert len(name) == MAX_NAME
    assert name.endswith("公.docx")
