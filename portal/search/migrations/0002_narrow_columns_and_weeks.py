from django.db import migrations

# An answer is narrowed by weeks as well as months and years, estimated from one row in 256, and told apart by agency,
# kind and area: all of it from the table of lexemes alone, whose vectors are moved out of the way of its other columns.
WIDEN = {
    "sqlite": [
        """UPDATE search_lexemes SET lexemes = lexemes || ' w:' || (
               SELECT (CAST(julianday(kept.date) - 1721424.5 AS INTEGER)) / 7 FROM search_searchrow AS kept
               WHERE kept.id = search_lexemes.rowid)
           WHERE rowid IN (SELECT id FROM search_searchrow)""",
        "UPDATE search_lexemes SET lexemes = lexemes || ' s:256' WHERE (rowid / 16) % 256 = 0",
    ],
    "postgresql": [
        "DELETE FROM search_lexemes WHERE NOT EXISTS (SELECT FROM search_searchrow WHERE id = row_id)",
        "ALTER TABLE search_lexemes SET (toast_tuple_target = 128)",
        """ALTER TABLE search_lexemes ADD COLUMN agency_id bigint NOT NULL DEFAULT 0,
               ADD COLUMN kind varchar(20) NOT NULL DEFAULT '', ADD COLUMN area varchar(60) NOT NULL DEFAULT '',
               ADD COLUMN size integer NOT NULL DEFAULT 0""",
        """UPDATE search_lexemes SET agency_id = kept.agency_id, kind = kept.kind, area = kept.area,
               size = length(kept.folded), vector = vector || array_to_tsvector(
                   ARRAY['w:' || (kept.date - date '0001-01-01' + 1) / 7]
                   || CASE WHEN row_id / 16 % 256 = 0 THEN ARRAY['s:256'] ELSE ARRAY[]::text[] END)
           FROM search_searchrow AS kept WHERE kept.id = row_id""",
    ],
}  # fmt: skip
NARROW = {
    "sqlite": [],  # lexemes that nobody asks for
    "postgresql": ["ALTER TABLE search_lexemes DROP COLUMN agency_id, DROP COLUMN kind, DROP COLUMN area, DROP COLUMN size"],
}


def widen(apps, schema_editor):
    for statement in WIDEN[schema_editor.connection.vendor]:
        schema_editor.execute(statement, None)


def narrow(apps, schema_editor):
    for statement in NARROW[schema_editor.connection.vendor]:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_search_rows'),
    ]

    operations = [
        migrations.RunPython(widen, narrow),
    ]
