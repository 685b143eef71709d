package locale

import (
	"strings"
	"sync"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// printer knows the built-in indicators.
func printer(t testing.TB, lang string) *Printer {
	t.Helper()
	p, err := New(lang)
	if err != nil {
		t.Fatal(err)
	}
	return p.With(kpi.Builtin())
}

// The message files are part of the program, and are read with the first text.
func TestEveryMessageFileIsRead(t *testing.T) {
	for _, lang := range Languages() {
		if w := printer(t, lang).words(); w.err != nil || len(w.ids) < 1000 {
			t.Errorf("%s: %d messages, %v", lang, len(w.ids), w.err)
		}
	}
}

func TestNewKnowsALanguageByItsTagOrItsPOSIXLocale(t *testing.T) {
	for given, want := range map[string]string{
		"": "en", "en": "en", "en-GB": "en", "en_US.UTF-8": "en", "C": "en", "C.UTF-8": "en", "POSIX": "en",
		"zh": "zh", "zh-Hans": "zh", "zh_CN.UTF-8": "zh", "zh_CN.GB18030": "zh", "zh-SG": "zh", "zh_CN@pinyin": "zh", "ZH": "zh",
	} {
		p, err := New(given)
		if err != nil {
			t.Errorf("New(%q): %v", given, err)
			continue
		}
		if p.Lang() != want {
			t.Errorf("New(%q) speaks %s, want %s", given, p.Lang(), want)
		}
	}
}

func TestNewRefusesALanguageWithoutWords(t *testing.T) {
	for _, given := range []string{"fr", "klingon", "12", "日本語", "en\x1b[31m"} {
		_, err := New(given)
		f := kpi.AsFault(err)
		if f == nil || f.Code != "locale.unknown" || f.Class != kpi.Usage || f.Args["want"] != "en, zh" {
			t.Errorf("New(%q) = %v, want the usage fault locale.unknown", given, err)
		}
	}
}

func TestMatchTakesTheFirstVariableThatIsSet(t *testing.T) {
	for _, c := range []struct {
		env  []string
		want string
	}{
		{nil, "en"},
		{[]string{"", "", ""}, "en"},
		{[]string{"", "", "zh_CN.UTF-8"}, "zh"},
		{[]string{"C", "", "zh_CN.UTF-8"}, "en"},
		{[]string{"zh_CN.UTF-8", "en_US.UTF-8"}, "zh"},
		{[]string{"fr_FR.UTF-8"}, "en"},
	} {
		if got := Match(c.env...); got != c.want {
			t.Errorf("Match(%q) = %s, want %s", c.env, got, c.want)
		}
	}
}

func TestAMissingTextIsMarkedAndNeverBlank(t *testing.T) {
	p := printer(t, "zh")
	if got := p.Text("no.such.text", nil); got != "⟦no.such.text⟧" {
		t.Errorf("a missing id gives %q", got)
	}
	if got := p.Text("locale.unknown.problem", nil); !strings.Contains(got, "⟦?⟧") {
		t.Errorf("a missing argument gives %q", got)
	}
	if got := p.Word("severity", ""); got != "" {
		t.Errorf("no word gives %q", got)
	}
	if p.Has("no.such.text") || !p.Has("findings.among") || !p.Has("severity.gap") {
		t.Error("Has tells texts apart wrongly")
	}
}

func TestACountChoosesThePlural(t *testing.T) {
	for lang, want := range map[string][3]string{"en": {"0 gaps found in 9 comparisons.", "1 gap found in 9 comparisons.", "2 gaps found in 9 comparisons."}, "zh": {"9 次比较中有 0 项差距。", "9 次比较中有 1 项差距。", "9 次比较中有 2 项差距。"}} {
		p := printer(t, lang)
		for n, w := range want {
			if got := p.Text("findings.among", Args{"count": n, "comparisons": 9}); got != w {
				t.Errorf("%s: %d gives %q, want %q", lang, n, got, w)
			}
		}
	}
}

func TestANumberOfRowsChoosesThePluralWhereThereIsOne(t *testing.T) {
	p := printer(t, "en")
	for _, c := range []struct {
		code, rows, want string
	}{
		{"rows.totals", "1", "1 row is a total"}, {"rows.totals", "2", "2 rows are totals"},
		{"kpi.unknown", "1", "its 1 row is not used"},
		{"sheet.empty", "1", "is empty"}, // no singular of its own: the plural stands in
		{"rows.totals", "many", "many rows are totals"},
		{"row.short", "", "rows, this the first"}, // a count that is no number
	} {
		d := kpi.Diagnostic{Code: c.code, Args: kpi.Args{"rows": c.rows, "lines": "9", "text": "x", "suggestion": "y", "expected": "3"}}
		if c.rows == "" {
			d.Args["count"] = "some"
		}
		if problem, _ := p.Problem(d); !strings.Contains(problem, c.want) {
			t.Errorf("%s rows: got %q, want %q", c.rows, problem, c.want)
		}
	}
}

func TestAPrinterServesSeveralGoroutines(t *testing.T) {
	p := printer(t, "en")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got := p.Gap(-0.07, -0.318, kpi.Builtin().Get("csat"), "mean"); got != "−7.0 pp, −32% of the mean" {
				t.Errorf("got %q", got)
			}
		})
	}
	wg.Wait()
}
