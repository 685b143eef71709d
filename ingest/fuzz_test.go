package ingest

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// FuzzTables throws any cells at the whole of the package: it must neither
// panic nor lose a row.
func FuzzTables(f *testing.F) {
	for _, s := range []string{
		"姓名|月份|NPS\n张三|2025-06|5",
		"工号|姓名|部门|小组|成交数|拜访数|转化率(%)\nE1|张三|一部|A|45|300|15\nE2|李四|二部|A|-1|0|#DIV/0!\n合计||||||",
		"2025年\n姓名|指标|1月|Q2|上半年\n张三|NPS|1|2|3\n注：x",
		"Employee|Date|KPI|Value|Unit\nAnn|3/4/2025|handling time|2|h\nBob|13/4/2025|csat|85|%",
		"姓名|NPS\n|%\n姓名|返工工时\n甲|1",
		"|||\n%|%\n\n姓名",
		"姓名|NPS(NPS)|NPS/净推荐值|((|))\n甲|1|2|3|4",
	} {
		f.Add(s, "2025年6月", true)
	}
	f.Fuzz(func(t *testing.T, text, name string, workbook bool) {
		if strings.Contains(text, "@") { // a date in the tests' own notation, which must be one
			return
		}
		file := csvOf(name+".csv", text)
		if workbook {
			file = fileOf(name+".xlsx", tableOf(name, text))
			file.Tables[0].Merged = []sheet.Area{{Top: 1, Left: 1, Bottom: 3, Right: 2}}
		}
		res, err := Tables([]*sheet.File{file}, Options{})
		if err != nil && kpi.AsFault(err) == nil {
			t.Fatalf("no fault: %v", err)
		}
		checkTallies(t, res)
		for _, r := range res.Readings {
			if r.Skipped == "" {
				SourceOf(r)
			}
		}
	})
}

func FuzzParseNaming(f *testing.F) {
	for _, s := range []string{"赢单率=higher,proportion", "a=b=csat,percent", "=", "x=lower,,", "(%)=higher", "x=higher,rate,percent,quality"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, arg string) {
		list, cat, err := parseNamings([]string{arg}, kpi.Builtin())
		if err != nil {
			if f := kpi.AsFault(err); f == nil || f.Class != kpi.Usage {
				t.Fatalf("%q: %v", arg, err)
			}
			return
		}
		in := cat.Get(list[0].indicator)
		if in == nil || in.Direction == 0 || in.Scale == 0 {
			t.Fatalf("%q defines %+v", arg, in)
		}
	})
}

func TestFoldingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		heading := rapid.StringOfN(rapid.SampledFrom([]rune("客户转化率ＣＳＡＴcsat (%)（％）[h]_-/.:1２、\n ")), 0, 12, -1).Draw(t, "heading")
		once := fold(heading).key
		if twice := squash(once); twice != once {
			t.Fatalf("%q folds to %q and that to %q", heading, once, twice)
		}
	})
}

func TestSimilarityIsSymmetricAndBounded(t *testing.T) {
	word := rapid.StringOfN(rapid.SampledFrom([]rune("转化率缺陷客户abc")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		s := similarity(a, b)
		if s != similarity(b, a) || s < 0 || s > 1 || (s == 1) != (a == b && a != "") && a != "" && b != "" && s == 1 && !sameBigrams(a, b) {
			t.Fatalf("%q and %q are %v similar", a, b, s)
		}
	})
}

// sameBigrams tells words that Dice's coefficient can't tell apart.
func sameBigrams(a, b string) bool { return dice([]rune(a), []rune(b)) == 1 }
