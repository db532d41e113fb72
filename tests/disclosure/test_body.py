"""The text of a version: what may stand in it, and what it says without markup."""

import pytest

from disclosure.body import plain, sanitised


def test_plain_text_becomes_a_paragraph_per_line():
    assert sanitised("第一段\n\n 第二段 \r\n") == "<p>第一段</p>\n<p>第二段</p>"


def test_a_sign_in_plain_text_is_no_tag():
    assert sanitised("当 a < b 且 5>3 时 & 其他") == "<p>当 a &lt; b 且 5&gt;3 时 &amp; 其他</p>"


def test_tables_lists_and_headings_stay():
    row = '<tr><th scope="row">乙</th><td colspan="2">丙</td></tr>'
    html = f"<h2>一</h2><ul><li>甲</li></ul><table><tbody>{row}</tbody></table>"
    assert sanitised(html) == html


def test_the_first_heading_belongs_to_the_page():
    assert sanitised("<h1>标题</h1>") == "<h2>标题</h2>"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script><p>字</p>",
        '<p onclick="alert(1)" style="color:red">字</p>',
        '<a href="javascript:alert(1)">字</a>',
        '<img src=x onerror="alert(1)">字',
        "<svg onload=alert(1)>字</svg>",
        '<iframe src="https://example.test"></iframe>字',
        '<p>字</p><style>p{background:url("https://example.test")}</style>',
    ],
)
def test_what_is_active_is_taken_out(hostile):
    clean = sanitised(hostile)
    assert "字" in clean
    for trace in ("script", "onclick", "onerror", "onload", "javascript", "style", "iframe", "alert", "example"):
        assert trace not in clean


@pytest.mark.parametrize("nothing", ["", "  \n ", "<p> </p>", "<p><br></p>", "<script>x</script>", "\x00"])
def test_nothing_to_read_is_nothing(nothing):
    assert sanitised(nothing) == ""


def test_plain_keeps_words_of_neighbours_apart():
    assert plain("<p>甲&amp;乙</p><ul><li>丙</li><li>丁</li></ul><table><tr><td>戊</td><td>己</td></tr></table>") == (
        "甲&乙\n丙\n丁\n戊 己"
    )
