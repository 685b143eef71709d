package main

import (
	"slices"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// Packs are made in the order in which readers look people up: by team and name,
// whoever has no name by id.
func TestPeopleOfPacksStandByName(t *testing.T) {
	text, err := locale.New("zh")
	if err != nil {
		t.Fatal(err)
	}
	p := &packer{app: &app{text: text}, report: &reports.Report{}}
	for _, e := range []kpi.Employee{{ID: "1", Name: "张三"}, {ID: "2", Name: "李四"}, {ID: "b"}, {ID: "3", Name: "阿明"}, {ID: "0", Name: "李四"}} {
		p.report.Gaps = append(p.report.Gaps, analysis.Gap{Employee: e, Team: "10组", Severity: analysis.Serious})
	}
	p.report.Gaps = append(p.report.Gaps, analysis.Gap{Employee: kpi.Employee{ID: "9", Name: "周一"}, Team: "2组", Severity: analysis.Serious})
	p.set = &settings{flags: (&app{}).reportCommand().Flags()}
	var ids []string
	for _, one := range p.people() {
		ids = append(ids, one.employee.ID)
	}
	if want := []string{"9", "b", "3", "0", "2", "1"}; !slices.Equal(ids, want) {
		t.Errorf("%q, want %q", ids, want)
	}
}
