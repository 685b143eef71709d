package ingest

import (
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// A slip in a year moves the window to a time without figures.
func TestPeriodsFarFromTheOthersAreSaid(t *testing.T) {
	for _, c := range []struct {
		sentence, text, at, period, values, other string
	}{
		{"a year too late", "姓名|期间|NPS\n甲|2025-05|1\n甲|2025-06|2\n乙|2077-06|3", "C4", "2077-06", "1", "2025-06"},
		{"a year too early", "姓名|期间|NPS\n乙|2015-06|3\n甲|2025-05|1\n甲|2025-06|2", "C2", "2015-06", "1", "2025-05"},
		{"half of the figures: the later ones are doubted", "姓名|期间|NPS\n甲|2025-05|1\n乙|2052-05|2", "C3", "2052-05", "1", "2025-05"},
		{"years apart, but not that many", "姓名|期间|NPS\n甲|2022|1\n甲|2023|1\n甲|2025-06|2", "", "", "", ""},
		{"a period without a figure is no evidence", "姓名|期间|NPS\n甲|2025-05|1\n乙|2052-05|", "", "", "", ""},
		{"no periods at all", "姓名|NPS\n甲|1\n乙|2", "", "", "", ""},
	} {
		said := false
		for _, d := range must(t, Options{}, one("a.xlsx", c.text)...).Diagnostics {
			if d.Code != "period.far" {
				continue
			}
			said = true
			if d.Severity != kpi.Warning || d.Origin.Cell() != c.at || d.Args["period"] != c.period || d.Args["values"] != c.values || d.Args["other"] != c.other {
				t.Errorf("%s: %+v", c.sentence, d)
			}
		}
		if said != (c.at != "") {
			t.Errorf("%s: said %v", c.sentence, said)
		}
	}
}
