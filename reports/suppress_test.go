package reports

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// sized makes one indicator's teams of the given sizes, named a, b, c.
func sized(sizes ...int) []analysis.Summary {
	var all []analysis.Summary
	for i, n := range sizes {
		all = append(all, analysis.Summary{Team: string(rune('a' + i)), Indicator: kpi.Builtin().Get("csat"), N: n})
	}
	return all
}

func hiddenTeams(summaries []analysis.Summary, least int) string {
	var names []string
	for p := range Suppressed(summaries, least) {
		names = append(names, p.Team)
	}
	slices.Sort(names)
	return strings.Join(names, "")
}

func TestSmallTeamsAreHiddenAndOneMoreWhereOneCouldBeSubtracted(t *testing.T) {
	for _, c := range []struct {
		why   string
		sizes []int
		want  string
	}{
		{"no small team", []int{5, 6, 7}, ""},
		{"one small team takes the smallest other with it", []int{12, 4, 9, 6}, "bd"},
		{"two small teams that are enough together", []int{3, 3, 9}, "ab"},
		{"two small teams that together are still a small group", []int{2, 2, 9, 20}, "abc"},
		{"a small team alone in the company", []int{3}, "a"},
		{"a small team and one big one: nothing can be shown", []int{3, 12}, "ab"},
		{"of equal teams the first by name", []int{9, 3, 9}, "ab"},
		{"a team without data hides nothing", []int{0, 9, 9}, ""},
	} {
		if got := hiddenTeams(sized(c.sizes...), 5); got != c.want {
			t.Errorf("%s: %v hides %q, want %q", c.why, c.sizes, got, c.want)
		}
	}
}

func TestWhatIsHiddenCanNeverBeWorkedOutForASmallGroup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(0, 15), 1, 10).Draw(t, "sizes")
		least := rapid.IntRange(1, 8).Draw(t, "least")
		summaries := sized(sizes...)
		hidden := Suppressed(summaries, least)
		people, teams, shown := 0, 0, 0
		for _, s := range summaries {
			switch h := hidden[TeamKPI{s.Team, "csat"}]; {
			case h:
				people, teams = people+s.N, teams+1
			case s.N > 0:
				shown++
				if s.N < least {
					t.Fatalf("a team of %d is shown", s.N)
				}
			}
		}
		if shown > 0 && teams > 0 && (teams < 2 || people < least) {
			t.Fatalf("%v at %d: the total less what is shown gives %d people in %d teams", sizes, least, people, teams)
		}
	})
}

func TestIndicatorsAreHiddenOneByOne(t *testing.T) {
	all := append(sized(12, 9), analysis.Summary{Team: "a", Indicator: kpi.Builtin().Get("nps"), N: 2})
	if got := fmt.Sprint(Suppressed(all, 5)); got != "map[{a nps}:true]" {
		t.Errorf("hidden: %s", got)
	}
}
