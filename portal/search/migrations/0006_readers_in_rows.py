from django.db import migrations

# A place from which nearly every row is seen is looked up in the rows: on PostgreSQL they say for whom they are.
WIDEN = [
    "ALTER TABLE search_lexemes ADD COLUMN audience varchar(60) NOT NULL DEFAULT 'public'",
    """UPDATE search_lexemes SET audience = kept.audience FROM search_searchrow AS kept
       WHERE kept.id = row_id AND kept.audience <> 'public'""",
]


def widen(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in WIDEN:
            schema_editor.execute(statement, None)


def narrow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_lexemes DROP COLUMN audience")


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0005_threes_quarters_and_readers_by_place'),
    ]

    operations = [
        migrations.RunPython(widen, narrow),
    ]
