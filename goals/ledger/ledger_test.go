package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/google/go-cmp/cmp"
)

var ctx = context.Background()

// at is a fixed time; the ledger has no clock.
var at = time.Date(2025, 7, 1, 9, 30, 0, 123_000_000, time.FixedZone("CST", 8*3600))

func by(name string) Stamp { return Stamp{at, name} }

func open(t *testing.T, path string) *Ledger {
	t.Helper()
	l, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func fresh(t *testing.T) (*Ledger, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "gapstep.db")
	return open(t, "sqlite:"+path), path
}

// plan is a draft of a person; level is that of its one milestone.
func plan(employee string, level kpi.Decimal, basis goals.Basis) goals.Plan {
	return goals.Plan{ID: goals.PlanID(employee, "csat"), Employee: kpi.Employee{ID: employee, Name: "张伟"}, Team: "north", Indicator: "csat",
		Direction: kpi.Higher, Baseline: 850_000, Reference: 920_000, Basis: basis, State: goals.Draft, Version: 1, AsOf: kpi.DateOf(2025, 6, 30),
		Milestones: []goals.Milestone{{Level: level, Operator: goals.AtLeast, FromMonth: 3, Sustain: 3}},
		Arithmetic: []kpi.Caveat{{Code: "arithmetic.gap", Args: kpi.Args{"gap": "0.07", "baseline": "0.85"}}}}
}

func proposal(employee string, level kpi.Decimal) goals.Plan {
	return plan(employee, level, goals.BasisMean)
}

func draft(t *testing.T, l *Ledger, plans ...goals.Plan) []Drafted {
	t.Helper()
	out, err := l.Draft(ctx, by("lee"), plans...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func entries(t *testing.T, l *Ledger) []Entry {
	t.Helper()
	list, err := l.Entries(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func wantFault(t *testing.T, err error, code string) *kpi.Fault {
	t.Helper()
	f := kpi.AsFault(err)
	if f == nil || f.Code != code {
		t.Fatalf("error %v, want %s", err, code)
	}
	return f
}

func TestTheSameGapTwiceIsOneDraft(t *testing.T) {
	l, _ := fresh(t)
	first := draft(t, l, proposal("e017", 900_000))
	again := draft(t, l, proposal("e017", 900_000))
	if first[0].Change != Added || again[0].Change != Unchanged || len(entries(t, l)) != 1 {
		t.Fatalf("%s, then %s, %d entries", first[0].Change, again[0].Change, len(entries(t, l)))
	}
	changed := draft(t, l, proposal("e017", 910_000))
	if changed[0].Change != Replaced || changed[0].Plan.Version != 2 || len(entries(t, l)) != 2 {
		t.Errorf("a changed proposal: %s, version %d", changed[0].Change, changed[0].Plan.Version)
	}
	if third := draft(t, l, proposal("e017", 910_000)); third[0].Change != Unchanged || third[0].Plan.Version != 2 {
		t.Errorf("the changed one again: %s, version %d", third[0].Change, third[0].Plan.Version)
	}
	plans, err := l.Plans(ctx)
	if err != nil || len(plans) != 1 || plans[0].Milestones[0].Level != 910_000 || plans[0].Version != 2 {
		t.Errorf("plans %+v (%v)", plans, err)
	}
}

func TestTheSamePersonTwiceInOneRunIsOneDraft(t *testing.T) {
	l, _ := fresh(t)
	got := draft(t, l, proposal("e017", 900_000), proposal("e018", 900_000), proposal("e017", 900_000))
	if got[0].Change != Added || got[1].Change != Added || got[2].Change != Unchanged {
		t.Errorf("%v", got)
	}
}

func TestAnAgreedPlanIsNeverDraftedAgain(t *testing.T) {
	l, path := fresh(t)
	draft(t, l, proposal("e017", 900_000))
	agreed, err := l.Agree(ctx, by("lee"), goals.PlanID("e017", "csat")[:4], kpi.DateOf(2025, 7, 1))
	if err != nil {
		t.Fatal(err)
	}
	if agreed.State != goals.Agreed || agreed.By != "lee" || agreed.Milestones[0].From.String() != "2025-09-01" {
		t.Errorf("agreed %+v", agreed)
	}
	if got := draft(t, l, proposal("e017", 950_000)); got[0].Change != Kept || got[0].Plan.State != goals.Agreed {
		t.Errorf("drafted again: %+v", got[0])
	}
	_, err = l.Agree(ctx, by("kim"), agreed.ID, kpi.DateOf(2025, 8, 1))
	if f := wantFault(t, err, "plan.already_agreed"); f.Args["by"] != "lee" {
		t.Errorf("fault %v", f)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := open(t, path).Plan(ctx, agreed.ID)
	if diff := cmp.Diff(agreed, again); err != nil || diff != "" {
		t.Errorf("after reopening (%v): %s", err, diff)
	}
}

func TestAProposalNeverReplacesAPersonsOwnTarget(t *testing.T) {
	l, _ := fresh(t)
	draft(t, l, plan("e017", 950_000, goals.BasisExplicit))
	if got := draft(t, l, proposal("e017", 900_000)); got[0].Change != Kept || got[0].Plan.Milestones[0].Level != 950_000 {
		t.Errorf("%+v", got[0])
	}
	if got := draft(t, l, plan("e017", 930_000, goals.BasisExplicit)); got[0].Change != Replaced {
		t.Errorf("another target of a person: %s", got[0].Change)
	}
	draft(t, l, proposal("e018", 900_000))
	if got := draft(t, l, plan("e018", 930_000, goals.BasisExplicit)); got[0].Change != Replaced {
		t.Errorf("a target over a proposal: %s", got[0].Change)
	}
}

func TestDraftsAreAllOrNothing(t *testing.T) {
	l, _ := fresh(t)
	agreed := proposal("e018", 900_000)
	agreed.State = goals.Agreed
	_, err := l.Draft(ctx, by("lee"), proposal("e017", 900_000), agreed)
	wantFault(t, err, "plan.already_agreed")
	if n := len(entries(t, l)); n != 0 {
		t.Errorf("%d entries of a refused run", n)
	}
}

func TestEveryWriteNamesItsActor(t *testing.T) {
	l, _ := fresh(t)
	_, err := l.Draft(ctx, by(" "), proposal("e017", 900_000))
	wantFault(t, err, "ledger.no_actor")
	draft(t, l, proposal("e017", 900_000))
	_, err = l.Agree(ctx, by(""), goals.PlanID("e017", "csat"), kpi.DateOf(2025, 7, 1))
	wantFault(t, err, "plan.no_actor")
	_, err = l.Append(ctx, Entry{At: at, By: "lee", Kind: "note", Body: json.RawMessage("{")})
	wantFault(t, err, "ledger.bad_body")
	if n := len(entries(t, l)); n != 1 {
		t.Errorf("%d entries", n)
	}
}

func TestPlansAreFoundByIDOrUniquePrefix(t *testing.T) {
	l, _ := fresh(t)
	list := []goals.Plan{proposal("e017", 900_000), proposal("e018", 900_000), proposal("e019", 900_000)}
	list[0].ID, list[1].ID, list[2].ID = "abcd234567", "abce234567", "zzzz234567"
	draft(t, l, list...)
	for name, c := range map[string]struct{ id, want, code, near string }{
		"whole":                        {"abcd234567", "abcd234567", "", ""},
		"a prefix":                     {"z", "zzzz234567", "", ""},
		"capitals and blanks":          {" ZZ ", "zzzz234567", "", ""},
		"a prefix of two":              {"abc", "", "plan.ambiguous", "abcd234567, abce234567"},
		"nothing like it, near ids":    {"abcf234567", "", "plan.unknown", "abcd234567, abce234567, zzzz234567"},
		"nothing at all is no prefix":  {"", "", "plan.unknown", "abcd234567, abce234567, zzzz234567"},
		"longer than the id it begins": {"zzzz2345678", "", "plan.unknown", "zzzz234567, abcd234567, abce234567"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := l.Plan(ctx, c.id)
			if c.code != "" {
				if f := wantFault(t, err, c.code); f.Args["near"] != c.near || f.Args["id"] != c.id {
					t.Errorf("fault %v, want near %s", f, c.near)
				}
				return
			}
			if err != nil || got.ID != c.want {
				t.Errorf("%s (%v), want %s", got.ID, err, c.want)
			}
		})
	}
}

func TestPlansAreSorted(t *testing.T) {
	l, _ := fresh(t)
	south := proposal("e001", 900_000)
	south.Team, south.ID = "south", goals.PlanID("e001", "nps")
	draft(t, l, south, proposal("e019", 900_000), proposal("e017", 900_000))
	plans, err := l.Plans(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range plans {
		got = append(got, p.Team+"/"+p.Employee.ID)
	}
	if want := []string{"north/e017", "north/e019", "south/e001"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestUnknownKindsArePartOfTheChainOnly(t *testing.T) {
	l, _ := fresh(t)
	draft(t, l, proposal("e017", 900_000))
	if _, err := l.Append(ctx, Entry{At: at, By: "kim", Kind: "of.tomorrow", Plan: "x", Body: json.RawMessage(`{"said":"好"}`)}); err != nil {
		t.Fatal(err)
	}
	head, err := l.Verify(ctx)
	if err != nil || head.Seq != 2 {
		t.Errorf("head %+v (%v)", head, err)
	}
	if plans, err := l.Plans(ctx); err != nil || len(plans) != 1 {
		t.Errorf("plans %v (%v)", plans, err)
	}
}

func TestEntriesThatMakeNoSenseAreRefusedNotBelieved(t *testing.T) {
	good := proposal("e017", 900_000)
	body, _ := json.Marshal(good)
	agreed, _ := goals.Agree(good, "lee", kpi.DateOf(2025, 7, 1))
	signed, _ := json.Marshal(agreed)
	for name, list := range map[string][]Entry{
		"a body that is no plan":            {{Kind: KindDrafted, Plan: good.ID, Body: json.RawMessage(`[]`)}},
		"the plan of another id":            {{Kind: KindDrafted, Plan: "other", Body: body}},
		"a draft that says it is agreed":    {{Kind: KindDrafted, Plan: good.ID, Body: signed}},
		"an agreement that says it is none": {{Kind: KindAgreed, Plan: good.ID, Body: body}},
		"a draft after the agreement":       {{Kind: KindAgreed, Plan: good.ID, Body: signed}, {Kind: KindDrafted, Plan: good.ID, Body: body}},
	} {
		t.Run(name, func(t *testing.T) {
			l, _ := fresh(t)
			for _, e := range list {
				e.At, e.By = at, "lee"
				if _, err := l.Append(ctx, e); err != nil {
					t.Fatal(err)
				}
			}
			_, err := l.Plans(ctx)
			if f := wantFault(t, err, "ledger.bad_entry"); f.Args["seq"] != fmt.Sprint(len(list)) {
				t.Errorf("fault %v", f)
			}
			if _, err := l.Plan(ctx, good.ID); err == nil {
				t.Error("the plan is given all the same")
			}
			if _, err := l.Draft(ctx, by("lee"), good); err == nil {
				t.Error("a draft is written on top")
			}
			if _, err := l.Agree(ctx, by("lee"), good.ID, 0); err == nil {
				t.Error("an agreement is written on top")
			}
		})
	}
}

func TestConcurrentWritersKeepOneChain(t *testing.T) {
	_, path := fresh(t)
	const writers, each = 4, 5
	var wg sync.WaitGroup
	errs := make([]error, writers)
	for w := range writers {
		l := open(t, path) // a connection of its own, as another process would have
		wg.Go(func() {
			for i := range each {
				if _, err := l.Draft(ctx, by("lee"), proposal(fmt.Sprintf("e%d-%d", w, i), 900_000)); err != nil {
					errs[w] = err
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	head, err := open(t, path).Verify(ctx)
	if err != nil || head.Seq != writers*each {
		t.Errorf("head %+v (%v), want %d entries", head, err, writers*each)
	}
}

func TestOfTwoWhoAgreeAtOnceOneIsTold(t *testing.T) {
	l, path := fresh(t)
	draft(t, l, proposal("e017", 900_000))
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i := range errs {
		l := open(t, path)
		wg.Go(func() {
			_, errs[i] = l.Agree(ctx, by(fmt.Sprint("actor ", i)), goals.PlanID("e017", "csat"), kpi.DateOf(2025, 7, 1))
		})
	}
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("%v and %v", errs[0], errs[1])
	}
	if errs[0] == nil {
		errs[0] = errs[1]
	}
	wantFault(t, errs[0], "plan.already_agreed")
}

func TestANewFileIsItsOwnersAlone(t *testing.T) {
	_, path := fresh(t)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if wide := info.Mode().Perm() &^ 0o600; wide != 0 && runtime.GOOS != "windows" { // which has no such bits
		t.Errorf("mode %v", info.Mode())
	}
}

func TestStoreURLs(t *testing.T) {
	dir := t.TempDir()
	for name, url := range map[string]string{
		"a path":                     filepath.Join(dir, "a.db"),
		"sqlite and a path":          "sqlite:" + filepath.Join(dir, "b.db"),
		"sqlite, slashes and a path": "sqlite://" + filepath.Join(dir, "c.db"),
		"a name with everything":     filepath.Join(dir, "计划 100% #1?x=1&y.db"),
		"in memory":                  "sqlite::memory:",
	} {
		t.Run(name, func(t *testing.T) {
			l := open(t, url)
			draft(t, l, proposal("e017", 900_000))
			if plans, err := l.Plans(ctx); err != nil || len(plans) != 1 {
				t.Errorf("%v (%v)", plans, err)
			}
			if there, err := Exists(url); err != nil || there != !strings.Contains(url, "memory") {
				t.Errorf("exists %t (%v)", there, err)
			}
		})
	}
	for _, url := range []string{"postgres://db/gapstep", "postgresql://db/gapstep", "POSTGRES:x", "mysql://db", "sqlite:", ""} {
		_, err := Open(ctx, url)
		if f := wantFault(t, err, "store.unsupported"); f.Class != kpi.Usage {
			t.Errorf("%q: class %d", url, f.Class)
		}
		if _, err := Exists(url); err == nil {
			t.Errorf("%q exists", url)
		}
	}
	if path, err := pathOf(`C:\plans\gapstep.db`); err != nil || path != `C:\plans\gapstep.db` {
		t.Errorf("a drive: %q (%v)", path, err)
	}
	if there, err := Exists(filepath.Join(dir, "none.db")); err != nil || there {
		t.Errorf("a file that is not there exists (%v)", err)
	}
}
