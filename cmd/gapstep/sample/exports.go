package sample

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
)

// rowsOf calls row for each person of the teams and each month of the span that
// they have, in the order of the export: by month, then by person.
func rowsOf(s span, teams []team, row func(t team, e *employee, m int)) {
	for m := s.from; m < s.to; m++ {
		for _, t := range teams {
			t.present(m, func(e *employee) { row(t, e, m) })
		}
	}
}

// chineseMonth writes 2025年7月.
func chineseMonth(m int) string {
	t := month(m).Start.Time()
	return fmt.Sprintf("%d年%d月", t.Year(), int(t.Month()))
}

// writeSales writes one sheet for both teams, with title rows above the header,
// percent cells beside the counts and a total row at the bottom.
func writeSales(c company, s span) ([]byte, error) {
	sh := sheet{
		name:    "销售绩效",
		titles:  []string{"销售绩效统计表（" + chineseMonth(s.from) + "—" + chineseMonth(s.to-1) + "）", "制表：销售运营部　口径：拜访当月成交"},
		header:  []string{"工号", "姓名", "部门", "月份", "拜访数", "成交数", "客户转化率", "节点数", "延误节点数", "跟进延误率"},
		percent: []int{6, 9},
	}
	var deals, nodes count
	rowsOf(s, []team{c.east, c.south}, func(t team, e *employee, m int) {
		d, n := e.counts["conversion_rate"][m], e.counts["followup_delay_rate"][m]
		deals, nodes = deals.plus(d), nodes.plus(n)
		row := []any{e.id, e.name, t.name, chineseMonth(m), d.trials, d.events, d.rate(), n.trials, n.events, n.rate()}
		switch month(m).String() + e.id {
		case "2025-09S203":
			row[5], row[6] = "待补", nil
		case "2025-10S208":
			row[7], row[8], row[9] = nil, nil, nil
		}
		sh.rows = append(sh.rows, row)
	})
	sh.rows = append(sh.rows, []any{"合计", nil, nil, nil, deals.trials, deals.events, deals.rate(), nodes.trials, nodes.events, nodes.rate()})
	return workbook(sh)
}

// writeSupport writes a sheet a team, months as Excel dates.
func writeSupport(c company, s span) ([]byte, error) {
	var sheets []sheet
	for _, t := range []team{c.first, c.second} {
		sh := sheet{name: t.name, header: []string{"工号", "姓名", "月份", "评价数", "满意数"}, dates: []int{2}}
		rowsOf(s, []team{t}, func(_ team, e *employee, m int) {
			r := e.counts["csat"][m]
			sh.rows = append(sh.rows, []any{e.id, e.name, month(m).Start.Time(), r.trials, r.events})
		})
		sheets = append(sheets, sh)
	}
	return workbook(sheets...)
}

// writeAdmin writes counts beside a score, months as text.
func writeAdmin(c company, s span) ([]byte, error) {
	sh := sheet{
		name:   "行政服务",
		titles: []string{"行政服务质量月报"},
		header: []string{"工号", "姓名", "部门", "月份", "更新数", "延误更新数", "需求数", "匹配数", "活动满意度"},
	}
	rowsOf(s, []team{c.admin}, func(t team, e *employee, m int) {
		u, n := e.counts["update_delay_rate"][m], e.counts["needs_match_accuracy"][m]
		row := []any{e.id, e.name, t.name, month(m).String(), u.trials, u.events, n.trials, n.events, e.scores[m]}
		if month(m).String()+e.id == "2025-11A103" {
			row[8] = "N/A"
		}
		sh.rows = append(sh.rows, row)
	})
	return workbook(sh)
}

// writeEngineering writes a csv in English.
func writeEngineering(c company, s span) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	records := [][]string{{"Employee ID", "Name", "Team", "Month", "Items inspected", "Defects", "Lines of code", "Covered lines"}}
	rowsOf(s, []team{c.platform}, func(t team, e *employee, m int) {
		d, v := e.counts["defect_rate"][m], e.counts["test_coverage"][m]
		records = append(records, []string{e.id, e.name, t.name, month(m).String(),
			strconv.Itoa(d.trials), strconv.Itoa(d.events), strconv.Itoa(v.trials), strconv.Itoa(v.events)})
	})
	err := w.WriteAll(records)
	return b.Bytes(), err
}

func (c count) plus(d count) count { return count{c.events + d.events, c.trials + d.trials} }

func (c count) rate() float64 { return float64(c.events) / float64(c.trials) }
