-- From here on a ledger holds amendments and closings. A program that does not
-- know them would follow targets that are no longer in force: the version keeps
-- it out.

-- +goose Up
CREATE INDEX entries_by_kind ON entries (kind, seq);
PRAGMA user_version = 2;
