from django.db import migrations

# Who may see a row and where are one lexeme instead of two that nearly every row has; windows of time may be quarters.
# On PostgreSQL the index forgets by itself what is deleted, so that a search need not look whether its rows are there.
POSTGRESQL = [
    """UPDATE search_lexemes SET vector = vector || array_to_tsvector(
           ARRAY['q:' || to_char(date, 'YYYYQ')] || ARRAY(
               SELECT label.lexeme || ':' || substr(place.lexeme, 3) FROM unnest(vector) AS label, unnest(vector) AS place
               WHERE label.lexeme LIKE 'l:%' AND place.lexeme LIKE 'p:%'))""",
    "DELETE FROM search_lexemes WHERE NOT EXISTS (SELECT FROM search_searchrow WHERE id = row_id)",
    """CREATE FUNCTION search_forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF TG_OP = 'TRUNCATE' THEN DELETE FROM search_lexemes; ELSE DELETE FROM search_lexemes WHERE row_id = OLD.id; END IF;
           RETURN NULL; END $$""",
    "CREATE TRIGGER search_row_deleted AFTER DELETE ON search_searchrow FOR EACH ROW EXECUTE FUNCTION search_forget()",
    "CREATE TRIGGER search_rows_emptied AFTER TRUNCATE ON search_searchrow FOR EACH STATEMENT EXECUTE FUNCTION search_forget()",
]


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement, None)
        return
    dates = dict(apps.get_model("search", "SearchRow").objects.values_list("pk", "date"))
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT rowid, lexemes FROM search_lexemes")
        changed = [(_with(lexemes.split(" "), dates[pk]), pk) for pk, lexemes in cursor.fetchall() if pk in dates]
        cursor.executemany("UPDATE search_lexemes SET lexemes = %s WHERE rowid = %s", changed)


def _with(lexemes, date):
    labels, places = ([lexeme for lexeme in lexemes if lexeme.startswith(sign)] for sign in ("l:", "p:"))
    seen = [f"{label}:{place[2:]}" for label in labels for place in places]
    return " ".join([*lexemes, f"q:{date.year}{(date.month + 2) // 3}", *seen])


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION search_forget CASCADE")  # lexemes that nobody asks for stay


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0004_synonyms_and_facts_of_rows'),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
