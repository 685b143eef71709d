package ingest

import (
	"errors"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestNamingAHeading(t *testing.T) {
	for _, c := range []struct {
		why, arg          string
		heading, id, unit string
		direction         kpi.Direction
		scale             kpi.Scale
		kind              kpi.Kind
	}{
		{"a known indicator", "新客户转化率=conversion_rate", "新客户转化率", "conversion_rate", "", kpi.Higher, kpi.Proportion, kpi.Outcome},
		{"a known indicator and the unit", "转化=conversion_rate,percent", "转化", "conversion_rate", "percent", kpi.Higher, kpi.Proportion, kpi.Outcome},
		{"a new indicator", "赢单率=higher,proportion", "赢单率", "赢单率", "", kpi.Higher, kpi.Proportion, kpi.Outcome},
		{"a new indicator with everything", "Win rate (%) = lower , proportion, ratio, quality", "Win rate (%)", "winrate", "ratio", kpi.Lower, kpi.Proportion, kpi.Quality},
		{"a direction alone is a quantity", "加班=lower", "加班", "加班", "", kpi.Lower, kpi.Quantity, kpi.Outcome},
		{"percents without a scale are a proportion", "赢单率=higher,percent", "赢单率", "赢单率", "percent", kpi.Higher, kpi.Proportion, kpi.Outcome},
		{"a score", "服务分=higher,score,perception", "服务分", "服务分", "", kpi.Higher, kpi.Score, kpi.Perception},
		{"the heading may hold an equals sign", "a=b=conversion_rate", "a=b", "conversion_rate", "", kpi.Higher, kpi.Proportion, kpi.Outcome},
	} {
		list, cat, err := parseNamings([]string{c.arg}, kpi.Builtin())
		if err != nil {
			t.Errorf("%s: %v", c.why, err)
			continue
		}
		n, in := list[0], cat.Get(list[0].indicator)
		if n.heading != c.heading || n.indicator != c.id || n.unit != c.unit {
			t.Errorf("%s: %+v", c.why, n)
		}
		if in.Direction != c.direction || in.Scale != c.scale || in.Kind != c.kind {
			t.Errorf("%s: %s is %s %s %s", c.why, in.ID, in.Direction, in.Scale, in.Kind)
		}
	}
}

func TestNamingsThatCantBeMeant(t *testing.T) {
	for _, c := range []struct {
		why  string
		args []string
		code string
	}{
		{"no equals sign", []string{"赢单率"}, "kpi.bad_form"},
		{"nothing before it", []string{"=higher"}, "kpi.bad_form"},
		{"only marks before it", []string{"(%)=higher"}, "kpi.bad_form"},
		{"nothing after it", []string{"赢单率="}, "kpi.bad_form"},
		{"an unknown word", []string{"赢单率=higher,often"}, "kpi.bad_form"},
		{"an empty word", []string{"赢单率=higher,"}, "kpi.bad_form"},
		{"two scales", []string{"赢单率=higher,score,rate"}, "kpi.bad_form"},
		{"two units", []string{"赢单率=higher,percent,ratio"}, "kpi.bad_form"},
		{"two kinds", []string{"赢单率=higher,quality,outcome"}, "kpi.bad_form"},
		{"a scale for a known indicator", []string{"转化=conversion_rate,score"}, "kpi.bad_form"},
		{"an unknown id", []string{"转化=conversion_rat"}, "kpi.unknown_id"},
		{"the same heading twice", []string{"赢单率=higher", "赢单率 =lower"}, "kpi.named_twice"},
	} {
		_, err := Tables(nil, Options{Named: c.args})
		f := kpi.AsFault(err)
		if f == nil || f.Code != c.code || f.Class != kpi.Usage {
			t.Errorf("%s: %v, want the usage fault %s", c.why, err, c.code)
		}
	}
	_, err := Tables(nil, Options{Named: []string{"转化=conversion_rat"}})
	var f *kpi.Fault
	if !errors.As(err, &f) || !strings.HasPrefix(f.Args["similar"], "conversion_rate") {
		t.Errorf("the id meant is not among those proposed: %v", err)
	}
}

func TestOptionsThatCantBeMeant(t *testing.T) {
	for code, opt := range map[string]Options{
		"option.bad_date_order": {DateOrder: "ydm"}, "option.bad_unit": {Unit: "permille"},
		"source.bad_match": {Sources: []Source{{Match: "[a"}}}, "source.bad_layout": {Sources: []Source{{Match: "*", Layout: "tall"}}},
		"source.bad_header_row": {Sources: []Source{{Match: "*", HeaderRow: -1}}}, "source.unknown_kpi": {Sources: []Source{{Match: "*", Measures: []Measure{{KPI: "x"}}}}},
		"source.half_measure": {Sources: []Source{{Match: "*", Measures: []Measure{{KPI: "csat", Numerator: "a"}}}}},
		"source.bad_unit":     {Sources: []Source{{Match: "*", Measures: []Measure{{KPI: "csat", Unit: "permille"}}}}},
	} {
		_, err := Tables(nil, opt)
		if f := kpi.AsFault(err); f == nil || f.Code != code || f.Class != kpi.Usage {
			t.Errorf("%v, want the usage fault %s", err, code)
		}
	}
	if _, err := Tables(nil, Options{Sources: []Source{{}}}); kpi.AsFault(err) == nil {
		t.Error("a source without match is taken")
	}
}

func TestSuggestionsCanBePasted(t *testing.T) {
	for _, c := range []struct{ heading, meaning, want string }{
		{"赢单率", "higher,proportion", `--kpi "赢单率=higher,proportion"`},
		{"赢单 率\n(%)", "higher", `--kpi "赢单 率 (%)=higher"`},
		{`5" pipes`, "lower", `--kpi '5" pipes=lower'`},
		{"cost in $", "lower", "--kpi 'cost in $=lower'"},
		{"it's $", "lower", `--kpi 'it'\''s $=lower'`},
	} {
		if got := quoteNaming(c.heading, c.meaning); got != c.want {
			t.Errorf("%q: %s, want %s", c.heading, got, c.want)
		}
	}
}

func TestDefinitionsGuessDirectionAndScale(t *testing.T) {
	for _, c := range []struct {
		heading   string
		fractions bool
		want      string
	}{
		{"赢单率", false, "higher,proportion"}, {"缺勤率", false, "lower,proportion"}, {"加班时长", false, "lower,quantity"}, {"培训次数", false, "higher,quantity"},
		{"Win rate", false, "higher,proportion"}, {"Error share", false, "lower,proportion"}, {"Score", true, "higher,proportion"},
	} {
		if got := definition(c.heading, c.fractions); !strings.Contains(got, "="+c.want) {
			t.Errorf("%s: %s, want %s", c.heading, got, c.want)
		}
	}
}

func TestSimilarity(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64 // Dice of bigrams or 1 − edits/length by hand, the larger
	}{
		{"转化率", "转化率", 1}, {"转换率", "转化率", 2.0 / 3}, {"缺勤率", "缺陷率", 2.0 / 3}, {"abc", "xyz", 0}, {"", "转化率", 0}, {"a", "a", 1},
		{"night", "nacht", 0.6}, // Dice 0.25 (Dice 1945's example pair), two edits of five letters
	} {
		if got := similarity(c.a, c.b); got < c.want-1e-9 || got > c.want+1e-9 {
			t.Errorf("%q and %q are %v similar, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestUnknownColumnsComeWithAReadyArgument(t *testing.T) {
	res := must(t, Options{}, fileOf("a.xlsx", tableOf("Sheet1", `
		姓名|客户转化率|赢单率|缺勤率|培训次数|目标转化率|城市|电话
		张三|0.15|0.4|0.1|3|0.2|北京|5551
		李四|0.25|0.5|0.2|4|0.2|上海|5552`)))
	for heading, want := range map[string]struct{ role, suggestion string }{
		"客户转化率": {"value", ""},
		"赢单率":   {"unknown", `--kpi "赢单率=higher,proportion"`},
		"缺勤率":   {"unknown", `--kpi "缺勤率=defect_rate"`},
		"培训次数":  {"unknown", `--kpi "培训次数=higher,quantity"`},
		"目标转化率": {"ignored", ""},
		"城市":    {"ignored", ""},
		"电话":    {"ignored", ""},
	} {
		for _, c := range res.Readings[0].Columns {
			if c.Heading == heading && (string(c.Role) != want.role || c.Suggestion != want.suggestion) {
				t.Errorf("%s is %s %s, want %s %s", heading, c.Role, c.Suggestion, want.role, want.suggestion)
			}
		}
	}
	if d := find(t, res, "column.similar"); d.Args["define"] != `--kpi "缺勤率=lower,proportion"` || d.Severity != kpi.Note {
		t.Errorf("a similar name is reported as %+v", d)
	}
	if n := res.Dataset.Len(); n != 2 {
		t.Errorf("%d observations: something similar was accepted", n)
	}
}

func TestANamedColumnIsRead(t *testing.T) {
	file := func() *kpi.Dataset {
		res := must(t, Options{Named: []string{"赢单率=higher,proportion", "缺勤=lower,percent", "没有=csat"}}, fileOf("a.xlsx", tableOf("Sheet1", `
			姓名|赢单率|缺勤
			张三|0.4|1
			李四|0.5|2`)))
		if d := find(t, res, "kpi.named_unused"); d.Args["heading"] != "没有" {
			t.Errorf("unused is %v", d.Args)
		}
		return res.Dataset
	}
	d := file()
	if len(d.Indicators) != 2 || d.Indicators[0].ID != "缺勤" || d.Measure(0).Level != 0.01 {
		t.Errorf("the named columns are read as %v %v", d.Indicators, d.Measure(0))
	}
}
