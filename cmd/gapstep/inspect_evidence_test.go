package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

func TestEvidenceIsWorded(t *testing.T) {
	for _, c := range []struct{ why, lang, evidence, want string }{
		{"a unit with its numbers", "en", "unit=ratio n=36 min=0.1 max=0.31 percent_cells=0", "read as ratios · 36 numbers · least 0.1 · most 0.31"},
		{"in Chinese", "zh", "unit=marked n=2 min=1 max=3 percent_cells=2 given_by=heading", "均带百分号 · 2 个数 · 最小 1 · 最大 3 · 2 个百分号 · 由表头给出"},
		{"an order and the cell that decided", "zh", "order=dmy decided_by=C4", "日期按日-月-年 · 依据 C4"},
		{"a flag stays as it is typed", "en", "order=mdy decided_by=--date-order", "dates as month-day-year · decided by --date-order"},
		{"a file's name with spaces", "en", "joined=my team list.csv order=dmy", "from my team list.csv · dates as day-month-year"},
		{"each indicator of a long sheet", "en", "nps: unit=as_written n=3; csat: unit=percent n=0", "Net promoter score: as written · 3 numbers; Customer satisfaction (CSAT): read as percents · 0 numbers"},
		{"facts without a value", "zh", "named total period.no_year", "由 --kpi 指定 · 合计 · 年份未知"},
		{"nothing", "zh", "", ""},
		{"a fact that nobody words", "en", "unit=ratio colour=blue", "unit=ratio colour=blue"},
	} {
		p, err := locale.New(c.lang)
		if err != nil {
			t.Fatal(err)
		}
		a := &app{text: p.With(kpi.Builtin())}
		if diff := cmp.Diff(c.want, a.evidence(c.evidence)); diff != "" {
			t.Errorf("%s: %s", c.why, diff)
		}
	}
}

// Every fact that may stand in evidence has words in both languages.
func TestEveryFactHasWords(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		p, err := locale.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range append(append([]string{}, evidenceFacts...), bareFacts...) {
			if key != "unit" && !p.Has("evidence."+key) {
				t.Errorf("%s: no words for %s", lang, key)
			}
		}
		for _, unit := range []string{"ratio", "percent", "marked", "as_written", "mixed", "ambiguous", "score_or_percent"} {
			if !p.Has("evidence.unit." + unit) {
				t.Errorf("%s: no words for the unit %s", lang, unit)
			}
		}
	}
}
