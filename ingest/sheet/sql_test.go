package sheet

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// filled is a SQLite file made by the statements.
func filled(t testing.TB, statements string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "kpi 2025.db")
	db, err := sql.Open("sqlite", file)
	must(t, err)
	_, err = db.ExecContext(context.Background(), statements)
	must(t, err)
	must(t, db.Close())
	return file
}

const kpiTable = `
CREATE TABLE "kpi's" (name TEXT, team TEXT, won INTEGER, rate REAL, day DATE, ok BOOLEAN, id INTEGER, raw BLOB);
INSERT INTO "kpi's" VALUES
  ('张三', 'north', 45, 0.15, '2025-06-30', 1, 9007199254740993, x'fffe'),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (' 李四 ', 'north', 66, 0.22, '2025-06-30 14:05:00', 0, 7, NULL);`

func TestRowsOfADatabase(t *testing.T) {
	file := filled(t, kpiTable)
	want := lines(`1: "name" | "team" | "won" | "rate" | "day" | "ok" | "id"`,
		`2: "张三" | "north" | 45 | 0.15 | @2025-06-30 | 1 | "9007199254740993"`,
		`4: "李四" | "north" | 66 | 0.22 | @2025-06-30 14:05:00 | 0 | 7`)
	f, err := ReadQuery(context.Background(), Query{Source: "sqlite:" + file, Table: "kpi's"})
	must(t, err)
	same(t, "cells", dump(f.Tables[0]), want)
	same(t, "diagnostics", codes(f), `warning column.no_cells sqlite:`+file+`/kpi's!H2 column="raw" type="blob"`+"\n")
	if f.Tables[0].Records != 3 {
		t.Errorf("%d records, want 3", f.Tables[0].Records)
	}
	f, err = ReadQuery(context.Background(), Query{Source: "sqlite://" + file, SQL: "-- the best; first\nWITH k AS (SELECT * FROM \"kpi's\") SELECT name, 1.0*won/3 AS share FROM k WHERE won > 0 ORDER BY won DESC;"})
	must(t, err)
	same(t, "cells of a statement", dump(f.Tables[0]), lines(`1: "name" | "share"`, `2: "李四" | 22`, `3: "张三" | 15`))
	same(t, "name", f.Path, "sqlite:"+file)
}

// The hash is of the statement and the rows, whatever their order.
func TestHashOfAQuery(t *testing.T) {
	source := "sqlite:" + filled(t, "CREATE TABLE k (a, b); INSERT INTO k VALUES (1, 'x'), (2, 'y')")
	hash := func(statement string) string {
		f, err := ReadQuery(context.Background(), Query{Source: source, SQL: statement})
		must(t, err)
		return f.SHA256
	}
	if up, again := hash("SELECT * FROM k"), hash("SELECT * FROM k"); up != again || len(up) != 64 {
		t.Errorf("the same twice: %s, %s", up, again)
	}
	const either = "SELECT a, b FROM k ORDER BY CASE WHEN random() > 0 THEN a ELSE -a END"
	if a, b := hash(either), hash(either); a != b {
		t.Errorf("another order: %s, %s", a, b)
	}
	if hash("SELECT a FROM k") == hash("SELECT b FROM k") {
		t.Error("other columns have the same hash")
	}
}

func TestRefusedSources(t *testing.T) {
	file := filled(t, "CREATE TABLE k (a, b); INSERT INTO k VALUES (1, 2)")
	text := filepath.Join(t.TempDir(), "a.db")
	must(t, os.WriteFile(text, []byte(strings.Repeat("no database ", 100)), 0o600))
	const secret = "s3cr/et%"
	for _, c := range []struct {
		sentence string
		q        Query
		code     string
	}{
		{"an address that is none", Query{Source: "mysql://u:" + secret + "@h/d", Table: "k"}, "source.bad_url"},
		{"a port that is none", Query{Source: "postgres://u:secret@h:port/d", Table: "k"}, "source.bad_url"},
		{"an option that is not known", Query{Source: "postgres://u:secret@h/d?sslmode=perhaps", Table: "k"}, "source.bad_url"},
		{"nobody listens there", Query{Source: "postgres://u:secret@127.0.0.1:1/d", Table: "k"}, "source.unreachable"},
		{"no statement", Query{Source: "sqlite:" + file}, "source.no_statement"},
		{"a statement that writes", Query{Source: "sqlite:" + file, SQL: "DELETE FROM k"}, "source.not_select"},
		{"one behind another", Query{Source: "sqlite:" + file, SQL: "SELECT 1; DELETE FROM k"}, "source.not_select"},
		{"one behind a comment", Query{Source: "sqlite:" + file, SQL: "/* SELECT */ DROP TABLE k"}, "source.not_select"},
		{"one that writes in disguise", Query{Source: "sqlite:" + file, SQL: "WITH x AS (SELECT 1) DELETE FROM k"}, "source.failed"},
		{"a table that is not there", Query{Source: "sqlite:" + file, Table: "nothing"}, "source.failed"},
		{"a statement that is none", Query{Source: "sqlite:" + file, SQL: "SELECT FROM WHERE"}, "source.failed"},
		{"no file", Query{Source: "sqlite:" + file + "x", Table: "k"}, "file.not_found"},
		{"a folder", Query{Source: "sqlite:" + filepath.Dir(file), Table: "k"}, "file.is_directory"},
		{"a file that is no database", Query{Source: "sqlite:" + text, Table: "k"}, "source.failed"},
		{"a column of bytes alone", Query{Source: "sqlite:" + file, SQL: "SELECT x'ff' AS raw"}, "file.no_columns"},
	} {
		f, err := ReadQuery(context.Background(), c.q)
		fault := kpi.AsFault(err)
		if f != nil || fault == nil || fault.Code != c.code {
			t.Errorf("%s: %v, want %s", c.sentence, err, c.code)
			continue
		}
		if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the message holds the password: %v", c.sentence, err)
		}
	}
	f, err := ReadQuery(context.Background(), Query{Source: "sqlite:" + file, Table: "k"})
	must(t, err)
	same(t, "the table after all this", dump(f.Tables[0]), lines(`1: "a" | "b"`, `2: 1 | 2`))
}

func TestTheErrorsOfADatabaseLoseThePassword(t *testing.T) {
	s := &source{name: "postgres://h/d", password: "p@ss w"}
	for _, text := range []string{"user p@ss w refused", "url postgres://u:p%40ss+w@h", "postgres://u:p@ss%20w@h"} {
		if got := s.fault(errors.New(text)).Error(); strings.Contains(got, "ss w") || strings.Contains(got, "ss%20w") || strings.Contains(got, "ss+w") {
			t.Errorf("%s became %s", text, got)
		}
	}
}

func TestAQueryStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := ReadQuery(ctx, Query{Source: "sqlite:" + filled(t, "CREATE TABLE k (a)"), Table: "k"})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want the context's error", err)
	}
}

func TestSelects(t *testing.T) {
	for text, want := range map[string]bool{
		"select 1": true, "  (SELECT 1)": true, "WITH a AS (SELECT 1) SELECT * FROM a;": true, "-- x\n/* y; */ Select ';', \"a;b\"": true,
		"": false, ";": false, "selecting": false, "-- SELECT": false, "'SELECT'": false, "SELECT 1; SELECT 2": false, "PRAGMA x": false, "EXPLAIN SELECT 1": false,
	} {
		if selects(text) != want {
			t.Errorf("%q passes: %v", text, !want)
		}
	}
	same(t, "a name with a schema and a quote", quoteName(`hr.k"pi`), `"hr"."k""pi"`)
}

// What a driver says in lines (pgx: one for each address) is one sentence.
func TestFaultsOfDatabasesAreOneLine(t *testing.T) {
	for text, want := range map[string]string{
		"failed to connect to `user=a`:\n\t127.0.0.1:5432 (localhost): dial error\n\t[::1]:5432 (localhost): dial error": "failed to connect to `user=a`: 127.0.0.1:5432 (localhost): dial error; [::1]:5432 (localhost): dial error",
		"ERROR: no such table\r\n\n": "ERROR: no such table",
		"one line":                   "one line",
	} {
		s := &source{name: "postgres://a"}
		if got := s.fault(errors.New(text)).Error(); got != "postgres://a: source.failed: "+want {
			t.Errorf("%q", got)
		}
	}
}
