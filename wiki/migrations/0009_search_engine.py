"""What each database makes of the search entries: FTS5 with its triggers, or a vector with its index."""

from django.db import migrations

STEMS = ["title", "headings", "often", "several", "once"]
FORMS = ["title_forms", "heading_forms", "forms"]
COLUMNS = ", ".join(STEMS + FORMS)


def _row(which):
    return ", ".join(f"{which}.{column}" for column in ["page_id", *STEMS, *FORMS])


_PUT = f"INSERT INTO wiki_search (rowid, {COLUMNS}) VALUES ({_row('new')});"
_TAKE = f"INSERT INTO wiki_search (wiki_search, rowid, {COLUMNS}) VALUES ('delete', {_row('old')});"
# Words come prepared, a blank between two: the tokenizer has nothing left to do but part them.
SQLITE = [
    f"CREATE VIRTUAL TABLE wiki_search USING fts5"
    f"({COLUMNS}, content='wiki_searchentry', content_rowid='page_id', tokenize='ascii')",
    f"CREATE TRIGGER wiki_search_put AFTER INSERT ON wiki_searchentry BEGIN {_PUT} END",
    f"CREATE TRIGGER wiki_search_take AFTER DELETE ON wiki_searchentry BEGIN {_TAKE} END",
    f"CREATE TRIGGER wiki_search_change AFTER UPDATE ON wiki_searchentry BEGIN {_TAKE} {_PUT} END",
    "INSERT INTO wiki_search (wiki_search) VALUES ('rebuild')",
]
SQLITE_BACK = [
    "DROP TRIGGER wiki_search_change",
    "DROP TRIGGER wiki_search_take",
    "DROP TRIGGER wiki_search_put",
    "DROP TABLE wiki_search",
]

# A letter before each lexeme says its column: weights, of which there are four, would cost a second look.
_BAGS = " UNION ALL ".join(
    f"SELECT '''{letter}/' || word || '''' AS lexeme FROM unnest(string_to_array({column}, ' ')) AS word"
    for letter, column in zip("ABCDE", STEMS)
)
_LINES = " UNION ALL ".join(
    f"SELECT '''{letter}/' || word || ''':' || least(place, 16383) "
    f"FROM unnest(string_to_array({column}, ' ')) WITH ORDINALITY AS told (word, place)"
    for letter, column in zip("FGH", FORMS)
)
POSTGRESQL = [
    f"""
    CREATE FUNCTION wiki_search_vector({", ".join(f"{column} text" for column in STEMS + FORMS)})
    RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(string_agg(lexeme, ' '), '')::tsvector FROM ({_BAGS} UNION ALL {_LINES}) AS told
    $$
    """,
    f"""
    ALTER TABLE wiki_searchentry ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (wiki_search_vector({COLUMNS})) STORED
    """,
    "CREATE INDEX wiki_search ON wiki_searchentry USING gin (vector) WITH (fastupdate = off)",
    # Without the index each vector would be fetched from beside its table, which the planner does not know.
    """
    CREATE FUNCTION wiki_search_pages(numbers int[], marks int[], queries text[])
    RETURNS TABLE (number int, mark int, page_id bigint) LANGUAGE sql STABLE SET enable_seqscan TO off AS $$
        SELECT asked.number, asked.mark, entry.page_id
        FROM unnest(numbers, marks, queries) AS asked (number, mark, query)
        JOIN wiki_searchentry AS entry ON entry.vector @@ asked.query::tsquery
    $$
    """,
]
POSTGRESQL_BACK = [
    "DROP FUNCTION wiki_search_pages(int[], int[], text[])",
    "ALTER TABLE wiki_searchentry DROP COLUMN vector",
    "DROP FUNCTION wiki_search_vector(text, text, text, text, text, text, text, text)",
]
STATEMENTS = {"sqlite": (SQLITE, SQLITE_BACK), "postgresql": (POSTGRESQL, POSTGRESQL_BACK)}


def make(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor][0]:
        schema_editor.execute(statement)


def take_away(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor][1]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0008_search_entries'),
    ]

    operations = [migrations.RunPython(make, take_away)]
