package sheet

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Query is a source in a database: the rows of one statement, or of one table.
type Query struct {
	Source string // postgres://user:password@host/database, or sqlite:FILE
	SQL    string // SELECT or WITH; "" for all of Table
	Table  string // a name, or schema.name; counts when SQL is ""

	Progress *Progress // counts the rows that are read; nil: nobody looks
	top      int       // rows that are kept as they are, for tests; 0: queryTop
}

// ReadQuery reads the rows of a query into a table whose first row, the header, is
// the names of the columns. It reads within a read-only transaction, so that a
// statement can't change anything. The file's name is that of the source without
// its password, its SHA256 that of the statement and of the rows in whatever order
// they came. Of a large result the rows below the first are in the table's Spool. Faults: source.bad_url, source.no_statement, source.not_select,
// source.unreachable, source.failed.
func ReadQuery(ctx context.Context, q Query) (*File, error) {
	src, err := openSource(q.Source)
	if err != nil {
		return nil, err
	}
	defer src.db.Close()
	statement := q.SQL
	if statement == "" {
		statement = "SELECT * FROM " + quoteName(q.Table)
		src.name += "/" + q.Table
	}
	if q.SQL == "" && q.Table == "" {
		return nil, usageFault("source.no_statement", src.name)
	}
	if !selects(statement) {
		return nil, usageFault("source.not_select", src.name)
	}
	f := &File{Path: src.name}
	if err := src.read(ctx, f, q, statement); err != nil {
		return nil, src.fault(err)
	}
	return f, nil
}

func usageFault(code, name string) error {
	return &kpi.Fault{Class: kpi.Usage, Code: code, Origin: kpi.Origin{File: name}}
}

// source is an open database.
type source struct {
	db       *sql.DB
	name     string // without the password
	password string // never to be shown
	zone     string // the statement that tells the session's time zone, "" for databases without one
}

// openSource opens the database of a URL; PostgreSQL is not connected to yet.
func openSource(address string) (*source, error) {
	if file, ok := strings.CutPrefix(address, "sqlite:"); ok {
		return openSQLite(file)
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return nil, usageFault("source.bad_url", "") // the URL itself may hold a password
	}
	s := &source{zone: "SHOW TimeZone"}
	s.password, _ = u.User.Password()
	s.name = (&url.URL{Scheme: "postgres", Host: u.Host, Path: u.Path}).String()
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, usageFault("source.bad_url", s.name)
	}
	s.password = cmp.Or(s.password, config.Password)
	s.db = stdlib.OpenDB(*config)
	return s, nil
}

func openSQLite(file string) (*source, error) {
	file = strings.TrimPrefix(file, "//")
	info, err := os.Stat(file)
	if err != nil {
		return nil, accessFault(file, err)
	}
	if info.IsDir() {
		return nil, fault("file.is_directory", file, nil)
	}
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(), RawQuery: "mode=ro&_pragma=query_only(1)"}
	db, err := sql.Open("sqlite", u.String())
	return &source{db: db, name: "sqlite:" + file}, err
}

// fault is an error of the database, without the password should it hold it.
func (s *source) fault(err error) error {
	if kpi.AsFault(err) != nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if errors.Is(err, errBomb) {
		return fault("file.unfolds", s.name, kpi.Args{"format": "sql"})
	}
	code := "source.failed"
	if connect := (*unreachable)(nil); errors.As(err, &connect) {
		code = "source.unreachable"
	}
	text := err.Error()
	for _, secret := range []string{s.password, url.QueryEscape(s.password), url.PathEscape(s.password)} {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "xxxxx")
		}
	}
	return &kpi.Fault{Code: code, Origin: kpi.Origin{File: s.name}, Err: errors.New(onOneLine(text))}
}

// onOneLine joins the lines of a driver's error: one for each address that was
// tried.
func onOneLine(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			continue
		case strings.HasSuffix(b.String(), ":"):
			b.WriteByte(' ')
		case b.Len() > 0:
			b.WriteString("; ")
		}
		b.WriteString(line)
	}
	return b.String()
}

// unreachable is the error of a database that could not be connected to.
type unreachable struct{ error }

// Unwrap returns the cause.
func (u *unreachable) Unwrap() error { return u.error }

// read reads the rows of the statement into f.
func (s *source) read(ctx context.Context, f *File, q Query, statement string) error {
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return &unreachable{err}
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	zone := "UTC"
	if s.zone != "" {
		if err := tx.QueryRowContext(ctx, s.zone).Scan(&zone); err != nil {
			return err
		}
	}
	rows, err := tx.QueryContext(ctx, statement)
	if err != nil {
		return err
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	r := &rowReader{recordKeeper: newRecordKeeper(f.Path, mostQueried, cmp.Or(q.top, queryTop)), zone: zone, location: zoneOf(zone)}
	r.progress = q.Progress
	r.begin(types)
	for rows.Next() {
		if err := r.readRow(rows); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	f.SHA256 = r.sum(statement)
	return r.table(f, "sql")
}

// quoteName quotes the parts of a name as standard SQL does.
func quoteName(name string) string {
	parts := strings.Split(name, ".")
	for i, p := range parts {
		parts[i] = `"` + strings.ReplaceAll(p, `"`, `""`) + `"`
	}
	return strings.Join(parts, ".")
}

// selects reports whether a text is one statement that begins with SELECT or
// WITH. It is there to tell users early; what keeps a database from change is
// the read-only transaction.
func selects(text string) bool {
	bare := strings.TrimRight(strings.TrimSpace(stripSQL(text)), "; \t\r\n")
	first, _, _ := strings.Cut(strings.Join(strings.Fields(strings.ReplaceAll(bare, "(", " ")), " "), " ")
	return !strings.Contains(bare, ";") && (strings.EqualFold(first, "SELECT") || strings.EqualFold(first, "WITH"))
}

// stripSQL leaves comments out of a statement, and what stands in quotes.
func stripSQL(text string) string {
	ends := map[string]string{"--": "\n", "/*": "*/", "'": "'", `"`: `"`}
	var b strings.Builder
	for text != "" {
		end, width := "", 1
		for _, open := range []string{"--", "/*", "'", `"`} {
			if strings.HasPrefix(text, open) {
				end, width = ends[open], len(open)
			}
		}
		if end == "" {
			b.WriteByte(text[0])
			text = text[1:]
			continue
		}
		b.WriteByte(' ')
		_, text, _ = strings.Cut(text[width:], end)
	}
	return b.String()
}
