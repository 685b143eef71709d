//go:build unix

package sheet

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// postgresPassword is that of the test's own server; no message may hold it.
const postgresPassword = "hunter2@/?"

// startPostgres returns the URL of a PostgreSQL: the one that
// GAPSTEP_TEST_POSTGRES names, else a private one on 127.0.0.1 that lives as
// long as the test. "" when the machine has none.
func startPostgres(t *testing.T) string {
	t.Helper()
	if named := os.Getenv("GAPSTEP_TEST_POSTGRES"); named != "" {
		return named
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	must(t, err)
	if len(found) == 0 {
		return ""
	}
	bin := filepath.Dir(slices.Max(found))
	dir, err := os.MkdirTemp("/tmp", "gapstep-postgres") // t.TempDir, and TMPDIR, may be closed to another user
	must(t, err)
	t.Cleanup(func() { must(t, os.RemoveAll(dir)) })
	password := filepath.Join(dir, "password")
	must(t, os.WriteFile(password, []byte(postgresPassword), 0o600))
	must(t, os.Chmod(password, 0o644)) // whatever the umask
	run := commandsOf(t, dir)
	data := filepath.Join(dir, "data")
	must(t, run(filepath.Join(bin, "initdb"), "-D", data, "-U", "gapstep", "-A", "scram-sha-256", "--pwfile", password, "-E", "UTF8", "--no-locale", "-N"))
	port, control := 0, filepath.Join(bin, "pg_ctl")
	for try := 1; ; try++ { // somebody else may take the free port first
		port = freePort(t)
		err := run(control, "-D", data, "-w", "-t", "300", "-l", filepath.Join(dir, "log"), "-o", fmt.Sprintf("-h 127.0.0.1 -p %d -k '' -c fsync=off -c timezone=Asia/Shanghai", port), "start")
		if err == nil {
			break
		}
		if try == 3 {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { must(t, run(control, "-D", data, "-m", "immediate", "stop")) })
	u := url.URL{Scheme: "postgres", User: url.UserPassword("gapstep", postgresPassword), Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), Path: "/postgres"}
	return u.String()
}

// commandsOf runs commands in dir, and as another user when the test is root's,
// whom PostgreSQL refuses. An error holds what the command said.
func commandsOf(t *testing.T, dir string) func(name string, args ...string) error {
	attr := &syscall.SysProcAttr{}
	if os.Getuid() == 0 {
		who, err := user.Lookup("nobody")
		must(t, err)
		uid, err := strconv.Atoi(who.Uid)
		must(t, err)
		gid, err := strconv.Atoi(who.Gid)
		must(t, err)
		must(t, os.Chown(dir, uid, gid))
		must(t, os.Chmod(dir, 0o755))
		attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	return func(name string, args ...string) error {
		log := filepath.Join(dir, "output")
		out, err := os.Create(log)
		if err != nil {
			return err
		}
		defer out.Close()
		c := exec.Command(name, args...)
		c.Dir, c.Stdout, c.Stderr, c.SysProcAttr = dir, out, out, attr // a file: a pipe would wait for the server that inherits it
		if err := c.Run(); err != nil {
			text, _ := os.ReadFile(log)
			return fmt.Errorf("%s: %w\n%s", name, err, text)
		}
		return nil
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func TestRowsOfPostgres(t *testing.T) {
	source := startPostgres(t)
	if source == "" {
		const absent = "no PostgreSQL on this machine (/usr/lib/postgresql/*/bin) and GAPSTEP_TEST_POSTGRES is not set: reading from it was NOT tested"
		if os.Getenv("GAPSTEP_TEST_FULL") != "" {
			t.Fatal(absent)
		}
		t.Log(absent)
		return
	}
	ctx := context.Background()
	config, err := pgx.ParseConfig(source)
	must(t, err)
	db := stdlib.OpenDB(*config)
	defer db.Close()
	mustExec(t, db, `DROP TABLE IF EXISTS gapstep_kpi; CREATE TABLE gapstep_kpi (name text, id bigint, rate numeric(8,4), won int, share real,
		day date, at timestamp, seen timestamptz, met boolean, raw bytea, note jsonb, took interval);
		INSERT INTO gapstep_kpi VALUES
		('张三', 9007199254740993, 0.1500, 45, 0.5, '2025-06-30', '2025-06-30 14:05', '2025-06-30 17:00+00', true, '\xfffe', '{"a": 1}', '01:30:00'),
		(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
		('李四', 7, 'NaN', -1, 0.25, 'infinity', NULL, NULL, false, NULL, NULL, NULL)`)
	defer mustExec(t, db, "DROP TABLE gapstep_kpi")
	f, err := ReadQuery(ctx, Query{Source: source, Table: "public.gapstep_kpi"})
	must(t, err)
	got := dump(f.Tables[0])
	if os.Getenv("GAPSTEP_TEST_POSTGRES") == "" { // whose zone is known
		same(t, "cells", got, lines(`1: "name" | "id" | "rate" | "won" | "share" | "day" | "at" | "seen" | "met" |  | "note" | "took"`,
			`2: "张三" | "9007199254740993" | 0.15 | 45 | 0.5 | @2025-06-30 | @2025-06-30 14:05:00 | @2025-07-01 01:00:00 | TRUE |  | "{\"a\": 1}" | "01:30:00"`,
			`4: "李四" | 7 | "NaN" | -1 | 0.25 | "infinity" |  |  | FALSE`))
	}
	checkPostgresRefusals(t, source)
}

func checkPostgresRefusals(t *testing.T, source string) {
	t.Helper()
	wrong, err := url.Parse(source)
	must(t, err)
	wrong.User = url.UserPassword(wrong.User.Username(), "wrong-"+postgresPassword)
	for _, c := range []struct {
		sentence string
		q        Query
		code     string
	}{
		{"a statement that writes in disguise", Query{Source: source, SQL: "WITH x AS (DELETE FROM gapstep_kpi RETURNING name) SELECT * FROM x"}, "source.failed"},
		{"two statements", Query{Source: source, SQL: "SELECT 1; DROP TABLE gapstep_kpi"}, "source.not_select"},
		{"a table that is not there", Query{Source: source, Table: "gapstep_none"}, "source.failed"},
		{"a statement that fails on its way", Query{Source: source, SQL: "SELECT 1/(3-n) FROM generate_series(1, 5) n"}, "source.failed"},
		{"a wrong password", Query{Source: wrong.String(), Table: "gapstep_kpi"}, "source.unreachable"},
	} {
		f, err := ReadQuery(context.Background(), c.q)
		if fault := kpi.AsFault(err); f != nil || fault == nil || fault.Code != c.code {
			t.Errorf("%s: %v, want %s", c.sentence, err, c.code)
		} else if text := err.Error(); strings.Contains(text, "hunter2") {
			t.Errorf("%s: the message holds the password: %s", c.sentence, text)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := ReadQuery(ctx, Query{Source: source, SQL: "SELECT pg_sleep(60)"}); err == nil || kpi.AsFault(err) != nil {
		t.Errorf("cancelled: %v", err)
	}
}

func mustExec(t *testing.T, db *sql.DB, statements string) {
	t.Helper()
	conn, err := db.Conn(context.Background())
	must(t, err)
	defer conn.Close()
	must(t, conn.Raw(func(c any) error {
		_, err := c.(*stdlib.Conn).Conn().PgConn().Exec(context.Background(), statements).ReadAll()
		return err
	}))
}
