package ledger

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Everything that is SQLite's stands in this file: a shared store gets one of
// its own with the same methods.

//go:embed schema_0001.sql
var schema0001 string

// applicationID marks the file as a ledger of gapstep: "gaps" in ASCII.
const applicationID = 0x67617073

// busyMillis is how long a writer waits for another one.
const busyMillis = 10_000

// migrations lead from schema version i to i+1; the last is the version known.
func migrations() []string { return []string{schema0001} }

// store is an open SQLite file.
type store struct {
	db   *sql.DB
	path string
}

// openStore opens or creates the file. A new one can be read by its owner only.
func openStore(ctx context.Context, path string) (*store, error) {
	s := &store{path: path}
	if err := touch(path); err != nil {
		return nil, s.fault(err)
	}
	db, err := sql.Open("sqlite", dataSource(path))
	if err != nil {
		return nil, s.fault(err)
	}
	db.SetMaxOpenConns(1) // one writer at a time anyway, and an in-memory ledger is one connection's
	s.db = db
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(s.fault(err), db.Close())
	}
	return s, nil
}

// touch creates the file with mode 0600 before SQLite would with a wider one.
func touch(path string) error {
	if path == ":memory:" {
		return nil
	}
	f, err := os.OpenFile(path, os.O_RDONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func dataSource(path string) string {
	if strings.Contains(path, "?") { // would begin the options: as a URI it can be escaped
		path = "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
	}
	q := url.Values{"_txlock": {"immediate"}, "_dqs": {"0"}, "_defensive": {"1"}, "_synchronous": {"FULL"},
		"_busy_timeout": {fmt.Sprint(busyMillis)}}
	return path + "?" + q.Encode()
}

// migrate brings the schema to the version known, in one transaction, and
// refuses files that are newer or are no ledger.
func (s *store) migrate(ctx context.Context) error {
	known := len(migrations())
	if version, err := s.version(ctx, s.db); err != nil || version == known {
		return err // a file that can only be read is opened without a lock
	}
	return s.write(ctx, func(tx *sql.Tx) error {
		version, err := s.version(ctx, tx)
		if err != nil || version == known {
			return err
		}
		for _, script := range migrations()[version:] {
			if _, err := tx.ExecContext(ctx, script); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, known))
		return err
	})
}

// version is the file's schema version, 0 for a file without anything in it.
// One statement reads all there is to know, so that another process that
// is just creating the ledger is seen before or after, never in between.
func (s *store) version(ctx context.Context, q queryer) (int, error) {
	var application, version, tables int
	err := q.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM sqlite_schema),
		(SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version)`).Scan(&tables, &application, &version)
	if err != nil {
		return 0, err
	}
	known := len(migrations())
	switch fresh := application == 0 && version == 0 && tables == 0; {
	case fresh:
		return 0, nil
	case application != applicationID:
		return 0, &kpi.Fault{Class: kpi.Usage, Code: "ledger.foreign", Args: kpi.Args{"path": s.path}}
	case version > known:
		return 0, &kpi.Fault{Class: kpi.Failed, Code: "ledger.newer",
			Args: kpi.Args{"path": s.path, "version": fmt.Sprint(version), "known": fmt.Sprint(known)}}
	}
	return version, nil
}

// write runs do in one immediate transaction: all of it or nothing.
func (s *store) write(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.fault(err)
	}
	if err := do(tx); err != nil {
		return errors.Join(s.fault(err), ignoreDone(tx.Rollback()))
	}
	return s.fault(tx.Commit())
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// head is the end of the chain.
func (s *store) head(ctx context.Context, tx *sql.Tx) (Head, error) {
	h := Head{Hash: Genesis}
	err := tx.QueryRowContext(ctx, "SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1").Scan(&h.Seq, &h.Hash)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return h, err
}

func (s *store) insert(ctx context.Context, tx *sql.Tx, r record) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO entries (seq, at, actor, kind, plan, body, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		r.seq, r.at, r.by, r.kind, r.plan, r.body, r.prevHash, r.hash)
	return err
}

// queryer is what reads rows: the file itself, or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// records calls each with every record in order, until it returns false.
func (s *store) records(ctx context.Context, q queryer, each func(record) bool) (err error) {
	rows, err := q.QueryContext(ctx, "SELECT seq, at, actor, kind, plan, body, prev_hash, hash FROM entries ORDER BY seq")
	if err != nil {
		return s.fault(err)
	}
	defer func() { err = errors.Join(err, s.fault(rows.Close())) }()
	for rows.Next() {
		var r record
		if err := rows.Scan(&r.seq, &r.at, &r.by, &r.kind, &r.plan, &r.body, &r.prevHash, &r.hash); err != nil {
			return s.fault(err)
		}
		if !each(r) {
			return nil
		}
	}
	return s.fault(rows.Err())
}

// fault says in our words what SQLite or the system says in theirs; faults
// pass through.
func (s *store) fault(err error) error {
	if err == nil || kpi.AsFault(err) != nil {
		return err
	}
	code := "ledger.failed"
	var e *sqlite.Error
	switch {
	case errors.Is(err, fs.ErrPermission):
		code = "ledger.denied"
	case errors.Is(err, fs.ErrNotExist):
		code = "ledger.no_folder"
	case errors.As(err, &e):
		code = codeOf(e.Code())
	}
	return &kpi.Fault{Class: kpi.Failed, Code: code, Args: kpi.Args{"path": s.path}, Err: err}
}

func codeOf(result int) string {
	switch result & 0xff { // the primary code
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return "ledger.unreadable"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return "ledger.busy"
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return "ledger.denied"
	}
	return "ledger.failed"
}
