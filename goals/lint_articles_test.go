package goals_test

import (
	"slices"
	"testing"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// lintRules are the rules that sentences of one document break.
func lintRules(opt goals.LintOptions, texts ...string) []string {
	var list []goals.Sentence
	for i, text := range texts {
		list = append(list, goals.Sentence{Text: text, Origin: kpi.Origin{File: "note.txt", Row: i + 1}})
	}
	var rules []string
	for _, d := range goals.LintText(list, opt) {
		if !slices.Contains(rules, d.Code) {
			rules = append(rules, d.Code)
		}
	}
	return rules
}

// article is a faulty text as the articles have it, and the same repaired.
type article struct {
	sentence string
	faulty   []string
	repaired []string
}

// holdArticles demands the rule of every faulty text and its absence from the repaired one.
func holdArticles(t *testing.T, rule string, list []article) {
	t.Helper()
	opt := goals.DefaultLint()
	for _, a := range list {
		if got := lintRules(opt, a.faulty...); !slices.Contains(got, rule) {
			t.Errorf("%s: %q gives %v, want %s among them", a.sentence, a.faulty, got, rule)
		}
		if got := lintRules(opt, a.repaired...); slices.Contains(got, rule) {
			t.Errorf("%s: the repaired %q still gives %s", a.sentence, a.repaired, rule)
		}
	}
}

func TestL1_PointsOrRelative(t *testing.T) {
	holdArticles(t, "percent.ambiguous", []article{
		{"below the mean by 15 %", []string{"Conversion is below the team mean by 15 %."}, []string{"Conversion is 15 % of the mean below it (= −3.3 percentage points)."}},
		{"the same in Chinese", []string{"客户转化率低于团队均值15%。"}, []string{"客户转化率低于团队均值3.3个百分点。"}},
		{"+10 % next month", []string{"Conversion rate +10 % next month"}, []string{"Conversion rate +10 % next month (22 % → 24.2 %)"}},
		{"the same in Chinese", []string{"下月转化率提升10％"}, []string{"下月转化率由22％提升至24.2％"}},
		{"+5 % a week", []string{"Small goal: +5 % a week"}, []string{"Small goal: +5 % a week, relative to the mean of June"}},
		{"the same in Chinese", []string{"每周提升5%"}, []string{"每周相对提升5%"}},
		{"satisfaction +3 %", []string{"5 templates, 15 min to 12 min, satisfaction +3 %"}, []string{"5 templates, 15 min to 12 min, satisfaction +3 percentage points"}},
		{"the same in Chinese", []string{"编写5个模板，满意度提升3%"}, []string{"编写5个模板，满意度提升3个百分点"}},
	})
}

func TestL2_PlaceholderUnfilled(t *testing.T) {
	holdArticles(t, "placeholder.unfilled", []article{
		{"complaints −X %, NPS +Y", []string{"Complaints −X %, NPS +Y in two quarters"}, []string{"Complaints −20 %, NPS +8 points in two quarters"}},
		{"the same in Chinese", []string{"两个季度内投诉率下降X%，净推荐值提升Y分"}, []string{"两个季度内投诉率由4%降至3%，净推荐值由20分升至28分"}},
		{"an empty line of a form", []string{"Deadline: ____"}, []string{"Deadline: 2026-12-31"}},
		{"to be filled in", []string{"负责人：待定"}, []string{"负责人：李娜"}},
	})
}

func TestL3_UnitChanged(t *testing.T) {
	holdArticles(t, "unit.changed", []article{
		{
			"base per 3 reviews, target per month",
			[]string{"Only 2 valid suggestions in the last 3 reviews.", "Target: at least 3 valid suggestions a month, from month 2."},
			[]string{"Only 2 valid suggestions in the last 3 reviews.", "Target: at least 4 valid suggestions in 3 reviews, from month 2."},
		},
		{
			"the same in one Chinese sentence",
			[]string{"近3次评审仅提出2条有效建议，目标为每月不少于3条"},
			[]string{"近3次评审仅提出2条有效建议，目标为每次评审不少于1条"},
		},
	})
}

func TestL4_ScopeChanged(t *testing.T) {
	holdArticles(t, "scope.changed", []article{
		{
			"base on 2 projects, target on new modules",
			[]string{"The defect rate over the last 2 projects was 12 %.", "Target: defect rate of new modules at most 8 % from month 2."},
			[]string{"The defect rate of new modules over the last 2 projects was 12 %.", "Target: defect rate of new modules at most 8 % from month 2."},
		},
		{
			"the same in Chinese",
			[]string{"近2个项目缺陷率12%。", "目标：新模块缺陷率从第2个月起不超过8%。"},
			[]string{"近2个项目缺陷率12%。", "目标：缺陷率从第2个月起不超过8%。"},
		},
	})
}

func TestL5_DeadlineMissing(t *testing.T) {
	holdArticles(t, "deadline.missing", []article{
		{"only two months in a row", []string{"Delay rate ≤ 5 % (2 months in a row)"}, []string{"Delay rate ≤ 5 % (2 months in a row) by month 3"}},
		{"the same in Chinese", []string{"跟进延误率控制在5%以内（连续2个月）"}, []string{"第3个月前跟进延误率控制在5%以内（连续2个月）"}},
	})
}

func TestL6_BaseMissing(t *testing.T) {
	holdArticles(t, "base.missing", []article{
		{"effect on retention +25 %", []string{"Effect on retention +25 % within 24 months"}, []string{"Retention from 60 % to 75 % within 24 months (+25 % relative)"}},
		{"the same in Chinese", []string{"24个月内员工保留率提升25%"}, []string{"24个月内员工保留率由60%提升至75%"}},
	})
}

func TestL7_ReferenceMissing(t *testing.T) {
	holdArticles(t, "reference.missing", []article{
		{"score 6 to 8", []string{"Needs depth score from 6 to 8 in 2 months"}, []string{"Needs depth score from 6 to 8 in 2 months; colleagues have 8.2 on average"}},
		{"the same in Chinese", []string{"2个月内需求挖掘深度评分由6分提升至8分"}, []string{"2个月内需求挖掘深度评分由6分提升至8分（团队平均8.2分）"}},
	})
}

func TestL8_ActionsEndEarly(t *testing.T) {
	holdArticles(t, "actions.end_early", []article{
		{
			"actions to week 12, target in month 6",
			[]string{"Weeks 9-12: follow-up Gantt updated every Monday.", "Target: conversion at least 20 % by month 6."},
			[]string{"Weeks 9-24: follow-up Gantt updated every Monday.", "Target: conversion at least 20 % by month 6."},
		},
		{
			"the same in Chinese",
			[]string{"第9-12周：每周一更新跟进甘特图。", "目标：第6个月转化率达到20%。"},
			[]string{"第9-24周：每周一更新跟进甘特图。", "目标：第6个月转化率达到20%。"},
		},
	})
}

func TestL9_EffectWithoutComparison(t *testing.T) {
	holdArticles(t, "effect.no_comparison", []article{
		{
			"the assembly line", []string{"After the plan the error rate fell to 1.5 % and rework hours by 20 %."},
			[]string{"After the plan the error rate fell to 1.5 %; the comparison group stayed at 2.4 %."},
		},
		{"the team that doubled", []string{"After some months the team doubled its results."}, []string{"The team's results of June are 40 contracts."}},
		{"the product managers, in Chinese", []string{"实施3个月后一次通过率达到92%，周期缩短15%。"}, []string{"实施3个月后一次通过率达到92%，对照组为85%。"}},
		{"the effect on retention", []string{"Effect on retention +25 %"}, []string{"Effect on retention +25 % against the control group"}},
	})
}

func TestL10_BaseOfTooFewEvents(t *testing.T) {
	holdArticles(t, "base.too_few", []article{
		{"3 events as a base rate", []string{"3 events in Q2, on average 2 departments complained."}, []string{"24 events in 2025, on average 2 departments complained."}},
		{"the same in Chinese", []string{"第二季度3场活动，平均有2个部门反馈信息滞后。"}, []string{"去年24场活动，平均有2个部门反馈信息滞后。"}},
	})
}

// F12: "+10 % next month" after "15 % below the mean".
func TestF12_AmbiguousPercentAndItsResolution(t *testing.T) {
	texts := []string{"Conversion is below the team mean by 15 %.", "Target: +10 % next month."}
	if got := lintRules(goals.DefaultLint(), texts...); !slices.Contains(got, "percent.ambiguous") {
		t.Fatalf("%v", got)
	}
	opt := goals.DefaultLint()
	opt.Percent = goals.Relative
	if got := lintRules(opt, texts...); slices.Contains(got, "percent.ambiguous") {
		t.Errorf("after mode: relative: %v", got)
	}
	if got := lintRules(goals.DefaultLint(), append(texts, "mode: relative")...); slices.Contains(got, "percent.ambiguous") {
		t.Errorf("after mode: relative in the text: %v", got)
	}
	if half, all := goals.RelativeStages(850_000); half != 50_000 || all != 100_000 {
		t.Errorf("stages %s, %s; want 0.05, 0.1", half, all)
	}
	for _, c := range []struct {
		mode goals.PercentMode
		want kpi.Decimal
	}{{goals.Relative, 242_000}, {goals.Points, 320_000}} {
		if got, ok := c.mode.Apply(220_000, 100_000); !ok || got != c.want {
			t.Errorf("%s: 22 %% + 10 %% = %s", c.mode, got)
		}
	}
	if got, _ := goals.Relative.Apply(220_000, -200_000); got != 176_000 {
		t.Errorf("22 %% less a fifth = %s", got)
	}
	for _, index := range []kpi.Decimal{0, -1, kpi.One, 2 * kpi.One} {
		if half, all := goals.RelativeStages(index); half != 0 || all != 0 {
			t.Errorf("at %s of the mean nothing is to be gained: %s, %s", index, half, all)
		}
	}
	if _, ok := goals.PercentMode("").Apply(220_000, 100_000); ok {
		t.Error("an open percent was resolved")
	}
}
