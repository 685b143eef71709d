package sample

import (
	"maps"
	"math"
	"slices"
	"testing"
)

// lastWindows are the two windows in which the four people's counts are fixed.
var lastWindows = [][2]string{{"2026-01", "2026-03"}, {"2026-04", "2026-06"}}

// TestFixedCounts holds the sample to the worked examples (product.md 1.1: S0-04,
// S0-11, S0-15, S0-20): the person's counts, the plain team mean with the person
// in it, to one decimal of a percent, and how near the colleagues stand to it.
func TestFixedCounts(t *testing.T) {
	all := readBack(t, "")
	for _, c := range []struct {
		team, id, kpi string
		want          count
		mean, spread  float64 // percent and points; 0: not promised
	}{
		{"华东销售部", "S105", "conversion_rate", count{45, 300}, 22.0, 1.5},
		{"华东销售部", "S105", "followup_delay_rate", count{18, 60}, 0, 0},
		{"Platform", "E107", "defect_rate", count{36, 300}, 5.0, 1.5},
		{"Platform", "E107", "test_coverage", count{12000, 30000}, 0, 0},
		{"客服一组", "C104", "csat", count{510, 600}, 92.0, 1.5},
		{"行政部", "A102", "update_delay_rate", count{27, 90}, 0, 0},
		{"行政部", "A102", "needs_match_accuracy", count{72, 90}, 0, 0},
	} {
		for _, w := range lastWindows {
			people := window(all, c.team, c.kpi, w[0], w[1])
			if people[c.id] != c.want {
				t.Errorf("%s %s %v: %v, want %v", c.id, c.kpi, w, people[c.id], c.want)
			}
			if c.mean != 0 {
				checkMean(t, people, c.id, c.mean, c.spread)
			}
		}
	}
}

func checkMean(t *testing.T, people map[string]count, post string, mean, spread float64) {
	t.Helper()
	sum := 0.0
	for id, c := range people {
		sum += 100 * c.rate()
		if off := 100*c.rate() - mean; id != post && math.Abs(off) > spread {
			t.Errorf("%s stands %.2f points from the mean of %.1f", id, off, mean)
		}
	}
	if got := sum / float64(len(people)); math.Round(got*10) != math.Round(mean*10) {
		t.Errorf("team of %s: plain mean %.3f, want %.1f", post, got, mean)
	}
}

func TestTeamSizes(t *testing.T) {
	people := map[string]map[string]bool{}
	total := 0
	for _, f := range readBack(t, "") {
		if people[f.team] == nil {
			people[f.team] = map[string]bool{}
		}
		if !people[f.team][f.id] {
			people[f.team][f.id] = true
			total++
		}
	}
	want := map[string]int{"华东销售部": 12, "华南销售部": 14, "Platform": 12, "客服一组": 12, "客服二组": 8, "行政部": 4}
	got := map[string]int{}
	for name, members := range people {
		got[name] = len(members)
	}
	if !maps.Equal(got, want) || total != 62 {
		t.Errorf("teams %v, %d people", got, total)
	}
}

func TestEveryCountIsPossible(t *testing.T) {
	for _, s := range spans() {
		for _, f := range readBack(t, s.dir) {
			if f.events < 0 || f.trials <= 0 || f.events > f.trials {
				t.Errorf("%s%+v", s.dir, f)
			}
		}
	}
}

func TestMonthsOfEachSet(t *testing.T) {
	for _, c := range []struct {
		dir, first, last string
		n                int
	}{{"", "2025-07", "2026-06", 12}, {"next/", "2026-07", "2026-09", 3}, {"later/", "2026-10", "2026-12", 3}} {
		for _, k := range kinds {
			seen := map[string]bool{}
			for _, f := range readBack(t, c.dir) {
				if f.kpi == k.kpi {
					seen[f.month] = true
				}
			}
			months := slices.Sorted(maps.Keys(seen))
			if len(months) != c.n || months[0] != c.first || months[c.n-1] != c.last {
				t.Errorf("%s%s: months %v", c.dir, k.kpi, months)
			}
		}
	}
}

// TestTrackingFollowsTheMilestones: conversion 18 % from the third month, 20 %
// by the sixth, defects 8 % from the second, CSAT 90 % from September, delay at
// most 5 % twice; one person misses a month.
func TestTrackingFollowsTheMilestones(t *testing.T) {
	next, later := readBack(t, "next/"), readBack(t, "later/")
	for _, c := range []struct {
		in                   []figure
		team, id, kpi, month string
		want                 count
	}{
		{next, "华东销售部", "S105", "conversion_rate", "2026-09", count{19, 100}},
		{later, "华东销售部", "S105", "conversion_rate", "2026-12", count{21, 100}},
		{next, "华东销售部", "S105", "followup_delay_rate", "2026-08", count{1, 20}},
		{next, "华东销售部", "S105", "followup_delay_rate", "2026-09", count{1, 20}},
		{next, "Platform", "E107", "defect_rate", "2026-08", count{8, 100}},
		{later, "Platform", "E107", "defect_rate", "2026-12", count{5, 100}},
		{next, "Platform", "E107", "test_coverage", "2026-07", count{6100, 10100}},
		{next, "Platform", "E107", "test_coverage", "2026-09", count{8180, 10200}},
		{next, "客服一组", "C104", "csat", "2026-09", count{180, 200}},
		{next, "行政部", "A102", "update_delay_rate", "2026-07", count{3, 30}},
		{next, "行政部", "A102", "update_delay_rate", "2026-09", count{}}, // no row: no data
		{later, "行政部", "A102", "update_delay_rate", "2026-10", count{2, 30}},
	} {
		if got := window(c.in, c.team, c.kpi, c.month, c.month)[c.id]; got != c.want {
			t.Errorf("%s %s %s: %v, want %v", c.id, c.kpi, c.month, got, c.want)
		}
	}
}
