-- The journal. Files of before goose have all of it already: nothing is made twice.

-- +goose Up
CREATE TABLE IF NOT EXISTS entries (
  seq       INTEGER PRIMARY KEY,
  at        TEXT NOT NULL,
  actor     TEXT NOT NULL CHECK (actor <> ''),
  kind      TEXT NOT NULL CHECK (kind <> ''),
  plan      TEXT NOT NULL,
  body      TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash      TEXT NOT NULL UNIQUE
) STRICT;

CREATE INDEX IF NOT EXISTS entries_by_plan ON entries (plan, seq);

-- +goose StatementBegin
CREATE TRIGGER IF NOT EXISTS entries_are_never_changed BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER IF NOT EXISTS entries_are_never_removed BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
-- +goose StatementEnd

-- Also keeps INSERT OR REPLACE from removing an entry without a delete trigger.
-- +goose StatementBegin
CREATE TRIGGER IF NOT EXISTS entries_follow_the_last BEFORE INSERT ON entries
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)
  OR NEW.prev_hash IS NOT coalesce((SELECT hash FROM entries ORDER BY seq DESC LIMIT 1), '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN SELECT RAISE(ABORT, 'the entry does not follow the last one'); END;
-- +goose StatementEnd

PRAGMA application_id = 1734439027;
PRAGMA user_version = 1;
