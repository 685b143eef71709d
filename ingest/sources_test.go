package ingest

import (
	"fmt"
	"path"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

func TestAPatternFitsTheNextPeriodsFile(t *testing.T) {
	for _, c := range []struct {
		why, name, want string
		fits            []string
		not             []string
	}{
		{"a quarter", "绩效-Q2.xlsx", "绩效-Q*.xlsx", []string{"绩效-Q3.xlsx"}, []string{"绩效.xlsx", "考核-Q3.xlsx"}},
		{"a day", "sales_2025-06-30.csv", "sales_*.csv", []string{"sales_2025-07-31.csv"}, []string{"costs_2025-07-31.csv"}},
		{"a month in Chinese", "2025年6月绩效.xlsx", "*月绩效.xlsx", []string{"2025年12月绩效.xlsx"}, []string{"2025年7月考核.xlsx"}},
		{"a month in words", "六月绩效.xlsx", "*月绩效.xlsx", []string{"七月绩效.xlsx"}, nil},
		{"a month in English", "sales Jun 2025.csv", "sales * *.csv", []string{"sales Jul 2025.csv"}, nil},
		{"a half year", "上半年绩效.xlsx", "*绩效.xlsx", []string{"下半年绩效.xlsx"}, nil},
		{"nothing but a date", "2025-06.csv", "[0-9]*.csv", []string{"2025-07.csv"}, []string{"sales.csv"}},
		{"no date", "绩效.xlsx", "绩效.xlsx", []string{"绩效.xlsx"}, []string{"绩效2.xlsx"}},
		{"signs of globs stand for themselves", "a[b]?Q2.csv", `a\[b]\?Q*.csv`, []string{"a[b]?Q3.csv"}, []string{"abQ3.csv"}},
		{"the suffix stays", "k.7z.mp3", "k.*z.mp3", nil, []string{"k.7z.mp4"}},
	} {
		got := Pattern(c.name)
		if got != c.want || IsLiteral(got) != (got == c.name) {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
		for _, name := range append(c.fits, c.name) {
			if ok, err := path.Match(got, name); !ok || err != nil {
				t.Errorf("%s: %s does not fit %s (%v)", c.why, got, name, err)
			}
		}
		for _, name := range c.not {
			if ok, _ := path.Match(got, name); ok {
				t.Errorf("%s: %s fits %s", c.why, got, name)
			}
		}
	}
}

func TestAPatternFitsItsOwnName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-z绩效0-9年月Q_ .\[\]*?\\-]{1,12}`).Draw(t, "name")
		if ok, err := path.Match(Pattern(name), name); !ok || err != nil {
			t.Fatalf("%q does not fit %q: %v", Pattern(name), name, err)
		}
	})
}

func TestSourcesForTheNextPeriod(t *testing.T) {
	const a, b = "姓名|NPS\n甲|5", "标题\n姓名|返工工时\n甲|6"
	for _, c := range []struct {
		why   string
		files []*sheet.File
		want  []string // match and sheet
	}{
		{"the only sheet needs no name", one("2025绩效-Q2.xlsx", a), []string{"*绩效-Q*.xlsx "}},
		{"two months of one form share a source", append(one("2025年5月绩效.xlsx", a), one("2025年6月绩效.xlsx", a)...), []string{"*月绩效.xlsx "}},
		{"two files of different forms keep their names", append(one("kpi1.xlsx", a), one("kpi2.xlsx", b)...), []string{"kpi1.xlsx ", "kpi2.xlsx "}},
		{"sheets of a month each share a source", one2("2025绩效-Q2.xlsx", "2025年5月", a, "2025年6月", a), []string{"*绩效-Q*.xlsx "}},
		{"sheets of a month each that differ keep their names", one2("2025绩效-Q2.xlsx", "2025年5月", a, "2025年6月", b), []string{"*绩效-Q*.xlsx 2025年5月", "*绩效-Q*.xlsx 2025年6月"}},
		{"sheets of teams keep their names", one2("2025绩效-Q2.xlsx", "一部", a, "二部", a), []string{"*绩效-Q*.xlsx 一部", "*绩效-Q*.xlsx 二部"}},
		{"a sheet of a month stands behind a named one", one2("2025绩效-Q2.xlsx", "2025年5月", a, "一部", b), []string{"*绩效-Q*.xlsx 一部", "*绩效-Q*.xlsx "}},
	} {
		first := must(t, Options{}, c.files...)
		sources := SourcesOf(first.Readings)
		var got []string
		for _, s := range sources {
			got = append(got, s.Match+" "+s.Sheet)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
		equalFacts(t, c.why, must(t, Options{Sources: sources}, c.files...), facts(first)...)
	}
}

func TestASourceThatFitsNoFileIsSaid(t *testing.T) {
	res := must(t, Options{Sources: []Source{{Match: "绩效-Q2.xlsx"}, {Match: "绩效-Q2.xlsx", Sheet: "二"}, {Match: "b*"}}}, one("dir/b.xlsx", "姓名|NPS\n甲|5")...)
	var got []string
	for _, d := range res.Diagnostics {
		if d.Code == "source.unmatched" {
			got = append(got, d.Severity.String()+" "+d.Args["match"])
		}
	}
	if !slices.Equal(got, []string{"note 绩效-Q2.xlsx"}) {
		t.Errorf("%q", got)
	}
}

// A mapping that never does anything is said: loudly where it means the very tables
// that an entry before it reads.
func TestASourceBehindAnotherIsSaid(t *testing.T) {
	file := func(path string) []*sheet.File { return one(path, "姓名|NPS\n甲|5") }
	for _, c := range []struct {
		sentence string
		sources  []Source
		file     string
		want     []string
	}{
		{"the second of two for the same tables", []Source{{Match: "b*"}, {Match: "b*"}}, "b.xlsx", []string{"warning 2 b* behind 1 b*"}},
		{"a pattern behind a name", []Source{{Match: "b.xlsx"}, {Match: "b*"}}, "b.xlsx", []string{"note 2 b* behind 1 b.xlsx"}},
		{"for another file", []Source{{Match: "b.xlsx"}, {Match: "c*"}}, "b.xlsx", nil},
		{"what comes from stdin, as it is called on the command line", []Source{{Match: "-"}, {Match: "stdin"}}, Stdin, []string{"note 2 stdin behind 1 -"}},
	} {
		var got []string
		for _, d := range must(t, Options{Sources: c.sources}, file(c.file)...).Diagnostics {
			if d.Code == "source.shadowed" {
				got = append(got, fmt.Sprint(d.Severity, " ", d.Args["number"], " ", d.Args["match"], " behind ", d.Args["first"], " ", d.Args["other"]))
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.sentence, got, c.want)
		}
	}
}

func TestWhatKPIArgumentsSaidIsKept(t *testing.T) {
	opt := Options{Named: []string{"赢单率=higher,proportion,quality", "转化=conversion_rate,percent", "没有=lower"}}
	res := must(t, opt, one("a.xlsx", "姓名|指标|数值\n甲|赢单率|0.2\n甲|转化|0.5\n乙|转化|15")...)
	if len(res.Named) != 2 {
		t.Fatalf("%+v", res.Named)
	}
	known, own := res.Named[1], res.Named[0]
	if own.ID == "conversion_rate" {
		known, own = own, known
	}
	if known.ID != "conversion_rate" || !slices.Equal(known.Aliases, []string{"转化"}) || known.Direction != 0 {
		t.Errorf("%+v", known)
	}
	if own.ID != "赢单率" || own.Direction != kpi.Higher || own.Scale != kpi.Proportion || own.Kind != kpi.Quality {
		t.Errorf("%+v", own)
	}
	cat, err := kpi.Builtin().With(res.Named...)
	if err != nil {
		t.Fatal(err)
	}
	again := must(t, Options{Catalogue: cat, Sources: SourcesOf(res.Readings)}, one("a.xlsx", "姓名|指标|数值\n甲|赢单率|0.2\n甲|转化|0.5\n乙|转化|15")...)
	equalFacts(t, "catalogue and sources say the same", again, facts(res)...)
}
