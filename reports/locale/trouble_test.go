package locale

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestADiagnosticIsWordedWithTheTitleOfItsIndicator(t *testing.T) {
	d := kpi.Diagnostic{Severity: kpi.Error, Code: "row.duplicate", Args: kpi.Args{
		"employee": "e017", "team": "north", "kpi": "conversion_rate", "period": "2025-06", "other": "a.csv!2"}}
	for lang, want := range map[string]string{"en": "Conversion rate", "zh": "客户转化率"} {
		problem, remedy := printer(t, lang).Problem(d)
		if !strings.Contains(problem, want) || !strings.Contains(problem, "a.csv!2") || strings.Contains(problem+remedy, "⟦") || remedy == "" {
			t.Errorf("%s: %q, %q", lang, problem, remedy)
		}
	}
}

// What a file holds is repeated in part, what is to be pasted is not.
func TestAMessageIsNoLongerThanALine(t *testing.T) {
	for name, most := range map[string]int{"heading": 80, "text": 80, "headings": 200, "suggestion": 5000} {
		for _, letter := range []string{"x", "啊"} {
			short, long := strings.Repeat(letter, most), strings.Repeat(letter, 5000)
			want := short + "…"
			if most == len([]rune(long)) {
				want = long
			}
			if got := bounded(name, long); got != want || bounded(name, short) != short {
				t.Errorf("%s of %s: %d characters", name, letter, len([]rune(got)))
			}
		}
	}
}

func TestAFaultSaysWhatWhereAndWhatToDo(t *testing.T) {
	p := printer(t, "en")
	inner := &kpi.Fault{Code: "locale.unknown", Origin: kpi.Origin{File: "a.yaml"}, Args: kpi.Args{"lang": "xx", "want": "en, zh"}}
	outer := &kpi.Fault{Code: "locale.unknown", Origin: kpi.Origin{File: "b.csv", Row: 2, Col: 1}, Args: kpi.Args{"lang": "yy", "want": "en"}, Err: inner}
	for _, c := range []struct {
		err               error
		what, where, todo string
	}{
		{nil, "", "", ""},
		{errors.New("disk full\x07"), "disk full␇", "", ""},
		{fmt.Errorf("run: %w", inner), "language xx is not available", "a.yaml", "use one of: en, zh"},
		{outer, "language yy is not available (a.yaml: language xx is not available)", "b.csv!A2", "use one of: en"},
		{&kpi.Fault{Code: "no.such"}, "⟦no.such.problem⟧", "", ""},
	} {
		what, where, todo := p.Fault(c.err)
		if what != c.what || where != c.where || todo != c.todo {
			t.Errorf("Fault(%v) = %q, %q, %q", c.err, what, where, todo)
		}
	}
}

func TestLevelsOfACaveatAreShownInTheUnitOfItsIndicator(t *testing.T) {
	p := printer(t, "en")
	for _, c := range []struct {
		text string
		args kpi.Args
		in   *kpi.Indicator
		want string
	}{
		{"{{level .a .in}}", kpi.Args{"a": "0.15"}, ratio, "15.0%"},
		{"{{target .a .in}}", kpi.Args{"a": "0.18"}, ratio, "18%"},
		{"{{points .a .in}}", kpi.Args{"a": "-0.07"}, ratio, "−7.0 pp"},
		{"{{level .a .in}}", kpi.Args{"a": "12"}, nil, "12.0"},
		{"{{level .a .in}}", kpi.Args{"a": "about 12"}, ratio, "about 12"},
		{"{{target .a .in}}", kpi.Args{"a": "1e300"}, ratio, "1e+300"},
		{"{{percent .a}} {{relative .a}}", kpi.Args{"a": "0.7"}, nil, "70% +70% of the mean"},
		{"{{count .a}}", kpi.Args{"a": "1200"}, nil, "1,200"},
		{"{{title .kpi}} {{level .a .in}}", kpi.Args{"kpi": "csat", "a": "0.9"}, nil, "Customer satisfaction (CSAT) 90.0%"},
		{"{{word \"basis\" .a}} {{word \"basis\" \"odd\"}}", kpi.Args{"a": "headroom"}, nil, "headroom of the scale (weak) odd"},
	} {
		parsed, err := p.parser.Parse(c.text, "", "")
		if err != nil {
			t.Fatal(err)
		}
		got, err := parsed.Execute(plainArgs(p.textArgs(c.args, c.in)))
		if err != nil || got != c.want {
			t.Errorf("%s with %v gives %q (%v), want %q", c.text, c.args, got, err, c.want)
		}
	}
}

func TestACaveatHasWordsAndARemedyWhereThereIsOne(t *testing.T) {
	for _, lang := range Languages() {
		p := printer(t, lang)
		c := kpi.Caveat{Code: "gap.few_trials", Args: kpi.Args{"n": "7"}}
		if s := p.Caveat(c, ratio); !strings.Contains(s, "7") || strings.Contains(s, "⟦") {
			t.Errorf("%s: caveat %q", lang, s)
		}
		if p.Remedy(c, ratio) == "" || p.Remedy(kpi.Caveat{Code: "no.such"}, nil) != "" {
			t.Errorf("%s: remedies", lang)
		}
	}
	p, err := New("en")
	if err != nil {
		t.Fatal(err)
	}
	if p.TitleOf("csat") != "csat" {
		t.Error("a printer without a catalogue knows ids only")
	}
}

func TestPeriodsAreNamed(t *testing.T) {
	day := kpi.DateOf(2025, 6, 30)
	for _, c := range []struct {
		grain  kpi.Grain
		en, zh string
	}{
		{kpi.Day, "2025-06-30", "2025-06-30"}, {kpi.Week, "week 27 of 2025", "2025年第27周"}, {kpi.Month, "Jun 2025", "2025年6月"},
		{kpi.Quarter, "Q2 2025", "2025年第2季度"}, {kpi.Half, "first half of 2025", "2025年上半年"}, {kpi.Year, "2025", "2025年"}, {kpi.Whole, "all data", "全部数据"},
	} {
		for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
			if got := printer(t, lang).Period(kpi.PeriodOf(day, c.grain)); got != want {
				t.Errorf("%s: %s is %q, want %q", lang, c.grain, got, want)
			}
		}
	}
	first, last := kpi.PeriodOf(kpi.DateOf(2025, 4, 1), kpi.Month), kpi.PeriodOf(day, kpi.Month)
	p := printer(t, "zh")
	if got := p.Span(first, last, 3); got != "2025年4月至2025年6月（3期）" {
		t.Errorf("span %q", got)
	}
	if got := p.Span(last, last, 1) + p.Date(day); got != "2025年6月2025-06-30" {
		t.Errorf("span of one %q", got)
	}
	if got := p.Period(kpi.PeriodOf(kpi.DateOf(2024, 12, 30), kpi.Week)); got != "2025年第1周" {
		t.Errorf("the first ISO week of 2025 starts in 2024: %q", got)
	}
}

func TestPlainShowsWhatMustNotReachATerminal(t *testing.T) {
	for given, want := range map[string]string{
		"张伟 José": "张伟 José", "a\x1b[31mb": "a␛[31mb", "a\nb\tc\r": "a␊b␉c␍", "\x7f\x00": "␡␀", "a\u202eb": "a\ufffdb",
		"a\u2028b": "a␤b", "\xff": "\ufffd", "\u0085\u200b": "\ufffd\ufffd", "क\u200dष": "क\u200dष",
	} {
		if got := Plain(given); got != want {
			t.Errorf("Plain(%q) = %q, want %q", given, got, want)
		}
	}
}

func FuzzPlainLeavesNothingUnsafe(f *testing.F) {
	f.Add("a\x1b]8;;http://x\x07\n")
	f.Add("\u2066\xf0\x28")
	f.Fuzz(func(t *testing.T, s string) {
		got := Plain(s)
		if Plain(got) != got || !utf8.ValidString(got) || strings.ContainsFunc(got, unicode.IsControl) {
			t.Errorf("Plain(%q) = %q", s, got)
		}
	})
}
