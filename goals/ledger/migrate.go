package ledger

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/pressly/goose/v3"
)

// The migrations lead from one version of the schema to the next. What a
// released version holds is never changed: a change is a further file.
//
//go:embed migrations/*.sql
var migrations embed.FS

// knownVersion is the version of the last migration.
const knownVersion = 2

// migrate brings the schema to the version known and refuses files that are
// newer or are no ledger. The log that readers need not wait for is switched on
// where nobody else has the file open just now; the guarantees are the same
// without it.
func (s *store) migrate(ctx context.Context) error {
	version, err := s.version(ctx, s.db)
	if err != nil {
		return err
	}
	if version < knownVersion {
		if err := s.up(ctx); err != nil {
			return err
		}
	}
	return s.writeAhead(ctx)
}

func (s *store) up(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, s.db, files, goose.WithSessionLocker(locker{}), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// locker keeps other processes out between the transactions of the migrations.
type locker struct{}

// SessionLock implements the locker of goose.
func (locker) SessionLock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT")
	return err
}

// SessionUnlock implements the locker of goose: the lock goes with the next
// time the file is read.
func (locker) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, "PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_schema")
	return err
}

// writeAhead puts a file into WAL mode, which it keeps; a file that is in use or
// can only be read stays as it is.
func (s *store) writeAhead(ctx context.Context) error {
	var mode string
	if err := s.db.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil {
		return err
	}
	if mode == "wal" || mode == "memory" {
		return nil
	}
	err := s.db.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode)
	if f := kpi.AsFault(s.fault(err)); f != nil && (f.Code == "ledger.busy" || f.Code == "ledger.denied") {
		return nil
	}
	return err
}

// version is the file's schema version, 0 for a file without anything of its
// own in it. One statement reads all there is to know, so that another process
// that is just creating the ledger is seen before or after, never in between.
func (s *store) version(ctx context.Context, q queryer) (int, error) {
	var application, version, tables int
	err := q.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM sqlite_schema WHERE tbl_name NOT IN ('goose_db_version', 'sqlite_sequence')),
		(SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version)`).Scan(&tables, &application, &version)
	if err != nil {
		return 0, err
	}
	switch fresh := application == 0 && version == 0 && tables == 0; {
	case fresh:
		return 0, nil
	case application != applicationID:
		return 0, &kpi.Fault{Class: kpi.Usage, Code: "ledger.foreign", Args: kpi.Args{"path": s.path}}
	case version > knownVersion:
		return 0, &kpi.Fault{Class: kpi.Failed, Code: "ledger.newer",
			Args: kpi.Args{"path": s.path, "version": fmt.Sprint(version), "known": fmt.Sprint(knownVersion)}}
	}
	return version, nil
}

// Backup writes a whole copy of the ledger into a new file while others read
// and write, and checks the copy's chain: it ends in the head that is returned.
// Nothing is left of a copy that failed. The fault is file.exists where there is
// a file already, and those of writing.
func (l *Ledger) Backup(ctx context.Context, path string) (Head, error) {
	copied := &store{path: path}
	if err := claim(path); err != nil {
		return Head{}, copied.fault(err)
	}
	head, err := l.backup(ctx, path)
	if err != nil {
		return Head{}, errors.Join(copied.fault(err), remove(path))
	}
	return head, nil
}

func (l *Ledger) backup(ctx context.Context, path string) (head Head, err error) {
	if _, err := l.store.db.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return Head{}, err
	}
	if err := flush(path); err != nil {
		return Head{}, err
	}
	backup, err := openStore(ctx, path)
	if err != nil {
		return Head{}, err
	}
	defer func() { err = errors.Join(err, backup.db.Close()) }()
	return (&Ledger{backup}).Verify(ctx)
}
