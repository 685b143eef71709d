package ingest

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct {
		text   string
		value  float64
		marked bool
	}{
		{"15", 15, false}, {"0.15", 0.15, false}, {".5", 0.5, false}, {"5.", 5, false}, {"-7", -7, false}, {"+7", 7, false}, {"−7", -7, false}, {"–7.5", -7.5, false},
		{"1e3", 1000, false}, {"1.5E-3", 0.0015, false}, {" 15 ", 15, false}, {"１５．２", 15.2, false}, {"　15　", 15, false},
		{"1,234", 1234, false}, {"12,345,678.9", 12345678.9, false}, {"１，２３４", 1234, false}, {"(15)", -15, false}, {"（1,234.5）", -1234.5, false},
		{"¥1,200", 1200, false}, {"￥1200", 1200, false}, {"$ 5", 5, false}, {"-€3.5", -3.5, false}, {"¥-5", -5, false},
		{"15%", 0.15, true}, {"15 %", 0.15, true}, {"１５％", 0.15, true}, {"15.2%", 0.152, true}, {"482.86%", 4.8286, true}, {"-3%", -0.03, true}, {"(3%)", -0.03, true},
		{"12.5‰", 0.0125, true}, {"-5 ‰", -0.005, true}, {"0%", 0, true},
		{"1 234", 1234, false}, {"1\u00a0234\u202f567.5", 1234567.5, false}, {"1'234.5", 1234.5, false}, {"1’234", 1234, false}, {"12,34,567", 1234567, false}, {"1,23,456.7", 123456.7, false}, {"1,200%", 12, true}, {"1e1%", 0.1, true},
	} {
		n := parseNumber(c.text)
		if n.state != used || n.value != c.value || n.marked != c.marked {
			t.Errorf("%q is read as %v marked %v (%s), want %v marked %v", c.text, n.value, n.marked, n.fault, c.value, c.marked)
		}
	}
}

func TestBlanksAreNeverZero(t *testing.T) {
	for _, text := range []string{"", " ", "　", "-", "--", "—", "——", "–", "/", "N/A", "n/a", "NA", "nan", "NaN", "NULL", "None", "无", "暂无", "缺", "缺失", "未填", "无数据", "Ｎ／Ａ"} {
		if n := parseNumber(text); n.state != blank {
			t.Errorf("%q is no blank: %+v", text, n)
		}
	}
	if n := parseNumber("0"); n.state != used || n.value != 0 {
		t.Errorf("zero is %+v", n)
	}
}

func TestTextsThatAreNoNumbers(t *testing.T) {
	for _, c := range []struct{ why, text, code string }{
		{"a word", "优秀", "value.not_a_number"},
		{"a remark", "待补", "value.not_a_number"},
		{"a bound", ">95%", "value.not_a_number"},
		{"about", "约15", "value.not_a_number"},
		{"a range", "15-20", "value.not_a_number"},
		{"a fraction", "45/300", "value.not_a_number"},
		{"a unit", "15米", "value.not_a_number"},
		{"two signs of shares", "15‰%", "value.not_a_number"},
		{"two points", "1.2.3", "value.not_a_number"},
		{"two signs", "--5", "value.not_a_number"},
		{"two percent signs", "15%%", "value.not_a_number"},
		{"an open bracket", "(15", "value.not_a_number"},
		{"hexadecimal", "0x1F", "value.not_a_number"},
		{"infinity", "Inf", "value.not_a_number"},
		{"underscores", "1_000", "value.not_a_number"},
		{"groups of two digits", "1 23", "value.not_a_number"},
		{"only a point", ".", "value.not_a_number"},
		{"only a percent sign", "%", "value.not_a_number"},
		{"only an exponent", "e5", "value.not_a_number"},
		{"a decimal comma", "1,5", "value.comma"},
		{"a decimal comma with three digits after a zero", "0,125", "value.comma"},
		{"groups of four", "1,2345", "value.comma"},
		{"a comma at the end", "123,", "value.comma"},
		{"groups of two digits at the end", "1,23,45", "value.comma"},
		{"a division by zero", "#DIV/0!", "value.spreadsheet_error"},
		{"a failed look-up", "#N/A", "value.spreadsheet_error"},
		{"a name error", "#NAME?", "value.spreadsheet_error"},
		{"a formula left in", "=A1/B1", "value.formula_left"},
		{"a trillion", "1e12", "value.out_of_range"},
	} {
		if n := parseNumber(c.text); n.state != rejected || n.fault != c.code {
			t.Errorf("%s: %q is %+v, want %s", c.why, c.text, n, c.code)
		}
	}
}

func TestCellsByKind(t *testing.T) {
	missing := map[string]bool{"0": true, "测试": true}
	for _, c := range []struct {
		why  string
		cell sheet.Cell
		want number
	}{
		{"a blank", sheet.Cell{}, number{}},
		{"a number", sheet.Cell{Kind: sheet.Number, Number: 15, Text: "15"}, number{state: used, value: 15, plain: "15"}},
		{"a percent format", sheet.Cell{Kind: sheet.Number, Number: 0.15, Text: "0.15", Percent: true}, number{state: used, value: 0.15, marked: true, plain: "0.15"}},
		{"a date", sheet.Cell{Kind: sheet.Date, Number: 20000, Text: "2024-10-04"}, wrong("value.is_date")},
		{"a duration", sheet.Cell{Kind: sheet.Time, Number: 0.5, Text: "12:00:00"}, number{state: used, value: 43200, clock: fullTime}},
		{"a logical value", sheet.Cell{Kind: sheet.Bool, Number: 1, Text: "TRUE"}, number{state: used, value: 1, truth: true}},
		{"an error", sheet.Cell{Kind: sheet.Fault, Text: "#N/A"}, wrong("value.spreadsheet_error")},
		{"not a number", sheet.Cell{Kind: sheet.Number, Number: math.NaN(), Text: "NaN"}, wrong("value.out_of_range")},
		{"a missing word", sheet.Cell{Kind: sheet.Text, Text: "测试"}, number{}},
		{"a missing number", sheet.Cell{Kind: sheet.Number, Number: 0, Text: "0"}, number{}},
		{"a missing number written otherwise", sheet.Cell{Kind: sheet.Text, Text: "0.00"}, number{}},
	} {
		if got := readNumber(c.cell, missing); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.why, got, c.want)
		}
	}
}

func TestPercentsAndRatiosAreTheSameBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 100_000).Draw(t, "thousandths of a percent")
		percent := strconv.FormatFloat(float64(n)/1000, 'f', 3, 64)
		ratio := strconv.FormatFloat(float64(n)/100_000, 'f', 5, 64)
		a, b, c := parseNumber(percent+"%"), parseNumber(ratio), parseNumber(percent)
		if a.value != b.value || c.hundredth() != b.value {
			t.Fatalf("%s%% is %v, %s is %v, %s/100 is %v", percent, a.value, ratio, b.value, percent, c.hundredth())
		}
	})
}

func TestThousandsAndWidthChangeNothing(t *testing.T) {
	wide := strings.NewReplacer("0", "０", "1", "１", "2", "２", "3", "３", "4", "４", "5", "５", "6", "６", "7", "７", "8", "８", "9", "９", ",", "，", ".", "．")
	rapid.Check(t, func(t *rapid.T) {
		d := kpi.Decimal(rapid.Int64Range(0, int64(kpi.MaxDecimal)).Draw(t, "millionths"))
		whole, fraction, _ := strings.Cut(d.String(), ".")
		text := ""
		for len(whole) > 3 {
			text = "," + whole[len(whole)-3:] + text
			whole = whole[:len(whole)-3]
		}
		text = whole + text
		if fraction != "" {
			text += "." + fraction
		}
		plain, _ := strconv.ParseFloat(d.String(), 64)
		for _, s := range []string{text, wide.Replace(text)} {
			if n := parseNumber(s); n.state != used || n.value != plain {
				t.Fatalf("%q is %+v, want %v", s, n, plain)
			}
		}
	})
}

func TestHalfStep(t *testing.T) {
	for text, want := range map[string]float64{"15": 0.5, "15.0": 0.05, "0.15": 0.005, "15%": 0.005, "15.2%": 0.0005, "0%": 0.005} {
		if got := parseNumber(text).halfStep(); math.Abs(got-want) > 1e-15 {
			t.Errorf("half a step of %s is %v, want %v", text, got, want)
		}
	}
}
