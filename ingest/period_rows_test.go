package ingest

import (
	"strings"
	"testing"
)

// A date that no heading names is the period where it tells the rows of people
// apart, and nowhere else.
func TestDatesThatTellRowsApart(t *testing.T) {
	for _, c := range []struct{ why, text, want string }{
		{"a date of each survey", "Employee|Survey date|NPS\nAnn|@2025-01-13|5\nAnn|@2025-02-13|6\nBob|@2025-01-20|7\nBob|@2025-02-20|8",
			"all Ann nps 2025-01 5; all Ann nps 2025-02 6; all Bob nps 2025-01 7; all Bob nps 2025-02 8"},
		{"months first", "Employee|Survey date|NPS\nAnn|1/13/2025|5\nAnn|2/13/2025|6", "all Ann nps 2025-01 5; all Ann nps 2025-02 6"},
		{"the end of a contract", "Employee|Contract end|NPS\nAnn|@2026-01-13|5\nBob|@2027-01-20|7", "all Ann nps all 5; all Bob nps all 7"},
		{"the same day in every row of a person", "Employee|Born|NPS\nAnn|@1990-01-13|5\nAnn|@1990-01-13|6\nBob|@1991-01-20|7\nBob|@1991-01-20|7", "all Ann nps all none; all Bob nps all 7"},
		{"two columns of dates", "Employee|Sent on|Back on|NPS\nAnn|@2025-01-13|@2025-01-14|5\nAnn|@2025-02-13|@2025-02-14|6\nBob|@2025-02-13|@2025-02-14|6\nBob|@2025-03-13|@2025-03-14|6", "all Ann nps all none; all Bob nps all 6"},
		{"the start and the end of a span", "Employee|Interval End|Interval Start|NPS\nAnn|@2025-02-01|@2025-01-01|5\nAnn|@2025-03-01|@2025-02-01|6\nBob|@2025-03-01|@2025-02-01|7\nBob|@2025-02-01|@2025-01-01|8",
			"all Ann nps 2025-01 5; all Ann nps 2025-02 6; all Bob nps 2025-01 8; all Bob nps 2025-02 7"},
		{"a month stands before it", "Employee|Month|Survey date|NPS\nAnn|2024-01|@2025-01-13|5\nAnn|2024-02|@2025-02-13|6", "all Ann nps 2024-01 5; all Ann nps 2024-02 6"},
	} {
		res := must(t, Options{}, one("a.xlsx", c.text)...)
		if got := strings.Join(facts(res), "; "); got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
		if c.why == "two columns of dates" {
			if d := find(t, res, "period.several_dates"); d.Args["heading"] != "Sent on" || d.Args["other"] != "Back on" {
				t.Errorf("%+v", d)
			}
		}
	}
}
