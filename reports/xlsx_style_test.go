package reports

import (
	"math"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// rendered is what a spreadsheet shows of v in the number format.
func rendered(t testing.TB, v float64, format string) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		t.Fatalf("format %q: %v", format, err)
	}
	if err := f.SetCellValue("Sheet1", "A1", v); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle("Sheet1", "A1", "A1", id); err != nil {
		t.Fatal(err)
	}
	shown, err := f.GetCellValue("Sheet1", "A1")
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

func TestNumberFormatsShowTheUnit(t *testing.T) {
	minutes := kpi.Indicator{Unit: "minutes", Scale: kpi.Quantity}
	own := kpi.Indicator{Unit: `m"²`, Scale: kpi.Quantity}
	for name, c := range map[string]struct {
		lang          string
		in            *kpi.Indicator
		level, points float64
		wantLevel     string
		wantPoints    string
	}{
		"a proportion":            {"en", kpi.Builtin().Get("conversion_rate"), 0.15, -7, "15.0%", "-7.0 pp"},
		"a proportion in Chinese": {"zh", kpi.Builtin().Get("conversion_rate"), 0.15, -7, "15.0%", "-7.0 个百分点"},
		"ahead has a sign":        {"en", kpi.Builtin().Get("conversion_rate"), 1, 3.04, "100.0%", "+3.0 pp"},
		"a score of ten":          {"en", kpi.Builtin().Get("needs_depth_score"), 6.25, -1.5, "6.25", "-1.50 points"},
		"a score of a hundred":    {"zh", kpi.Builtin().Get("csat_score"), 82.5, -9.5, "82.5", "-9.5 分"},
		"a rate":                  {"en", kpi.Builtin().Get("complaint_rate"), 0.0123, 0.001, "0.0123", "+0.0010"},
		"minutes":                 {"zh", &minutes, 1234.5, 12, "1,234.50 分钟", "+12.00 分钟"},
		"a unit of the user's":    {"en", &own, 3, -1, "3.00 m²", "-1.00 m²"},
		"no indicator":            {"en", nil, 3, -1, "3.00", "-1.00"},
	} {
		p := printer(t, c.lang)
		if got := rendered(t, c.level, levelFormat(p, c.in)); got != c.wantLevel {
			t.Errorf("%s: level %q, want %q", name, got, c.wantLevel)
		}
		if got := rendered(t, c.points, pointsFormat(p, c.in)); got != c.wantPoints {
			t.Errorf("%s: points %q, want %q", name, got, c.wantPoints)
		}
	}
}

func TestEveryBuiltinIndicatorHasFormats(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		p := printer(t, lang)
		for _, in := range kpi.Builtin().All() {
			if got := rendered(t, 0.5, levelFormat(p, in)); !strings.Contains(got, "5") {
				t.Errorf("%s %s: half shows as %q", lang, in.ID, got)
			}
			if got := rendered(t, -0.5, pointsFormat(p, in)); !strings.Contains(got, "-0.5") {
				t.Errorf("%s %s: half a point behind shows as %q", lang, in.ID, got)
			}
		}
	}
}

func TestSharesAndChances(t *testing.T) {
	for _, c := range []struct {
		v      float64
		format string
		want   string
	}{
		{-0.318, shareFormat, "-31.8%"}, {1.4, shareFormat, "+140.0%"},
		{0.000375, chanceFormat, "0.0004"}, {12000, wholeFormat, "12,000"}, {2.5, amountFormat, "2.5"}, {0.8, wayFormat, "80%"},
	} {
		if got := rendered(t, c.v, c.format); got != c.want {
			t.Errorf("%g in %s shows %q, want %q", c.v, c.format, got, c.want)
		}
	}
}

func TestLiteralsCannotBreakAFormat(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "",
		" pp":                    `" pp"`,
		`a"b;c`:                  `"ab;c"`,
		"x\n":                    `"x␊"`,
		strings.Repeat("长", 300): `"` + strings.Repeat("长", 20) + `"`,
	} {
		if got := literal(in); got != want {
			t.Errorf("literal(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestCells(t *testing.T) {
	for name, c := range map[string]struct {
		got  entry
		want any
	}{
		"a figure":                {figure(0.5, "0"), 0.5},
		"unknown":                 {figure(math.NaN(), "0"), nil},
		"beyond all bounds":       {figure(math.Inf(-1), "0"), nil},
		"no date":                 {date(nil), nil},
		"a whole count":           {amountCell(45 * kpi.One), 45.0},
		"a broken count":          {amountCell(2_500_000), 2.5},
		"text with a line break":  {words("a\nb"), "a␊b"},
		"several lines of a plan": {prose("a", "b"), "a\nb"},
		"nothing to say":          {prose(), nil},
		"what looks like formula": {words("=1+1"), "=1+1"},
	} {
		if c.got.value != c.want {
			t.Errorf("%s: %v, want %v", name, c.got.value, c.want)
		}
	}
	if got := amountCell(2_500_000).look.format; got != amountFormat {
		t.Errorf("a broken count is shown by %s", got)
	}
}

func TestStylesAreMadeOnce(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	b := &book{file: f, styles: map[look]int{}}
	first, err := b.style(look{tone: "serious", role: "text"})
	if err != nil {
		t.Fatal(err)
	}
	again, _ := b.style(look{tone: "serious", role: "text"})
	other, _ := b.style(look{tone: "gap", role: "text"})
	if first != again || first == other {
		t.Errorf("styles %d, %d, %d", first, again, other)
	}
	s, err := f.GetStyle(first)
	if err != nil || s.Font.Color != "B42318" || !s.Font.Bold {
		t.Errorf("a serious gap is written in %+v (%v)", s.Font, err)
	}
}
