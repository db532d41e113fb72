"""Differences: the words that changed inside a line, the rows of a table, and no document that takes for ever."""

from disclosure.body import plain, rows_and_lines, sanitised
from disclosure.difference import lines_between

LONG = "第{n}条　县级以上人民政府民政部门负责本行政区域内的最低生活保障工作，第{n}款另有规定的除外。"


def said(lines):
    return [(line.mark, "|".join("".join(f"[{p.mark}{p.text}]" if p.mark != " " else p.text for p in cell)
                                 for cell in line.cells)) for line in lines]  # fmt: skip


def long_document(*, tables=30, characters=41_000):
    """An annual report as the office writes it: articles and tables, the one after the other."""
    table = "".join(f"<tr><td>{n}</td><td>项目{n}</td><td>{n * 37}.50</td></tr>" for n in range(12))
    parts, n = [], 0
    while n < tables or len(plain("".join(parts))) < characters:
        n += 1
        parts.append(f"<h3>第{n}章</h3>" + f"<p>{LONG.format(n=n)}</p>" * 18)
        parts.append(f"<table><tbody>{table}</tbody></table>" if n <= tables else "")
    return "".join(parts)


def test_only_the_words_that_changed_are_marked():
    before = "<p>不变</p><p>每人每月600元，自2026年7月1日起执行。</p>"
    after = "<p>不变</p><p>每人每月650元，自2026年7月1日起执行。</p>"
    assert said(lines_between(before, after)) == [
        (" ", "不变"),
        ("-", "每人每月[-600]元，自2026年7月1日起执行。"),
        ("+", "每人每月[+650]元，自2026年7月1日起执行。"),
    ]


def test_a_line_that_says_something_else_is_shown_as_a_whole():
    assert said(lines_between("<p>甲乙丙丁</p>", "<p>完全不同</p>")) == [("-", "[-甲乙丙丁]"), ("+", "[+完全不同]")]


def test_a_table_is_compared_row_by_row_and_cell_by_cell():
    row = "<tr><td>{}</td><td>{}</td></tr>"
    before = f"<table><tbody>{row.format('低保', 600)}{row.format('特困', 900)}</tbody></table>"
    after = f"<table><tbody>{row.format('低保', 600)}{row.format('特困', 950)}{row.format('孤儿', 1)}</tbody></table>"
    assert said(lines_between(before, after)) == [
        (" ", " |".replace(" ", "低保") + "600"),
        ("-", "特困|[-900]"),
        ("+", "特困|[+950]"),
        ("+", "[+孤儿]|[+1]"),
    ]


def test_what_did_not_change_is_left_out():
    before = "".join(f"<p>第{n}段</p>" for n in range(50))
    lines = lines_between(before, before.replace("第30段", "第30段改"))
    assert [line.mark for line in lines] == ["…", " ", " ", "-", "+", " ", " "]


def test_a_long_report_with_thirty_tables_is_compared_completely():
    before = long_document()
    assert len(plain(before)) >= 41_000
    assert before.count("<table") == 30
    assert sanitised(before) == before
    after = before.replace("<td>项目7</td>", "<td>项目七</td>").replace("第5款", "第五款")
    changed = [line for line in lines_between(before, after) if line.mark == "+"]
    assert len(changed) == 30 + 18


def test_thousands_of_equal_lines_do_not_cost_their_square():
    before = [("同样的一行",)] * 20_000
    body = "".join(f"<p>{line}</p>" for (line,) in before)
    assert rows_and_lines(body) == before
    lines = lines_between(body, body + "<p>新的一行</p>" + body)
    assert "新的一行" in {line.text for line in lines}
