package reports

import (
	"cmp"
	"slices"

	"github.com/gapstep/gapstep/analysis"
)

// TeamKPI is a team's indicator.
type TeamKPI struct{ Team, KPI string }

// Suppressed tells the teams' indicators whose values are shown to nobody but HR
// and the team's own manager. Of one indicator's teams, those with fewer than
// least members are hidden; and while only one is hidden, or the hidden ones
// together are still fewer than least, the smallest team that is left is hidden,
// too: else the total of all, known elsewhere, less the values shown would give
// the hidden one (complementary suppression: Willenborg and de Waal, Elements of
// Statistical Disclosure Control, 2001). Teams without a value hide nothing.
func Suppressed(summaries []analysis.Summary, least int) map[TeamKPI]bool {
	byKPI := map[string][]*analysis.Summary{}
	for i := range summaries {
		if s := &summaries[i]; s.N > 0 {
			byKPI[s.Indicator.ID] = append(byKPI[s.Indicator.ID], s)
		}
	}
	hidden := map[TeamKPI]bool{}
	for id, teams := range byKPI {
		slices.SortFunc(teams, func(a, b *analysis.Summary) int {
			return cmp.Or(cmp.Compare(a.N, b.N), cmp.Compare(a.Team, b.Team))
		})
		people := 0
		for i, s := range teams {
			small := s.N < least
			exposed := i > 0 && (i < 2 || people < least)
			if !small && !exposed {
				break
			}
			hidden[TeamKPI{s.Team, id}] = true
			people += s.N
		}
	}
	return hidden
}
