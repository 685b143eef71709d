package ingest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// semicolons is a text file that parts its cells with semicolons.
func semicolons(heading string, cells ...string) *sheet.File {
	var b strings.Builder
	b.WriteString("姓名|" + heading)
	for i, c := range cells {
		fmt.Fprintf(&b, "\n员工%c|%s", 'A'+i, c)
	}
	f := csvOf("a.csv", b.String())
	f.Delimiter = ";"
	return f
}

func TestCommasAreDecidedPerColumn(t *testing.T) {
	for _, c := range []struct {
		why       string
		delimiter string
		cells     []string
		want      []float64
		evidence  string // "": no decimal comma
		code      string // error
	}{
		{"one digit behind the comma", ";", []string{"15,5", "20", "1,234"}, []float64{15.5, 20, 1.234}, "B2", ""},
		{"a zero in front of it", ";", []string{"1,234", "0,125"}, []float64{1.234, 0.125}, "B3", ""},
		{"two digits", ";", []string{"0,05"}, []float64{0.05}, "B2", ""},
		{"four digits", ",", []string{"3,1415"}, []float64{3.1415}, "B2", ""},
		{"no thousands begin with four digits", ";", []string{"1234,500"}, []float64{1234.5}, "B2", ""},
		{"points part the thousands then", ";", []string{"1.234,5", "1.234.567"}, []float64{1234.5, 1234567}, "B2", ""},
		{"points with three digits behind them part the thousands then", ";", []string{"12.450", "9.875,50", "11.200"}, []float64{12450, 9875.5, 11200}, "B3", ""},
		{"two points tell of thousands", ";", []string{"12.450.000", "9.875"}, []float64{12450000, 9875}, "B2", ""},
		{"spaces part the thousands", ";", []string{"1 234,5", "12 345"}, []float64{1234.5, 12345}, "B2", ""},
		{"a currency behind them", ";", []string{"1.234,50 €", "12.450 €"}, []float64{1234.5, 12450}, "B2", ""},
		{"points alone are decimal ones", ";", []string{"12.450", "9.875"}, []float64{12.45, 9.875}, "", ""},
		{"signs stay", ";", []string{"-1,5", "(2,5)", "+3"}, []float64{-1.5, -2.5, 3}, "B2", ""},
		{"full width", ";", []string{"１５，５"}, []float64{15.5}, "B2", ""},
		{"thousands in a file of commas", ",", []string{"1,234", "12,500"}, []float64{1234, 12500}, "", ""},
		{"a decimal point tells of thousands", ";", []string{"1,234.5", "2,500"}, []float64{1234.5, 2500}, "", ""},
		{"a decimal point in another cell tells too", ";", []string{"12.5", "2,500"}, []float64{12.5, 2500}, "", ""},
		{"two commas tell of thousands", ";", []string{"1,234,567", "2,500"}, []float64{1234567, 2500}, "", ""},
		{"nothing tells", ";", []string{"1,234", "2,500"}, nil, "", "value.comma_open"},
		{"what has no comma stays sure", ";", []string{"1,234", "7"}, []float64{7}, "", "value.comma_open"},
		{"a decimal comma beside points is refused", ";", []string{"12.5", "15,5"}, []float64{12.5}, "", "value.comma"},
	} {
		f := semicolons("返工工时", c.cells...)
		f.Delimiter = c.delimiter
		f.Tables[0].Rows[0].Cells[1].Text = "销售额"
		res, _ := Tables([]*sheet.File{f}, Options{})
		if got := levels(res, "sales_value"); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v\n%s", c.why, got, c.want, told(res))
		}
		if got := strings.Join(codes(res, kpi.Error), " "); got != c.code {
			t.Errorf("%s: errors %q, want %q", c.why, got, c.code)
		}
		_, by, _ := strings.Cut(res.Readings[0].Columns[1].Evidence, "decimal=comma decided_by=")
		if by != c.evidence {
			t.Errorf("%s: evidence %q, want %q", c.why, by, c.evidence)
		}
	}
}

func TestDecimalCommasOfPercents(t *testing.T) {
	res := must(t, Options{}, semicolons("转化率", "15,5%", "22%"))
	if got := levels(res, "conversion_rate"); !slices.Equal(got, []float64{0.155, 0.22}) {
		t.Errorf("%v", got)
	}
}

func TestCommasInTextsAreLeftAlone(t *testing.T) {
	f := csvOf("a.csv", "姓名|团队|NPS\nLi, Wei|A, 1|5\nWang, Fang|B, 2|6\n1,5|C|7")
	res := must(t, Options{}, f)
	if got := res.Dataset.Teams; !slices.Equal(got, []string{"A, 1", "B, 2", "C"}) {
		t.Errorf("teams %q", got)
	}
}

// A decimal comma reads as the point does, whatever the numbers.
func TestDecimalCommasReadAsPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := append(rapid.SliceOfN(rapid.Float64Range(0.01, 9999), 1, 8).Draw(t, "numbers"), 0.5)
		var points, decimals []string
		for _, n := range numbers {
			s := strconv.FormatFloat(n, 'f', 2, 64)
			points, decimals = append(points, s), append(decimals, strings.Replace(s, ".", ",", 1))
		}
		want, err := Tables([]*sheet.File{semicolons("销售额", points...)}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := Tables([]*sheet.File{semicolons("销售额", decimals...)}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(facts(got), facts(want)) {
			t.Fatalf("%v, want %v", facts(got), facts(want))
		}
	})
}

// Nobody writes decimals in two ways in one file: beside 60,5 the thousand of 1.100 is
// no fraction.
func TestPointsBesideAColumnOfDecimalCommas(t *testing.T) {
	f := csvOf("a.csv", "姓名|销售额|满意度评分\n甲|1.100|60,5\n乙|2.101|61,5")
	f.Delimiter = ";"
	res := must(t, Options{}, f)
	if got, want := levels(res, "sales_value"), []float64{2101, 1100}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	f = csvOf("a.csv", "姓名|销售额|满意度评分\n甲|1.10|60,5\n乙|2.101|61,5")
	if got, want := levels(must(t, Options{}, f), "sales_value"), []float64{2.101, 1.1}; !slices.Equal(got, want) {
		t.Errorf("two digits behind a point: %v, want %v", got, want)
	}
}

// A text 1.234,5 beside real numbers is one that the spreadsheet did not understand.
func TestDecimalCommasBesideRealNumbers(t *testing.T) {
	table := tableOf("Sheet1", "姓名|销售额\n甲|1.234,5\n乙|12.345\n丙|")
	table.Rows[2].Cells[1] = sheet.Cell{Kind: sheet.Text, Text: "12.345"}
	table.Rows[3].Cells = append(table.Rows[3].Cells[:1], sheet.Cell{Kind: sheet.Number, Number: 678.25, Text: "678.25"})
	res := must(t, Options{}, fileOf("a.xlsx", table))
	got := levels(res, "sales_value")
	if slices.Sort(got); !slices.Equal(got, []float64{678.25, 1234.5, 12345}) {
		t.Errorf("%v\n%s", got, told(res))
	}
}
