package ingest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Records of an API: the person and the figures lie in objects of their own, and
// all of them in an object around the list.
func TestNestedRecordsAreRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.json")
	text := `{"total": 3, "data": [
		{"employee": {"id": "E1", "name": "Ann", "team": "north"}, "month": "2025-06", "kpis": {"nps": 5, "csat": "92%"}},
		{"employee": {"id": "E2", "name": "Bob", "team": "north"}, "month": "2025-06", "kpis": {"nps": 7, "csat": "85%"}, "target": {"csat": "90%"}},
		{"employee": {"id": "E3", "name": "Cem", "team": "south"}, "month": "2025-06", "kpis": {"nps": -3}, "customer": {"name": "Acme"}}]}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	res, err := Files(t.Context(), []string{path}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"north E1 csat 2025-06 0.92", "north E1 nps 2025-06 5", "north E2 csat 2025-06 0.85", "north E2 nps 2025-06 7", "south E3 csat 2025-06 none", "south E3 nps 2025-06 -3"}
	if got := sorted(facts(res)); !slices.Equal(got, want) {
		t.Errorf("%s\n%s", strings.Join(got, "\n"), told(res))
	}
	if e := res.Dataset.Employees; e[2].Name != "Cem" {
		t.Errorf("the third person is %+v", e[2])
	}
}

func TestHeadingsOfNestedRecords(t *testing.T) {
	v := newVocabulary(kpi.Builtin(), nil)
	for _, c := range []struct{ heading, hit, dimension string }{
		{"kpis.csat", "csat", ""},
		{"KPIs.CSAT(%)", "csat", ""},
		{"metrics.sales.revenue", "sales_value", ""},
		{"指标.转化率", "conversion_rate", ""},
		{"employee.team", "", dimTeam},
		{"employee.id", "", dimID},
		{"user.department", "", dimDepartment},
		{"data.month", "", dimMonth},
		{"target.csat", "", ""},
		{"last_month.csat", "", ""},
		{"customer.name", "", ""},
		{"kpis.", "", ""},
		{"kpis.target.csat", "", ""},
	} {
		m := v.match(c.heading)
		hit := ""
		if len(m.hits) > 0 {
			hit = m.hits[0].indicator.ID
		}
		if hit != c.hit || m.dimension != c.dimension {
			t.Errorf("%s is %q %q, want %q %q", c.heading, hit, m.dimension, c.hit, c.dimension)
		}
	}
}
