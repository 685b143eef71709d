package reports

import (
	"math"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// shown are the cells under a heading as a reader sees them.
func shown(t testing.TB, f *excelize.File, sheet, head string, rows int) []string {
	t.Helper()
	list := make([]string, rows)
	for i := range list {
		v, err := f.GetCellValue(sheet, under(t, f, sheet, head, i+1))
		if err != nil {
			t.Fatal(err)
		}
		list[i] = v
	}
	return list
}

func wantColumn(t testing.TB, f *excelize.File, sheet, head string, want ...string) {
	t.Helper()
	if got := shown(t, f, sheet, head, len(want)); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%s, %s: %q, want %q", sheet, head, got, want)
	}
}

func TestPlansHaveARowAMilestone(t *testing.T) {
	r := fixture(t)
	r.Plans[0].Arithmetic = []kpi.Caveat{{Code: "gap.seen_once"}, {Code: "gap.clustered"}}
	f := workbook(t, r, "en")
	wantColumn(t, f, "Plans", "Plan", "p-draft", "p-draft", "p-agreed", "p-agreed", "")
	wantColumn(t, f, "Plans", "Milestone", "1", "2", "1", "2")
	wantColumn(t, f, "Plans", "Target", "18.0%", "20.0%", "18.0%", "20.0%")
	wantColumn(t, f, "Plans", "Baseline", "15.0%", "15.0%", "15.0%", "15.0%")
	wantColumn(t, f, "Plans", "Reference", "22.0%", "22.0%", "22.0%", "22.0%")
	wantColumn(t, f, "Plans", "Hold from", "month 3", "", "2025-06-01", "")
	wantColumn(t, f, "Plans", "Reach by", "", "month 6", "", "2025-09-30")
	wantColumn(t, f, "Plans", "Start", "", "", "2025-04-01", "2025-04-01")
	wantColumn(t, f, "Plans", "Agreed by", "", "", "lee", "lee")
	wantColumn(t, f, "Plans", "In the same period", "", "", "", "Follow-up delay rate ≤ 5%")
	if sum := shown(t, f, "Plans", "Arithmetic", 2); strings.Count(sum[0], "\n") != 1 || sum[1] != "" {
		t.Errorf("the sum stands once, a line a step: %q", sum)
	}
}

func TestDatesAreDates(t *testing.T) {
	f := workbook(t, fixture(t), "en")
	raw, err := f.GetCellValue("Plans", under(t, f, "Plans", "Hold from", 3), excelize.Options{RawCellValue: true})
	if err != nil || raw != "45809" { // 1 June 2025 as a spreadsheet counts days
		t.Errorf("the date holds %q (%v)", raw, err)
	}
	if raw, _ = f.GetCellValue("Plans", under(t, f, "Plans", "Hold from", 1), excelize.Options{RawCellValue: true}); raw != "3" {
		t.Errorf("the month holds %q", raw)
	}
}

func TestTargetOfAPersonHasNoBaseline(t *testing.T) {
	r := fixture(t)
	r.Plans[0].BaselineN, r.Plans[0].NoBaseline, r.Plans[0].Basis = 0, true, goals.BasisExplicit
	f := workbook(t, r, "en")
	wantColumn(t, f, "Plans", "Baseline", "", "", "15.0%")
	wantColumn(t, f, "Plans", "Basis", "set by a person", "set by a person", "team mean")
}

func TestProgressHasARowAMilestone(t *testing.T) {
	f := workbook(t, fixture(t), "en")
	wantColumn(t, f, "Progress", "Plan", "p-agreed", "p-agreed")
	wantColumn(t, f, "Progress", "Period", "Jun 2025", "Jun 2025")
	wantColumn(t, f, "Progress", "Numerator", "19", "19")
	wantColumn(t, f, "Progress", "Denominator", "100", "100")
	wantColumn(t, f, "Progress", "Latest", "19.0%", "19.0%")
	wantColumn(t, f, "Progress", "Expected then", "18.0%", "18.0%")
	wantColumn(t, f, "Progress", "Way gone", "80%", "80%")
	wantColumn(t, f, "Progress", "Status", "holding", "pending")
	wantColumn(t, f, "Progress", "Streak", "1", "0")
	wantColumn(t, f, "Progress", "Sustain", "3", "1")
	wantColumn(t, f, "Progress", "Level reached", "yes, though the interval still holds levels short of it", "no")
}

func TestProgressWithoutDataIsEmptyNotZero(t *testing.T) {
	r := fixture(t)
	pr := &r.Progress[0]
	pr.Latest, pr.Expected, pr.Way, pr.Status = nil, math.NaN(), math.NaN(), goals.NoData
	f := workbook(t, r, "zh")
	for _, head := range []string{"分子", "分母", "最新值", "区间下限", "区间上限"} {
		wantColumn(t, f, "进展", head, "", "")
	}
	f = workbook(t, r, "en")
	wantColumn(t, f, "Progress", "Period", "no data since the start")
	wantColumn(t, f, "Progress", "Status of the plan", "no data when due")
	wantColumn(t, f, "Progress", "Expected then", "")
	wantColumn(t, f, "Progress", "Way gone", "")
}

func TestProgressOfAValueHasNoCounts(t *testing.T) {
	r := fixture(t)
	r.Progress[0].Latest.Measure = kpi.Value(0.19)
	wantColumn(t, workbook(t, r, "en"), "Progress", "Numerator", "")
}

func TestPlanOfAnUnknownIndicatorKeepsItsRow(t *testing.T) {
	r := fixture(t)
	r.Plans[0].Indicator, r.Progress[0].Plan.Indicator = "gone", "gone"
	f := workbook(t, r, "en")
	wantColumn(t, f, "Plans", "KPI", "gone", "gone", "Conversion rate")
	wantColumn(t, f, "Plans", "Target", "0.18", "0.20")
	wantColumn(t, f, "Progress", "Latest", "0.19")
}
