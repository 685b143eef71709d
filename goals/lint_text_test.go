package goals_test

import (
	"slices"
	"testing"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// Sentences as they should be written break no rule: a false alarm costs trust.
func TestGoodSentencesAreLeftAlone(t *testing.T) {
	opt := goals.DefaultLint()
	for _, text := range []string{
		"Conversion is 15 of 100 visits; the team has 22 of 100 on average.",
		"Target: conversion rate at least 18 % from month 3 and 20 % by month 6.",
		"Test coverage 40 % now, the standard is 80 %; at least 60 % by the end of month 1.",
		"Follow-up delay rate at most 5 %, 2 months in a row, by month 3.",
		"Needs depth score from 6 to 8 by 2026-08-31; colleagues have 8.2.",
		"Rework hours fell by 20 %; cycle time is 15 % shorter.",
		"Half an hour a week: progress and obstacles.",
		"Read the code one day before the review with the defect checklist.",
		"Weeks 5-6: shadow one of the three colleagues with the best figures, twice a week.",
		"Conversion fell from 22 % to 15 %, 7 percentage points.",
		"The exam result is at least 95 %, in week 8.",
		"From 09:00 to 12:00, room 3.",
		"Improve the recoverage of old debts.",
		"客户转化率15%（45/300），团队平均22%。",
		"目标：第3个月起客户转化率不低于18%，第6个月达到20%。",
		"缺陷率目前12%，团队均值5%；第6个月末降至5%以内。",
		"跟进延误率第3个月起连续2个月不超过5%。",
		"2026年8月31日前需求挖掘深度评分由6分提升至8分，团队平均8.2分。",
		"每周半小时沟通：进展与障碍。",
		"返工工时减少20%。",
		"第5-6周：每周跟岗两次。",
		"原因：新产品手册更新后未培训，三位同事也有同样的误解。",
		"沟通能力是待发展的能力。",
		"1. 学习新产品手册；2. 完成案例分析。",
	} {
		if got := lintRules(opt, text); len(got) != 0 {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestFaultySentences(t *testing.T) {
	opt := goals.DefaultLint()
	for _, c := range []struct{ text, rule string }{
		{"Raise CSAT", "target.vague"},
		{"提升客户满意度", "target.vague"},
		{"Reduce the defect rate and improve test coverage", "target.vague"},
		{"Improve the recoverage, then the coverage", "target.vague"},
		{"He is a low performer in the team", "tone.label"},
		{"该员工属于后进分子", "tone.label"},
		{"主要短板是沟通", "tone.label"},
		{"You never answer in time", "tone.label"},
		{"否则予以辞退", "tone.label"},
		{"Root cause: he is careless", "cause.trait"},
		{"原因：责任心不强", "cause.trait"},
		{"Success: all forms are filled in", "completion.hollow"},
		{"培训完成率100%", "completion.hollow"},
		{"Owner: TBD", "placeholder.unfilled"},
		{"满意度提升××%", "placeholder.unfilled"},
		{"（　）月达成", "placeholder.unfilled"},
		{"满意度提高3％", "percent.ambiguous"},
		{"15% below the team", "percent.ambiguous"},
		{"The plan had a visible impact: 12 more contracts", "effect.no_comparison"},
		{"经过3个月辅导业绩翻番", "effect.no_comparison"},
		{"Sales value should reach 100000", "deadline.missing"},
	} {
		if got := lintRules(opt, c.text); !slices.Contains(got, c.rule) {
			t.Errorf("%q: %v, want %s", c.text, got, c.rule)
		}
	}
}

func TestWhatPercentMeansMayBeSaidInManyWays(t *testing.T) {
	opt := goals.DefaultLint()
	for _, text := range []string{
		"sales value +10 % by month 3 (mode: relative)", "销售额每月增长10%", "处理时长缩短15%", "satisfaction +3 pp", "+3 % relative to Q2",
		"由85%提升5%至90%", "Sales value +10 % by month 3", "conversion +5 % (15 % → 20 %)",
	} {
		if got := lintRules(opt, text); slices.Contains(got, "percent.ambiguous") {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// Groups are read apart: the base in one plan is no base for another.
func TestGroupsAreReadApart(t *testing.T) {
	one := []goals.Sentence{
		{Text: "Conversion is 15 % now.", Group: "a", Origin: kpi.Origin{File: "f", Row: 1}},
		{Text: "Conversion +10 % relative by month 3, so +10 % in all.", Group: "b", Origin: kpi.Origin{File: "f", Row: 2}},
	}
	same := slices.Clone(one)
	same[1].Group = "a"
	one[1].Text, same[1].Text = "Conversion +10 % by month 3.", "Conversion +10 % by month 3."
	has := func(list []goals.Sentence) bool {
		return slices.ContainsFunc(goals.LintText(list, goals.LintOptions{}), func(d kpi.Diagnostic) bool { return d.Code == "base.missing" && d.Origin.Row == 2 })
	}
	if !has(one) || has(same) {
		t.Errorf("apart %t, together %t", has(one), has(same))
	}
}

func TestALongSentenceIsQuotedInPart(t *testing.T) {
	text := "客户转化率提升10%" + string(slices.Repeat([]rune("长"), 200))
	for _, d := range goals.LintText([]goals.Sentence{{Text: text}}, goals.DefaultLint()) {
		if n := len([]rune(d.Args["quote"])); n > 61 {
			t.Errorf("%s quotes %d characters", d.Code, n)
		}
	}
}

// Whatever the text, the lint ends, finds the same twice, and each finding has
// the address of its sentence.
func FuzzLintText(f *testing.F) {
	for _, s := range []string{"+10 %", "近3次评审2条，目标每月3条", "X %", "第9-12周；第6个月20%", "a. b! c?\n\xff", "％％％１５％"} {
		f.Add(s)
	}
	opt := goals.DefaultLint()
	f.Fuzz(func(t *testing.T, text string) {
		list := []goals.Sentence{{Text: text, Origin: kpi.Origin{File: "f.txt", Row: 7}}}
		first := goals.LintText(list, opt)
		second := goals.LintText(list, opt)
		if len(first) != len(second) {
			t.Fatal("two runs differ")
		}
		for i, d := range first {
			if d.Compare(second[i]) != 0 || d.Origin.Row != 7 {
				t.Fatalf("%+v", d)
			}
		}
	})
}
