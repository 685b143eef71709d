package ledger

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/goals"
)

// version1 is a copy of testdata/version1.db: the demo's ledger, written by the
// first released version. 61 entries, 8 plans agreed by "demo".
func version1(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile("testdata/version1.db")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "old.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func text(t *testing.T, l *Ledger, query string) (s string) {
	t.Helper()
	if err := l.store.db.QueryRow(query).Scan(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAFileOfTheFirstVersionOpensAndMigrates(t *testing.T) {
	path := version1(t)
	l := open(t, path)
	head, err := l.Verify(ctx)
	if err != nil || head.Seq != 61 || head.Hash != "9111ac20a1b6430206952b3baa2c5549ed20d74e640b3cf3b67d6d44fdf47fbb" { // as the first version printed it
		t.Fatalf("head %+v (%v)", head, err)
	}
	p, err := l.Plan(ctx, "sc5xfmmuic")
	if err != nil || p.State != goals.Agreed || p.By != "demo" || p.Milestones[1].Level != 200_000 || p.Milestones[1].By.String() != "2026-12-31" {
		t.Fatalf("%+v (%v)", p, err)
	}
	p.State = goals.Draft
	if got := draft(t, l, p); got[0].Change != Kept {
		t.Errorf("an agreed plan drafted again: %s", got[0].Change)
	}
	if kept, err := l.Kept(ctx); err != nil || len(kept) == 0 {
		t.Errorf("%d figures (%v)", len(kept), err)
	}
	if v := text(t, l, "PRAGMA user_version"); v != "2" {
		t.Errorf("schema version %s", v)
	}
	if n := text(t, l, "SELECT count(*) FROM goose_db_version WHERE version_id = 2"); n != "1" {
		t.Errorf("the last migration ran %s times", n)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := open(t, path).Verify(ctx)
	if err != nil || again != head {
		t.Errorf("opened again: %+v (%v)", again, err)
	}
}

// The schema is the same whether a file was migrated or made anew.
func TestMigratedAndNewFilesAreAlike(t *testing.T) {
	schema := func(l *Ledger) string {
		return strings.Join(strings.Fields(strings.ReplaceAll(text(t, l, "SELECT group_concat(sql, ' ') FROM (SELECT sql FROM sqlite_schema WHERE name LIKE 'entries%' ORDER BY name)"),
			"IF NOT EXISTS ", "")), " ")
	}
	made, _ := fresh(t)
	if diff := cmp.Diff(schema(made), schema(open(t, version1(t)))); diff != "" {
		t.Errorf("-new +migrated\n%s", diff)
	}
	if n := len(mustGlob(t)); n != knownVersion {
		t.Errorf("%d migrations, but the version known is %d", n, knownVersion)
	}
}

func mustGlob(t *testing.T) []string {
	t.Helper()
	list, err := filepath.Glob("migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestAnOpenLedgerIsInWriteAheadModeWithFullSync(t *testing.T) {
	l, _ := fresh(t)
	if mode := text(t, l, "PRAGMA journal_mode"); mode != "wal" {
		t.Errorf("journal mode %s", mode)
	}
	if sync := text(t, l, "PRAGMA synchronous"); sync != "2" { // FULL
		t.Errorf("synchronous %s", sync)
	}
}

func TestAFullDiskLeavesNothingHalfWritten(t *testing.T) {
	l, _ := fiveEntries(t)
	if _, err := l.store.db.Exec("PRAGMA max_page_count = 1"); err != nil { // SQLite takes the pages that there are
		t.Fatal(err)
	}
	big := proposal("e9", 900_000)
	big.Team = strings.Repeat("north ", 100_000)
	_, err := l.Draft(ctx, by("lee"), proposal("e8", 900_000), big)
	wantFault(t, err, "ledger.full")
	if head, err := l.Verify(ctx); err != nil || head.Seq != 5 {
		t.Errorf("after the refused write: %+v (%v)", head, err)
	}
}

// A ledger on a disk that can't be written is read all the same.
func TestAReadOnlyLedgerIsReadAndNotWritten(t *testing.T) {
	l, path := fiveEntries(t)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := openFile(ctx, path, dataSource(path, map[string][]string{"immutable": {"1"}, "mode": {"ro"}}))
	if err != nil {
		t.Fatal(err)
	}
	defer s.db.Close()
	read := &Ledger{s}
	if plans, err := read.Plans(ctx); err != nil || len(plans) != 5 {
		t.Errorf("%d plans (%v)", len(plans), err)
	}
	_, err = read.Draft(ctx, by("lee"), proposal("e9", 900_000))
	wantFault(t, err, "ledger.denied")
	if readOnly(path) || readOnly(filepath.Join(t.TempDir(), "none.db")) {
		t.Error("a file that can be written, or is not there, is said to be read-only")
	}
}

func TestABackupIsWholeWhileOthersWrite(t *testing.T) {
	l, path := fiveEntries(t)
	other := open(t, path)
	stop, done := make(chan struct{}), make(chan error, 1)
	go func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			if _, err := other.Append(ctx, Entry{At: at, By: "kim", Kind: "of.tomorrow", Body: []byte("{}")}); err != nil {
				done <- err
				return
			}
		}
	}()
	dir := t.TempDir()
	for _, name := range []string{"a.db", "b.db", "c.db"} {
		head, err := l.Backup(ctx, filepath.Join(dir, name))
		if err != nil || head.Seq < 5 {
			t.Fatalf("%+v (%v)", head, err)
		}
		if _, err := l.Verify(ctx, head); err != nil {
			t.Errorf("the ledger does not hold the end of its copy: %v", err)
		}
		if plans, err := open(t, filepath.Join(dir, name)).Plans(ctx); err != nil || len(plans) != 5 {
			t.Errorf("%d plans in the copy (%v)", len(plans), err)
		}
	}
	close(stop)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestABackupOverwritesNothingAndLeavesNoHalf(t *testing.T) {
	l, path := fiveEntries(t)
	_, err := l.Backup(ctx, path)
	wantFault(t, err, "file.exists")
	_, err = l.Backup(ctx, filepath.Join(t.TempDir(), "none", "b.db"))
	wantFault(t, err, "ledger.no_folder")
	meddle(t, path, unlock, `UPDATE entries SET actor = 'kim' WHERE seq = 3`)
	target := filepath.Join(t.TempDir(), "b.db")
	_, err = l.Backup(ctx, target)
	wantFault(t, err, "ledger.tampered")
	if _, err := os.Stat(target); !os.IsNotExist(err) {
		t.Errorf("half a copy is left (%v)", err)
	}
}
