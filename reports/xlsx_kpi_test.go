package reports

import (
	"html"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// The mean of a team is a formula over the rows and holds its figure: what the
// analyst's own AVERAGE gives. The spreadsheet's own arithmetic is excelize's.
func TestTeamMeanIsAFormulaThatGivesTheFigure(t *testing.T) {
	r := fixture(t)
	f := workbook(t, r, "en")
	for i := range r.Summaries {
		at := under(t, f, "Summary", "Mean", i+1)
		shown, _ := f.GetCellValue("Summary", at, rawCells)
		again, err := f.CalcCellValue("Summary", at, rawCells)
		if err != nil {
			t.Fatal(err)
		}
		one, _ := strconv.ParseFloat(shown, 64)
		two, err := strconv.ParseFloat(again, 64)
		if err != nil || math.Abs(one-r.Summaries[i].Mean) > 1e-12 || math.Abs(one-two) > 1e-12 {
			t.Errorf("row %d: holds %s, the formula gives %s, the mean is %g", i, shown, again, r.Summaries[i].Mean)
		}
	}
}

func TestLinksLeadToTheIndicatorsSheet(t *testing.T) {
	f := workbook(t, fixture(t), "zh")
	ok, target, err := f.GetCellHyperLink("概要", under(t, f, "概要", "指标", 2))
	if err != nil || !ok || target != "'客户转化率'!A1" {
		t.Errorf("link %v %q %v", ok, target, err)
	}
}

// Colour is a rule of the sheet on the word, so that it follows the word.
func TestSeveritiesAreColouredByRules(t *testing.T) {
	f := workbook(t, fixture(t), "en")
	rules, err := f.GetConditionalFormats("Gaps")
	if err != nil || len(rules) == 0 {
		t.Fatalf("%d rules (%v)", len(rules), err)
	}
	var words []string
	for _, list := range rules {
		for _, rule := range list {
			words = append(words, rule.Value)
		}
	}
	if all := strings.Join(words, " "); !strings.Contains(all, "serious gap") {
		t.Errorf("rules on %s", all)
	}
}

func TestEachIndicatorHasItsPictures(t *testing.T) {
	_, parts := packed(t, fixture(t), "en")
	kinds := map[string]int{}
	for name, xml := range parts {
		if !strings.HasPrefix(name, "xl/charts/chart") {
			continue
		}
		kinds["scatter"] += strings.Count(xml, "<c:scatterChart>") + strings.Count(xml, "<scatterChart>")
		kinds["bar"] += strings.Count(xml, "<c:barChart>") + strings.Count(xml, "<barChart>")
		if !strings.Contains(html.UnescapeString(xml), "'Chart data'!$") {
			t.Errorf("%s draws other cells", name)
		}
	}
	if kinds["scatter"] != 2 || kinds["bar"] != 2 {
		t.Errorf("%v: want a funnel and a distribution for each of two indicators", kinds)
	}
}

// The limits are those of infer around the pooled rate, as distances in points.
func TestFunnelLimitsOfTheWorkbook(t *testing.T) {
	r := fixture(t)
	b := newBook(r, printer(t, "en"))
	plots, rows := b.plots()
	p := plots[0]
	if p.in.ID != "conversion_rate" {
		t.Fatalf("first is %s", p.in.ID)
	}
	rate := 316.0 / 1505 // 45+69+54+72+75+1 of 5×300+5
	for _, m := range rows[p.limits.from-2 : p.limits.to-1] {
		want := infer.FunnelScore(rate, m.x, 0.95)
		if math.Abs(m.lo95-100*(want.Lo-rate)) > 1e-9 || math.Abs(m.hi95-100*(want.Hi-rate)) > 1e-9 {
			t.Fatalf("n %g: %g to %g, want %g to %g points", m.x, m.lo95, m.hi95, 100*(want.Lo-rate), 100*(want.Hi-rate))
		}
		if m.lo998 > m.lo95 || m.hi98 < m.hi95 {
			t.Errorf("n %g: the outer limits lie inside", m.x)
		}
	}
	people := 0
	for _, m := range rows[p.bins.from-2 : p.bins.to-1] {
		people += m.people + m.peopleFound
	}
	if people != 6 || p.found != 1 {
		t.Errorf("%d people in the distribution, %d found; the fixture has 6 with a value and 1 finding", people, p.found)
	}
}

// Two indicators of one title, a title that is another sheet's name, one that is
// too long: each gets a sheet of its own.
func TestSheetsOfIndicatorsHaveNamesOfTheirOwn(t *testing.T) {
	r := fixture(t)
	titles := []string{"Gaps", "gaps", strings.Repeat("很长的指标", 12), strings.Repeat("很长的指标", 12) + "二", "a/b", "???"}
	for i, title := range titles {
		in := *r.Catalogue.Get("conversion_rate")
		in.ID, in.Title = "x"+strconv.Itoa(i), kpi.Titles{EN: title, ZH: title}
		r.Summaries = append(r.Summaries, analysis.Summary{Team: "north", Indicator: &in, Mean: math.NaN(), SD: math.NaN(), Median: math.NaN(), Pooled: math.NaN()})
	}
	names := map[string]bool{}
	for _, name := range workbook(t, r, "en").GetSheetList() {
		if names[strings.ToLower(name)] || len([]rune(name)) > 31 {
			t.Errorf("sheet %q", name)
		}
		names[strings.ToLower(name)] = true
	}
	if len(names) != 14+len(titles) {
		t.Errorf("%d sheets, want %d", len(names), 14+len(titles))
	}
}

// What could not be judged stands in a sheet of its own, with n.
func TestTooFewData(t *testing.T) {
	rows, err := workbook(t, fixture(t), "en").GetRows("Too few data")
	if err != nil || len(rows) != 2+3 {
		t.Fatalf("%d rows (%v): want a lead, a head and e102, e022, e023", len(rows), err)
	}
}

// The observations stand with the cell that each was read from.
func TestDataSheetHoldsTheObservations(t *testing.T) {
	r := fixture(t)
	var b kpi.Builder
	in := r.Catalogue.Get("conversion_rate")
	b.Add(kpi.Observation{Employee: kpi.Employee{ID: "e017", Name: "=1+1"}, Team: "north", Indicator: in, Period: june2025,
		Measure: kpi.Counts(45*kpi.One, 300*kpi.One), Origin: kpi.Origin{File: "sales.xlsx", Sheet: "Q2", Row: 14, Col: 3}},
		kpi.Observation{Employee: kpi.Employee{ID: "e018"}, Team: "north", Indicator: in, Period: june2025, Measure: kpi.Value(math.NaN())})
	r.Data, _ = b.Build()
	f := workbook(t, r, "en")
	for head, want := range map[string]string{"Name": "=1+1", "Period": "2025-06", "Numerator": "45", "Denominator": "300", "Value": "15.0%", "File": "sales.xlsx", "Cell": "C14"} {
		if got, _ := f.GetCellValue("Data", under(t, f, "Data", head, 1)); got != want {
			t.Errorf("%s is %q, want %q", head, got, want)
		}
	}
	if got, _ := f.GetCellValue("Data", under(t, f, "Data", "Value", 2)); got != "" {
		t.Errorf("no data is %q: a blank is never zero", got)
	}
}
