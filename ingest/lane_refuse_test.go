package ingest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// longText is a long table of so many people, twelve months and three KPIs; cell
// may change what stands in a row's KPI, numerator and denominator.
func longText(people int, cell func(row int, cells []string)) string {
	var b strings.Builder
	b.WriteString("employee_id,name,team,period,kpi,numerator,denominator\n")
	row := 0
	for month := range 12 {
		for e := range people {
			for k, id := range []string{"conversion_rate", "defect_rate", "csat"} {
				cells := []string{id, fmt.Sprint((e + k) % 9), fmt.Sprint(10 + e%7)}
				cell(row, cells)
				row++
				fmt.Fprintf(&b, "E%04d,Name %d,team %d,2025-%02d,%s\n", e, e, e/12, month+1, strings.Join(cells, ","))
			}
		}
	}
	return b.String()
}

func TestTheLaneRefusesWhatIsNoFigureAndKeepsFewRows(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const people = 60 // 2160 rows
	for name, cell := range map[string]func(row int, cells []string){
		"a column that turns to text at three quarters": func(row int, cells []string) {
			if row > 1600 {
				cells[1] = fmt.Sprint("see note ", row)
			}
		},
		"text in one of five cells": func(_ int, cells []string) {
			if r.IntN(5) == 0 {
				cells[1+r.IntN(2)] = []string{"n/a?", "#DIV/0!", "12%", "tbd", "yes", "12:30"}[r.IntN(6)]
			}
		},
		"more events than trials in a third of the rows": func(row int, cells []string) {
			if row%3 == 0 {
				cells[1] = "99"
			}
		},
		"a KPI that nobody knows": func(row int, cells []string) {
			if row%2 == 0 {
				cells[0] = "赢单什么率"
			}
		},
		"half a pair": func(row int, cells []string) {
			if row%4 == 1 {
				cells[1+row%2] = ""
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := writeText(t, "export.csv", longText(people, cell))
			if readBoth(t, Options{lane: laneOptions{kept: 700}}, path) != 1 {
				t.Error("the lane did not read it")
			}
		})
	}
}

func TestTheLaneRefusesValuesThatAreTexts(t *testing.T) {
	var b strings.Builder
	b.WriteString("工号,姓名,团队,月份,成交数,拜访数,NPS,客单价\n")
	for i := range 3000 {
		nps := fmt.Sprint(i % 10)
		if i > 2000 || i%7 == 0 {
			nps = "暂无评分"
		}
		fmt.Fprintf(&b, "E%d,员工%d,T%d,2025-%02d,%d,%d,%s,%d\n", i%250, i%250, i%250/10, 1+i/250, i%11, 10+i%9, nps, 100+i%50)
	}
	for _, named := range [][]string{nil, {"客单价=higher,quantity"}} {
		path := writeText(t, "export.csv", b.String())
		if readBoth(t, Options{Named: named, lane: laneOptions{kept: 900}}, path) != 1 {
			t.Error("the lane did not read it")
		}
	}
}

func TestRandomExportsWithManyBadFiguresAreReadAlike(t *testing.T) {
	lanes := 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 11))
		share := 1 + r.IntN(6)
		text := longText(5+r.IntN(20), func(_ int, cells []string) {
			if r.IntN(share) == 0 {
				cells[r.IntN(3)] = []string{"", "x", "-", "3%", "-1", "-0", "1e2", "+4", "２", "7.5", "0", "1.23456789", "csat", "mystery", "mystery 2", "12:30"}[r.IntN(16)]
			}
		})
		t.Run(fmt.Sprint(seed), func(t *testing.T) { lanes += readBoth(t, Options{}, writeText(t, "export.csv", text)) })
	}
	if lanes < 40 {
		t.Errorf("the lane read only %d files", lanes)
	}
}

func TestTheLaneReadsCompressedAndChineseTextsAlike(t *testing.T) {
	text := "工号,姓名,团队,月份,成交数,拜访数\n"
	for i := range 900 {
		text += fmt.Sprintf("E%d,员工%d,销售%d组,2025-%02d,%d,%d\n", i%75, i%75, i%75/12, 1+i/75, i%11, 10+i%9)
	}
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(text)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"绩效.csv": gb, "绩效.csv.gz": packed.String()} {
		if readBoth(t, Options{}, writeText(t, name, data)) != 1 {
			t.Errorf("the lane did not read %s", name)
		}
	}
}
