package ingest

import "testing"

func TestPeriodsInNames(t *testing.T) {
	for _, c := range []struct {
		why, name string
		year      int // given
		period    string
		own       int
	}{
		{"a month in Chinese", "2025年6月绩效", 0, "2025-06", 2025},
		{"a quarter in a file's name", "kpi_2025Q2", 0, "2025-Q2", 2025},
		{"underscores part", "kpi_2025_06", 0, "2025-06", 2025},
		{"a title", "2025年度第二季度客服中心绩效汇总表", 0, "2025-Q2", 2025},
		{"the year and the month apart", "2025年绩效 6月", 0, "2025-06", 2025},
		{"a month with the year from elsewhere", "6月", 2025, "2025-06", 0},
		{"a month in English", "sales june 2025", 0, "2025-06", 2025},
		{"a year alone", "2025年绩效", 0, "2025", 2025},
		{"six digits", "绩效202506版", 0, "2025-06", 2025},
		{"full width", "２０２５年６月", 0, "2025-06", 2025},
		{"the day of an export is no period", "export_20250703_143000", 0, "", 0},
		{"a day with dashes is no period", "sales-2025-06-30", 0, "", 0},
		{"a range of months is no period, its year counts", "2025年1-6月绩效", 0, "", 2025},
		{"a range of months with years", "2025-01~2025-06", 0, "", 2025},
		{"a range in words", "2025年1月至6月", 0, "", 2025},
		{"two years give no year", "2024-2025年绩效", 0, "", 0},
		{"two months are no period", "2025年5月和2025年6月", 0, "", 2025},
		{"a month inside a word", "marketing", 2025, "", 0},
		{"a default name", "Sheet1", 2025, "", 0},
		{"a copy's number", "report (1)", 2025, "", 0},
		{"nothing", "", 2025, "", 0},
		{"the first and the last day of a month", "kpi 2025-06-01_2025-06-30", 0, "2025-06", 2025},
		{"a fiscal year's quarter is none of the calendar", "FY2025_Q2", 0, "", 0},
		{"a fiscal year in Chinese", "2025财年绩效", 0, "", 0},
		{"two years by two digits", "2024/25 绩效", 0, "", 0},
		{"a team's number is no month", "team3_2025-06", 0, "2025-06", 2025},
		{"a version is no month", "KPI_v2_2025-06", 0, "2025-06", 2025},
		{"a version with a point", "v1.2_2025-06", 0, "2025-06", 2025},
		{"a rank is no month", "Top10_2025-06", 0, "2025-06", 2025},
		{"a number with the same dashes", "sales-team-5-2025-06", 0, "2025-06", 2025},
		{"a number alone in front", "12_2025-06", 0, "2025-06", 2025},
		{"a revision", "rev10-2025-06-KPI", 0, "2025-06", 2025},
		{"a code in front of a year", "K8_2025", 0, "2025", 2025},
		{"a number behind", "2025-06_2", 0, "2025-06", 2025},
		{"a number behind, all underscores", "kpi_2025_06_2", 0, "2025-06", 2025},
		{"six digits behind a number", "report1_202506", 0, "2025-06", 2025},
		{"a quarter behind a version", "KPI_v2_2025Q2", 0, "2025-Q2", 2025},
		{"a month behind a department", "dept12_2025年6月", 0, "2025-06", 2025},
		{"a Chinese quarter behind a code", "N1_2025年第2季度", 0, "2025-Q2", 2025},
		{"a week behind a number", "step4-2025W23", 0, "2025-W23", 2025},
		{"a space between year and month", "Team 7 2025 06", 0, "2025-06", 2025},
		{"a half that holds the month", "H1_2025-06", 0, "2025-06", 2025},
		{"a quarter that does not hold the month", "Q3_2025-06", 0, "", 2025},
		{"the day of the export beside the month", "export_20250703_2025-06", 0, "2025-06", 2025},
		{"a month in front of its year", "kpi 06.2025", 0, "2025-06", 2025},
		{"a month of two digits between underscores", "kpi_06_2025", 0, "2025-06", 2025},
		{"a month and its year alone", "6-2025", 0, "2025-06", 2025},
		{"one digit between the same marks may count teams", "team_6_2025", 0, "2025", 2025},
		{"a rank behind letters and a quarter", "top10q2 2025", 0, "2025-Q2", 2025},
	} {
		found := findPeriod(c.name, c.year)
		got := ""
		if found.period.Grain != 0 {
			got = found.period.String()
		}
		if got != c.period || found.year != c.own {
			t.Errorf("%s: %q holds %q of year %d, want %q of %d", c.why, c.name, got, found.year, c.period, c.own)
		}
	}
}

func TestAMonthWithoutAYearIsTold(t *testing.T) {
	for name, want := range map[string]bool{"6月": true, "Q2绩效": true, "第二季度": true, "2025年6月": false, "1-6月": false, "绩效": false} {
		if got := findPeriod(name, 0).noYear; got != want {
			t.Errorf("%q lacks a year: %v, want %v", name, got, want)
		}
	}
}

func TestTwoYearsInANameAreKept(t *testing.T) {
	for name, want := range map[string]int{"2024-2025年绩效": 2024, "绩效 2024/25": 2024, "2024年10月–2025年3月": 2024, "2025年": 0, "2024年5月-2024年6月": 0, "2024-2026": 0, "2025/06": 0, "2024年10月和2025年3月": 0} {
		if got := findPeriod(name, 0).pair; got != want {
			t.Errorf("%q spans the years from %d, want %d", name, got, want)
		}
	}
}

func TestBaseName(t *testing.T) {
	for path, want := range map[string]string{
		"a/b/kpi.csv": "kpi", `C:\data\绩效2025.xlsx`: "绩效2025", "stdin": "stdin", "x.y.z.csv": "x.y.z",
	} {
		if got := baseName(path); got != want {
			t.Errorf("base name of %s is %s, want %s", path, got, want)
		}
	}
}

func FuzzFindPeriod(f *testing.F) {
	for _, s := range []string{"2025年6月绩效", "kpi_2025Q2.csv", "1-6月", "export_20250703", "6月", "\xff年"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		found := findPeriod(name, 2025)
		if found.period.Grain == 0 {
			return
		}
		if y := found.period.Start.Time().Year(); y < firstYear-1 || y > lastYear {
			t.Errorf("%q holds %s", name, found.period)
		}
	})
}
