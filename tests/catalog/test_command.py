"""`manage.py import_catalog`, and the reference rows that come with the product."""

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Area, CatalogEntry, NegativeGround
from tests.catalog.sheets import HEADERS, REAL, csv_file, row


def test_imports_by_host_or_code_and_tells_the_figures(cast, capsys):
    call_command("import_catalog", str(REAL), government="testserver")
    assert "158" in capsys.readouterr().out
    call_command("import_catalog", str(REAL), government="jianghe")
    assert CatalogEntry.objects.filter(agency=cast.city).count() == 158


def test_a_dry_run_changes_nothing(cast):
    call_command("import_catalog", str(REAL), government="jianghe", dry_run=True)
    assert not CatalogEntry.objects.exists()


def test_names_the_bad_rows_and_fails(cast, tmp_path):
    file = tmp_path / "catalog.csv"
    file.write_bytes(csv_file([HEADERS, row("甲", area="天文")]).getvalue())
    with pytest.raises(CommandError, match="天文"):
        call_command("import_catalog", str(file), government="jianghe")


@pytest.mark.parametrize(
    ("file", "government"), [("none.csv", "jianghe"), (str(REAL), "nowhere"), (str(REAL), "qt-mzj")]
)
def test_a_missing_file_or_government_is_one_sentence(cast, file, government):
    with pytest.raises(CommandError):
        call_command("import_catalog", file, government=government)


def test_the_pilot_areas_and_the_coded_grounds_are_there(db):
    assert list(Area.objects.filter(is_pilot=True).values_list("number", flat=True)) == list(range(1, 27))
    grounds = dict(NegativeGround.objects.values_list("code", "article"))
    articles = ["14", "14", "14", "15", "16", "16", "16", "36(7)"]
    assert grounds == {f"R3_3_{number}": article for number, article in enumerate(articles, 1)}
    assert set(NegativeGround.objects.filter(is_discretionary=True).values_list("article", flat=True)) == {"16"}
