package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
	sqlite3 "modernc.org/sqlite/lib"
	"pgregory.net/rapid"
)

func TestWhatSQLiteSaysInOurWords(t *testing.T) {
	for result, want := range map[int]string{
		sqlite3.SQLITE_NOTADB: "ledger.unreadable", sqlite3.SQLITE_CORRUPT: "ledger.unreadable", sqlite3.SQLITE_CORRUPT_INDEX: "ledger.unreadable",
		sqlite3.SQLITE_BUSY: "ledger.busy", sqlite3.SQLITE_BUSY_SNAPSHOT: "ledger.busy", sqlite3.SQLITE_LOCKED: "ledger.busy",
		sqlite3.SQLITE_READONLY: "ledger.denied", sqlite3.SQLITE_PERM: "ledger.denied", sqlite3.SQLITE_FULL: "ledger.full", sqlite3.SQLITE_CANTOPEN: "ledger.denied", sqlite3.SQLITE_IOERR: "ledger.failed",
	} {
		if got := codeOf(result); got != want {
			t.Errorf("result %d: %s, want %s", result, got, want)
		}
	}
	s := &store{path: "gapstep.db"}
	for name, c := range map[string]struct {
		err  error
		code string
	}{
		"no permission":        {fmt.Errorf("open: %w", fs.ErrPermission), "ledger.denied"},
		"a read-only disk":     {fmt.Errorf("open: %w", syscall.EROFS), "ledger.denied"},
		"a full disk":          {fmt.Errorf("write: %w", syscall.ENOSPC), "ledger.full"},
		"no folder":            {fmt.Errorf("open: %w", fs.ErrNotExist), "ledger.no_folder"},
		"anything else":        {errors.New("cable cut"), "ledger.failed"},
		"a fault is kept":      {usage("plan.unknown", kpi.Args{}), "plan.unknown"},
		"a joined one as well": {errors.Join(usage("plan.unknown", kpi.Args{}), errors.New("x")), "plan.unknown"},
	} {
		t.Run(name, func(t *testing.T) { wantFault(t, s.fault(c.err), c.code) })
	}
	if s.fault(nil) != nil {
		t.Error("no error is a fault")
	}
}

func TestABusyLedgerIsSaid(t *testing.T) {
	_, path := fiveEntries(t)
	l, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := l.store.db.Exec("PRAGMA busy_timeout = 0"); err != nil {
		t.Fatal(err)
	}
	tx, err := open(t, path).store.db.Begin() // immediate: holds the write lock
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	_, err = l.Draft(ctx, by("lee"), proposal("e9", 900_000))
	wantFault(t, err, "ledger.busy")
	if plans, err := l.Plans(ctx); err != nil || len(plans) != 5 {
		t.Errorf("reading beside a writer: %d plans (%v)", len(plans), err)
	}
}

func TestManyOpenANewLedgerAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gapstep.db")
	var wg sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		wg.Go(func() {
			l, err := Open(ctx, path)
			if err == nil {
				err = l.Close()
			}
			errs[i] = err
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if head, err := open(t, path).Verify(ctx); err != nil || head != (Head{Hash: Genesis}) {
		t.Errorf("head %+v (%v)", head, err)
	}
}

func TestARefusedWriteLeavesNothing(t *testing.T) {
	l, _ := fiveEntries(t)
	before, err := l.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Draft(ctx, by("lee"), proposal("e6", 900_000), proposal("e1", 910_000)); err != nil {
		t.Fatal(err)
	}
	after, err := l.Verify(ctx)
	if err != nil || after.Seq != before.Seq+2 {
		t.Errorf("%+v after %+v (%v)", after, before, err)
	}
	if _, err := l.Draft(ctx, Stamp{At: at}, proposal("e7", 900_000)); err == nil {
		t.Error("a draft of nobody is written")
	}
	if again, err := l.Verify(ctx); err != nil || again != after {
		t.Errorf("%+v after %+v (%v)", again, after, err)
	}
}

func TestEntriesComeBackAsTheyWereWritten(t *testing.T) {
	l, err := Open(ctx, "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	rapid.Check(t, func(r *rapid.T) {
		body, err := json.Marshal(rapid.MapOf(rapid.String(), rapid.String()).Draw(r, "body"))
		if err != nil {
			r.Fatal(err)
		}
		e := Entry{At: time.Unix(rapid.Int64Range(0, 4e9).Draw(r, "at"), rapid.Int64Range(0, 999_999_999).Draw(r, "nano")).UTC(),
			By: rapid.StringMatching(`[a-z李'" ]{0,5}x`).Draw(r, "by"), Kind: "note", Plan: rapid.StringMatching(`.{0,9}`).Draw(r, "plan"), Body: body}
		put, err := l.Append(ctx, e)
		if err != nil {
			r.Fatal(err)
		}
		list, err := l.Entries(ctx)
		if err != nil {
			r.Fatal(err)
		}
		got := list[len(list)-1]
		if got.Seq != put.Seq || got.Hash != put.Hash || !got.At.Equal(e.At) || got.By != e.By || got.Plan != e.Plan || string(got.Body) != string(body) {
			r.Fatalf("wrote %+v, read %+v", put, got)
		}
	})
	if _, err := l.Verify(ctx); err != nil {
		t.Error(err)
	}
}

func FuzzPathOf(f *testing.F) {
	for _, s := range []string{"sqlite:gapstep.db", "gapstep.db", "postgres://x", `C:\x.db`, "sqlite://", ":", "a:b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, url string) {
		path, err := pathOf(url)
		if (err == nil) != (path != "") {
			t.Errorf("%q: path %q, error %v", url, path, err)
		}
	})
}
