package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/gapstep/gapstep/ingest/kpi"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Everything that is SQLite's stands in this file: a shared store gets one of
// its own with the same methods.

// applicationID marks the file as a ledger of gapstep: "gaps" in ASCII.
const applicationID = 0x67617073

// busyMillis is how long a writer waits for another one.
const busyMillis = 30_000

// store is an open SQLite file.
type store struct {
	db   *sql.DB
	path string
}

// openStore opens or creates the file. A new one can be read by its owner only.
// A file on a disk that can't be written is opened to be read.
func openStore(ctx context.Context, path string) (*store, error) {
	s, err := openFile(ctx, path, dataSource(path, nil))
	if f := kpi.AsFault(err); f != nil && f.Code == "ledger.denied" && readOnly(path) {
		return openFile(ctx, path, dataSource(path, url.Values{"immutable": {"1"}, "mode": {"ro"}}))
	}
	return s, err
}

func openFile(ctx context.Context, path, source string) (*store, error) {
	s := &store{path: path}
	if err := touch(path); err != nil {
		return nil, s.fault(err)
	}
	db, err := sql.Open("sqlite", source)
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

// readOnly reports whether a file is there that can't be written, and that no
// writer left unfinished: its log would hold entries that are not in it.
func readOnly(path string) bool {
	if st, err := os.Stat(path); err != nil || st.Size() == 0 {
		return false
	}
	if st, err := os.Stat(path + "-wal"); err == nil && st.Size() > 0 {
		return false
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err == nil {
		f.Close()
		f, err = os.CreateTemp(filepath.Dir(path), ".gapstep-*") // the folder takes the log
	}
	if err == nil {
		err = errors.Join(f.Close(), os.Remove(f.Name()))
	}
	return err != nil
}

// touch creates the file with mode 0600 before SQLite would with a wider one.
func touch(path string) error {
	if path == ":memory:" {
		return nil
	}
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	f, err := os.OpenFile(path, os.O_RDONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// dataSource is the driver's name of a file. SQLite takes mode and immutable
// from a URI alone, in which the path is escaped.
func dataSource(path string, uri url.Values) string {
	if strings.Contains(path, "?") || len(uri) > 0 {
		path = "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
	}
	q := url.Values{"_txlock": {"immediate"}, "_dqs": {"0"}, "_defensive": {"1"}, "_synchronous": {"FULL"},
		"_busy_timeout": {fmt.Sprint(busyMillis)}}
	maps.Copy(q, uri)
	return path + "?" + q.Encode()
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
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		code = "ledger.denied"
	case errors.Is(err, syscall.ENOSPC):
		code = "ledger.full"
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
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_CANTOPEN:
		return "ledger.denied"
	case sqlite3.SQLITE_FULL:
		return "ledger.full"
	}
	return "ledger.failed"
}
