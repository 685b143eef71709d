package ingest

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// timeCell is a spreadsheet's cell of time, in hours.
func timeCell(hours float64) sheet.Cell {
	return sheet.Cell{Kind: sheet.Time, Number: hours / 24, Text: "time"}
}

func TestDurations(t *testing.T) {
	for _, c := range []struct {
		why, heading string
		cell         sheet.Cell
		want         string // level in the indicator's unit, or a code
	}{
		{"a time cell of an hour and a half, in minutes", "处理时长", timeCell(1.5), "90"},
		{"a time cell of 90 seconds, in minutes", "首次响应时间", timeCell(0.025), "1.5"},
		{"a time cell of more than a day, in hours", "返工工时", timeCell(30), "30"},
		{"the unit of the heading is that of numbers, not of time cells", "处理时长(小时)", timeCell(1.5), "90"},
		{"three parts", "处理时长", cellOf("1:30:30"), "90.5"},
		{"three parts in full width", "处理时长", cellOf("１：３０：３０"), "90.5"},
		{"three parts with a fraction", "处理时长", cellOf("0:00:01.5"), "0.025"},
		{"two parts are minutes and seconds for minutes", "处理时长", cellOf("12:30"), "12.5"},
		{"two parts are hours and minutes for hours", "返工工时", cellOf("12:30"), "12.5"},
		{"two parts as the heading says", "处理时长(h:mm)", cellOf("2:30"), "150"},
		{"two parts as the heading says in Chinese", "返工工时（分:秒）", cellOf("90:00"), "1.5"},
		{"many minutes", "处理时长", cellOf("135:00"), "135"},
		{"a time of day under a share", "满意度", timeCell(8), "value.is_time"},
		{"two parts under money", "销售额", cellOf("12:30"), "value.is_time"},
		{"sixty seconds", "处理时长", cellOf("1:60"), "value.not_a_number"},
		{"one digit of seconds", "处理时长", cellOf("1:3"), "value.not_a_number"},
		{"four parts", "处理时长", cellOf("1:02:03:04"), "value.not_a_number"},
	} {
		table := tableOf("Sheet1", "姓名|"+c.heading+"|NPS\n张三||5")
		table.Rows[1].Cells[1] = c.cell
		res := must(t, Options{}, fileOf("a.xlsx", table))
		got := strings.Join(codes(res, kpi.Error), " ")
		for _, f := range facts(res) {
			if !strings.Contains(f, " nps ") && !strings.HasSuffix(f, " none") {
				got = f[strings.LastIndex(f, " ")+1:]
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}

func TestTheReadingOfTwoPartsIsSaidOnce(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "姓名|处理时长\n甲|12:30\n乙|13:30")...)
	n := 0
	for _, d := range res.Diagnostics {
		if d.Code == "column.clock" {
			n++
			if d.Severity != kpi.Warning || d.Args["unit"] != "minutes" || d.Origin.Cell() != "B1" {
				t.Errorf("%+v", d)
			}
		}
	}
	if n != 1 {
		t.Errorf("said %d times", n)
	}
	res = must(t, Options{}, one("a.xlsx", "姓名|处理时长(mm:ss)\n甲|12:30")...)
	if slices.Contains(codes(res, kpi.Warning), "column.clock") {
		t.Error("the heading says it")
	}
}

func TestYesAndNoAreOneTrialEach(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", `
		姓名|考试通过率|NPS
		甲|是|1
		乙|否|1
		丙|Y|1
		丁|no|是
		戊|√|1
		己|90%|1
		庚||1`)...)
	equalFacts(t, "a proportion", res,
		"all 丁 exam_pass_rate all 0/1", "all 丙 exam_pass_rate all 1/1", "all 乙 exam_pass_rate all 0/1", "all 己 exam_pass_rate all 0.9", "all 庚 exam_pass_rate all none",
		"all 戊 exam_pass_rate all 1/1", "all 甲 exam_pass_rate all 1/1",
		"all 丁 nps all none", "all 丙 nps all 1", "all 乙 nps all 1", "all 己 nps all 1", "all 庚 nps all 1", "all 戊 nps all 1", "all 甲 nps all 1")
	if d := find(t, res, "value.is_logical"); d.Origin.Cell() != "C5" || d.Args["text"] != "是" {
		t.Errorf("a score is no question: %+v", d)
	}
	table := tableOf("Sheet1", "姓名|考试通过率\n甲|\n乙|")
	table.Rows[0].Cells = table.Rows[0].Cells[:2]
	table.Rows[1].Cells = append(table.Rows[1].Cells[:1], sheet.Cell{Kind: sheet.Bool, Number: 1, Text: "TRUE"})
	table.Rows[2].Cells = append(table.Rows[2].Cells[:1], sheet.Cell{Kind: sheet.Bool, Number: 0, Text: "FALSE"})
	equalFacts(t, "cells of logical values", must(t, Options{}, fileOf("a.xlsx", table)), "all 乙 exam_pass_rate all 0/1", "all 甲 exam_pass_rate all 1/1")
	res = must(t, Options{}, one("a.xlsx", "姓名|成交数|拜访数|NPS\n甲|是|3|1\n乙|1|2|1")...)
	if d := find(t, res, "value.is_logical"); d.Origin.Cell() != "B2" {
		t.Errorf("a count is no question: %+v", d)
	}
}

func TestMultiples(t *testing.T) {
	for _, c := range []struct {
		why, text, want string
	}{
		{"in the heading", "姓名|销售额(万元)\n甲|12.34", "123400"},
		{"without the unit", "姓名|销售额（万）\n甲|12.34", "123400"},
		{"thousands in English", "name|sales value (k)\n甲|12.5", "12500"},
		{"millions", "姓名|销售额(百万元)\n甲|1.234567", "1.234567e+06"},
		{"in a row of units", "姓名|销售额|NPS\n|万元|分\n甲|0.1|5", "1000"},
		{"in a title", "单位：万元\n姓名|销售额\n甲|1.1", "11000"},
		{"in a title, the heading knows better", "单位：万元\n姓名|销售额(元)\n甲|1.1", "1.1"},
		{"in the cell", "姓名|销售额\n甲|1.2万", "12000"},
		{"in the cell, with a comma and an accounting bracket", "姓名|销售额\n甲|(1,234.5万)", "-1.2345e+07"},
		{"in a unit column", "姓名|指标|数值|单位\n甲|销售额|3.3|万元", "33000"},
		{"in the name of the KPI", "姓名|指标|数值\n甲|销售额(千元)|3.3", "3300"},
		{"under periods", "姓名|指标|2025-01|2025-02\n甲|销售额(万元)|3.3|", "33000"},
		{"a sheet of one KPI", "销售额统计\n姓名|月份|数值(万元)\n甲|2025-06|3.3", "33000"},
	} {
		res := must(t, Options{}, one("a.xlsx", c.text)...)
		if f := facts(res); !slices.ContainsFunc(f, func(s string) bool { return strings.Contains(s, "sales_value") && strings.HasSuffix(s, " "+c.want) }) {
			t.Errorf("%s: %v, want %s\n%s", c.why, f, c.want, told(res))
		}
	}
	res := must(t, Options{}, one("a.xlsx", "姓名|满意度(万)|NPS\n甲|1|5")...)
	if d := find(t, res, "column.unit_mismatch"); d.Args["unit"] != "*10000" {
		t.Errorf("ten thousands of a share: %+v", d)
	}
}

func TestWaysToWriteNumbers(t *testing.T) {
	for _, c := range []struct {
		why, text string
		want      float64
		marked    bool
	}{
		{"above a hundred percent", "482.86%", 4.8286, true},
		{"full width", "１２．５％", 0.125, true},
		{"an accounting bracket", "(1,234.50)", -1234.5, false},
		{"a bracket around a percent", "(5%)", -0.05, true},
		{"a minus behind, as ledgers print", "12.50-", -12.5, false},
		{"a currency before the sign", "¥-5", -5, false},
		{"a currency behind the sign", "-$1,000", -1000, false},
		{"a currency in front of a bracket's number", "(€5)", -5, false},
		{"ten thousands", "3 万", 30000, false},
		{"a hundred millions", "1.5亿", 150000000, false},
	} {
		n := parseNumber(c.text)
		if n.state != used || math.Abs(n.value-c.want) > 1e-12*math.Abs(c.want) || n.marked != c.marked {
			t.Errorf("%s: %q is %+v, want %v", c.why, c.text, n, c.want)
		}
	}
	for _, s := range []string{" - ", "－", "—", " ", "N/A", "暂无"} {
		if n := parseNumber(s); n.state != blank {
			t.Errorf("%q is %+v, want no data", s, n)
		}
	}
	for _, s := range []string{"万", "k5", "5k", "1.2.3万", "-5-", "5--", "1:", ":30", "12:3a"} {
		if n := parseNumber(s); n.state != rejected {
			t.Errorf("%q is %+v, want a refusal", s, n)
		}
	}
}

func TestRatesMayExceedAHundredPercent(t *testing.T) {
	res := must(t, Options{Named: []string{"业绩完成率=higher,rate"}}, csvOf("a.csv", "姓名|业绩完成率\n甲|482.86%\n乙|95%"))
	equalFacts(t, "of a rate", res, "all 乙 业绩完成率 all 0.95", "all 甲 业绩完成率 all 4.8286")
	res = must(t, Options{}, csvOf("a.csv", "姓名|满意度\n甲|482.86%\n乙|95%"))
	if d := find(t, res, "value.above_ceiling"); d.Origin.Cell() != "B2" {
		t.Errorf("of a share: %+v", d)
	}
}

// A factor of ten moves the point and nothing else.
func TestMultiplesAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole, cents := rapid.IntRange(0, 99999).Draw(t, "whole"), rapid.IntRange(0, 9999).Draw(t, "fraction")
		text := fmt.Sprintf("%d.%04d", whole, cents)
		if got, want := parseNumber(text+"万").value, float64(whole*10000+cents); got != want {
			t.Fatalf("%s万 is %v, want %v", text, got, want)
		}
	})
}

// Minutes and seconds are the same whichever way they are written.
func TestClocksAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, m, s := rapid.IntRange(0, 99).Draw(t, "h"), rapid.IntRange(0, 59).Draw(t, "m"), rapid.IntRange(0, 59).Draw(t, "s")
		three, ok := parseClock(fmt.Sprintf("%d:%02d:%02d", h, m, s))
		two, ok2 := parseClock(fmt.Sprintf("%d:%02d", 60*h+m, s))
		cell := readCell(timeCell(float64(3600*h+60*m+s) / 3600))
		if !ok || !ok2 || three.value != two.value || cell.value != three.value || three.clock != fullTime || two.clock != twoParts {
			t.Fatalf("%+v %+v %+v", three, two, cell)
		}
	})
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"15", "15%", "1,234.5", "(12)", "¥-5", "1.2万", "1:30:05", "12:30", "是", "-", "１２", "1e5", "", "12-", "+", "0:00", "--1", "%", "万", "1e-400%", "（15）", "#DIV/0!", "1e309", "0x1p-2", "¥1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n := parseNumber(text)
		switch n.state {
		case used:
			if math.IsNaN(n.value) || math.Abs(n.value) > kpi.MaxDecimal.Float() || n.fault != "" {
				t.Fatalf("%q is %+v", text, n)
			}
		case rejected:
			if n.fault == "" {
				t.Fatalf("%q is refused without a reason", text)
			}
		}
		if again := parseNumber(" " + text + " "); again != n {
			t.Fatalf("%q is %+v, with blank space around it %+v", text, n, again)
		}
	})
}

// What is taken for normal as it stands is what the long way gives.
func TestTextsThatAreNormalAsTheyStand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("ab Z9\t-　张é"))).Draw(t, "text")
		if isNormal(s) && s != strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(s))), " ") {
			t.Fatalf("%q is not normal", s)
		}
	})
	for s, want := range map[string]bool{"": true, "a b": true, "a  b": false, "a ": false, " a": false, "A": false, "张": false, "a\tb": false} {
		if isNormal(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}
