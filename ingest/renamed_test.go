package ingest

import (
	"context"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// Headings as exports of CRM, help desks and HR call the same thing from one month to
// the next, and headings that are something else.
func TestNewNamesOfHeadingsAreAskedAfter(t *testing.T) {
	zh := Source{Match: "a.csv", Columns: Columns{Employee: "姓名", Team: "团队", Period: "月份"},
		Measures: []Measure{{KPI: "conversion_rate", Numerator: "签约数", Denominator: "拜访数"}, {KPI: "csat", Value: "客户满意度"}, {KPI: "defect_rate", Value: "缺陷率"}}}
	en := Source{Match: "a.csv", Columns: Columns{Employee: "Opportunity Owner", Team: "Region", Period: "Close Date"},
		Measures: []Measure{{KPI: "conversion_rate", Numerator: "Contracts", Denominator: "Visits"}, {KPI: "csat_score", Value: "CSAT score"}}}
	of := map[string]Source{"zh": zh, "en": en}
	head := map[string][]string{"zh": {"姓名", "团队", "月份", "拜访数", "签约数", "客户满意度", "缺陷率"}, "en": {"Opportunity Owner", "Region", "Close Date", "Visits", "Contracts", "CSAT score"}}
	row := map[string]string{"zh": "甲|一部|2025-06|9|1|0.8|0.1", "en": "A|N|2025-06|9|1|4"}
	for _, c := range []struct{ lang, was, is, more, want string }{
		{"zh", "签约数", "成交数", "", "成交数"},
		{"zh", "月份", "统计月份", "", "统计月份"},
		{"zh", "团队", "所属团队", "", "所属团队"},
		{"zh", "姓名", "员工姓名", "", "员工姓名"},
		{"zh", "客户满意度", "满意度", "", "满意度"},
		{"zh", "客户满意度", "CSAT", "", "CSAT"},
		{"zh", "缺陷率", "缺陷比例", "", "缺陷比例"},
		{"zh", "拜访数", "拜访客户数", "", "拜访客户数"},
		{"zh", "缺陷率", "投诉率", "", ""},
		{"zh", "缺陷率", "职级", "", ""},
		{"en", "Opportunity Owner", "Owner", "", "Owner"},
		{"en", "Close Date", "Date Closed", "", "Date Closed"},
		{"en", "CSAT score", "Customer satisfaction score", "", "Customer satisfaction score"},
		{"en", "Region", "Sales region", "", "Sales region"},
		{"en", "Contracts", "Deals", "", "Deals"},
		{"en", "Contracts", "Contracts signed", "Remarks", "Contracts signed"},
		{"en", "CSAT score", "Points of the survey", "", "Points of the survey"},
		{"en", "CSAT score", "Points of the survey", "Hours", ""},
		{"en", "Opportunity Owner", "Visited", "", "Visited"},
	} {
		text := ""
		for i, h := range head[c.lang] {
			if i > 0 {
				text += "|"
			}
			if h == c.was {
				h = c.is
			}
			text += h
		}
		cells := row[c.lang]
		if c.more != "" {
			text, cells = text+"|"+c.more, cells+"|7"
		}
		_, err := Tables(one("a.csv", text+"\n"+cells), Options{Sources: []Source{of[c.lang]}})
		want := ""
		if c.want != "" {
			want = c.was + " → " + c.want
		}
		if f := kpi.AsFault(err); f == nil || f.Code != "source.no_such_heading" || f.Args["renamed"] != want {
			t.Errorf("%s for %s: %v, want %q", c.is, c.was, err, want)
		}
	}
}

// The key of a join is asked after as other headings are.
func TestTheNewNameOfAJoinsKeyIsAskedAfter(t *testing.T) {
	s := teams()
	s.Joins[0].Left = "Agent id"
	_, err := readJoined(t, s, map[string]string{"data.csv": "id of agent|closed|stage\n1|2025-06-02|Won", "roster.csv": "工号|team\n1|A"})
	if f := kpi.AsFault(err); f == nil || f.Args["renamed"] != "Agent id → id of agent" {
		t.Errorf("%v", err)
	}
}

// A sheet that is missing is said with the entry that names it.
func TestASheetThatIsMissingSaysItsEntry(t *testing.T) {
	absent := &kpi.Fault{Code: "sheet.not_found", Origin: kpi.Origin{File: "in/b.xlsx"}, Args: kpi.Args{"sheet": "CRM", "available": "QA, CRM export, Notes"}}
	sources := []Source{{Match: "a.xlsx", Sheet: "CRM"}, {Match: "b.xlsx", Sheet: "QA"}, {Match: "b*.xlsx", Sheet: "CRM"}}
	f := kpi.AsFault(Options{Sources: sources, Config: "c.yaml"}.namingSheet("in/b.xlsx", absent))
	if f.Code != "source.no_such_sheet" || f.Args.String() != (kpi.Args{"sheet": "CRM", "available": "QA, CRM export, Notes", "match": "b*.xlsx", "number": "3", "config": "c.yaml", "near": "CRM export"}).String() {
		t.Errorf("%v", f)
	}
	for why, o := range map[string]Options{"of the flag": {Sources: sources, Sheet: "CRM"}, "of no entry": {Sources: sources[:2]}} {
		if got := o.namingSheet("in/b.xlsx", absent); kpi.AsFault(got) != absent {
			t.Errorf("%s: %v", why, got)
		}
	}
	if _, err := Files(context.Background(), []string{"none.xlsx"}, Options{Sources: sources}); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "file.not_found" {
		t.Errorf("%v", err)
	}
}

// A KPI's column that was added under a configuration says how to add it.
func TestColumnsThatAreNoMeasuresSayHowToAddThem(t *testing.T) {
	s := Source{Match: "a.csv", Layout: "wide", Columns: Columns{Employee: "姓名", Period: "月份"}, Measures: []Measure{{KPI: "nps", Value: "NPS"}}}
	again := must(t, Options{Sources: []Source{s}}, fileOf("a.csv", tableOf("", "姓名|月份|NPS|净推荐值\n甲|2025-06|5|6")))
	if d := find(t, again, "column.surplus_kpi"); d.Args["other"] != "NPS" {
		t.Errorf("%v", d.Args)
	}
	for _, c := range []struct{ heading, cells, want string }{
		{"缺陷率", "0.1", `{kpi: defect_rate, value: "缺陷率"}`},
		{"成交数|拜访数", "1|9", `{kpi: conversion_rate, numerator: "成交数", denominator: "拜访数"}`},
		{"成交数", "1", ""},
	} {
		res := must(t, Options{Sources: []Source{s}}, fileOf("a.csv", tableOf("", "姓名|月份|NPS|"+c.heading+"\n甲|2025-06|5|"+c.cells)))
		if d := find(t, res, "column.unmeasured"); d.Args["suggestion"] != c.want || d.Severity != kpi.Note {
			t.Errorf("%s: %v", c.heading, d.Args)
		}
	}
}

// What a configuration names is told from what --kpi names.
func TestWhoNamedAColumnIsEvidence(t *testing.T) {
	file := fileOf("a.csv", tableOf("", "姓名|月份|分\n甲|2025-06|5"))
	s := Source{Match: "a.csv", Columns: Columns{Employee: "姓名", Period: "月份"}, Measures: []Measure{{KPI: "nps", Value: "分"}}}
	for want, opt := range map[string]Options{"configured": {Sources: []Source{s}}, "named": {Named: []string{"分=nps"}}} {
		if c := must(t, opt, file).Readings[0].Columns[2]; !strings.Contains(c.Evidence, want) {
			t.Errorf("%s: %s", want, c.Evidence)
		}
	}
}
