package ingest

import (
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestRowsThatHoldATeamAlone(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "姓名|月份|NPS\n一组\n张三|2025-06|5\n王五|2025-06|\n二组\n李四|2025-06|6\n合计||11")...)
	equalFacts(t, "the team of the people below", res, "一组 张三 nps 2025-06 5", "一组 王五 nps 2025-06 none", "二组 李四 nps 2025-06 6")
	if d := find(t, res, "team.from_bands"); d.Origin.Cell() != "A2" || d.Args["teams"] != "一组, 二组" {
		t.Errorf("%+v", d)
	}
	if y := res.Inputs[0].Tally; y.RowsRead != 3 || y.RowsBlank != 1 {
		t.Errorf("bands are no rows of data: %+v", y)
	}
	res = must(t, Options{}, one("a.xlsx", "姓名|月份|NPS\n张三|2025-06|5\n二组\n李四|2025-06|6")...)
	equalFacts(t, "nothing says whose team the first is of", res, "all 张三 nps 2025-06 5", "all 李四 nps 2025-06 6")
	if d := find(t, res, "team.bands_unclear"); d.Severity != kpi.Warning || d.Origin.Cell() != "A3" {
		t.Errorf("%+v", d)
	}
	res = must(t, Options{}, one("a.xlsx", "姓名|部门|月份|NPS\n一组\n张三|一部|2025-06|5")...)
	equalFacts(t, "a column of teams says it", res, "一部 张三 nps 2025-06 5")
}

func TestMonthsAsRowsAndPeopleAsColumns(t *testing.T) {
	res := must(t, Options{}, fileOf("a.xlsx", tableOf("NPS", "月份|张三|李四|合计\n2025-05|5|6|11\n2025-06|7|8|15\n合计|12|14|26")))
	equalFacts(t, "the sheet names the KPI", res, "all 张三 nps 2025-05 5", "all 张三 nps 2025-06 7", "all 李四 nps 2025-05 6", "all 李四 nps 2025-06 8")
	if r := res.Readings[0]; r.Layout != layoutPeople || r.EmployeeFrom != "columns" {
		t.Errorf("%+v", r)
	}
	again := must(t, Options{Sources: SourcesOf(res.Readings)}, fileOf("a.xlsx", tableOf("NPS", "月份|张三|李四\n2025-05|5|6")))
	equalFacts(t, "by the configuration that was written", again, "all 张三 nps 2025-05 5", "all 李四 nps 2025-05 6")
}
