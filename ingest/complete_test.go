package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// presences writes who has what: "甲 1/1 0/1".
func presences(c Completeness) []string {
	var list []string
	for _, p := range c.People {
		s := p.Employee.ID
		for i := range p.Have {
			s += fmt.Sprintf(" %d/%d", p.Have[i], p.Due[i])
		}
		list = append(list, s)
	}
	return list
}

func TestWhoLacksWhat(t *testing.T) {
	for _, c := range []struct {
		why, text string
		want      []string
		lacking   int
	}{
		{"nothing is missing", "姓名|月份|NPS\n甲|2025-05|1\n甲|2025-06|2\n乙|2025-05|3\n乙|2025-06|4", []string{"乙 1/1 1/1", "甲 1/1 1/1"}, 0},
		{"a blank and a missing row", "姓名|月份|NPS\n甲|2025-05|1\n甲|2025-06|\n乙|2025-06|4", []string{"乙 0/1 1/1", "甲 1/1 0/1"}, 2},
		{"a KPI that is not hers is not due", "姓名|月份|指标|数值\n甲|2025-05|NPS|1\n乙|2025-05|NPS|1\n乙|2025-05|返工工时|1", []string{"乙 2/2", "甲 1/1"}, 0},
		{"a period that nobody has is not due", "姓名|月份|NPS\n甲|2025-05|1\n甲|2025-06|\n乙|2025-05|1", []string{"乙 1/1", "甲 1/1"}, 0},
		{"a KPI is due only in its own periods", "姓名|月份|NPS|返工工时\n甲|2025-05|1|\n甲|2025-06|2|3\n乙|2025-05|1|\n乙|2025-06||3", []string{"乙 1/1 1/2", "甲 1/1 2/2"}, 1},
	} {
		got := Complete(must(t, Options{}, one("a.xlsx", c.text)...).Dataset)
		if p := presences(got); !slices.Equal(p, c.want) {
			t.Errorf("%s: %v, want %v", c.why, p, c.want)
		}
		n := 0
		for _, p := range got.People {
			if p.Lacks() {
				n++
			}
		}
		if n != c.lacking {
			t.Errorf("%s: %d lack figures, want %d", c.why, n, c.lacking)
		}
	}
}

func TestCountsOfEachKPI(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", "姓名|月份|成交数|拜访数|NPS\n甲|2025-05|1|2|5\n甲|2025-06|||6\n乙|2025-05|1|2|")...)
	var got []string
	for _, k := range Complete(res.Dataset).KPIs {
		got = append(got, fmt.Sprintf("%s: %d people, %d periods, %d values, %d counted, %d blank", k.Indicator.ID, k.Employees, k.Periods, k.Values, k.Counted, k.Blank))
	}
	want := []string{"conversion_rate: 2 people, 1 periods, 2 values, 2 counted, 1 blank", "nps: 1 people, 2 periods, 2 values, 0 counted, 1 blank"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// What is there is never more than what is due, and all of it is counted.
func TestNobodyHasMoreThanIsDue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := []string{"姓名|月份|NPS|返工工时"}
		for _, who := range []string{"甲", "乙", "丙"} {
			for _, month := range []string{"2025-04", "2025-05", "2025-06"} {
				if rapid.Bool().Draw(t, "a row") {
					cell := rapid.SampledFrom([]string{"", "1", "2"})
					lines = append(lines, who+"|"+month+"|"+cell.Draw(t, "nps")+"|"+cell.Draw(t, "hours"))
				}
			}
		}
		lines = append(lines, "丁|2025-07|1|1")
		res := read(t, strings.Join(lines, "\n"))
		c := Complete(res.Dataset)
		sum, values := 0, 0
		for _, p := range c.People {
			for i := range p.Have {
				sum += p.Have[i]
				if p.Have[i] > p.Due[i] {
					t.Fatalf("%v", presences(c))
				}
			}
		}
		for _, k := range c.KPIs {
			values += k.Values
		}
		if y := res.Inputs[0].Tally; sum != y.ValuesUsed || values != y.ValuesUsed {
			t.Fatalf("%d in the matrix, %d by KPI, %d used", sum, values, y.ValuesUsed)
		}
	})
}
