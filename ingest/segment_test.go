package ingest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

func segmentLines(res *Result) (lines []string) {
	for _, r := range res.Segments {
		lines = append(lines, fmt.Sprintf("%s %s %s %s %q %s/%s", r.Team, r.Employee, r.Indicator, r.Period, r.Segment, r.Events, r.Trials))
	}
	return lines
}

// The sums are those without a segment, and the segments add up to them.
func TestSegmentsArePartsOfTheSums(t *testing.T) {
	const text = "agent|team|closed|line|stage|score\n" +
		"甲|A|2025-06-02|硬件|Won|80\n甲|A|2025-06-03|软件|Lost|90\n甲|A|2025-06-04|硬件|Lost|\n甲|A|2025-06-05||Won|70\n乙|A|2025-06-05|软件|Lost|60"
	s := deals(won(), scored())
	plain := facts(readEvents(t, s, text))
	s.Columns.Segment = "line"
	res := readEvents(t, s, text)
	if diff := cmp.Diff(plain, facts(res)); diff != "" {
		t.Errorf("a segment changes the sums (-without +with):\n%s", diff)
	}
	want := []string{
		`A 甲 conversion_rate 2025-06 "" 1/1`, `A 甲 conversion_rate 2025-06 "硬件" 1/2`, `A 甲 conversion_rate 2025-06 "软件" 0/1`,
		`A 甲 csat_score 2025-06 "" 70/1`, `A 甲 csat_score 2025-06 "硬件" 80/1`, `A 甲 csat_score 2025-06 "软件" 90/1`,
		`A 乙 conversion_rate 2025-06 "软件" 0/1`, `A 乙 csat_score 2025-06 "软件" 60/1`,
	}
	if diff := cmp.Diff(want, segmentLines(res)); diff != "" {
		t.Errorf("segments (-want +got):\n%s", diff)
	}
	if c := res.Readings[0].Columns; !slices.ContainsFunc(c, func(c Column) bool { return c.Heading == "line" && c.Role == RoleInput }) {
		t.Errorf("the column is not told: %+v", c)
	}
}

// A row that is taken out of the sums is taken out of its segment.
func TestRowsThatContradictLeaveTheirSegment(t *testing.T) {
	s := deals(won())
	s.Columns.Segment, s.Key = "line", []string{"id"}
	res := readEvents(t, s, "id|agent|team|closed|line|stage\n1|甲|A|2025-06-02|硬件|Won\n2|甲|A|2025-06-02|软件|Won\n1|甲|A|2025-06-02|硬件|Lost")
	if got := segmentLines(res); !slices.Equal(got, []string{`A 甲 conversion_rate 2025-06 "软件" 1/1`}) {
		t.Errorf("%v", got)
	}
}

func TestASegmentNeedsRowsThatAreSummed(t *testing.T) {
	s := Source{Match: "*", Columns: Columns{Segment: "line"}}
	_, err := Tables(nil, Options{Sources: []Source{s}})
	if f := kpi.AsFault(err); f == nil || f.Code != "source.segment_layout" || f.Class != kpi.Usage {
		t.Errorf("%v", err)
	}
}

func TestASegmentThatTheTableLacksIsSaid(t *testing.T) {
	s := deals(won())
	s.Columns.Segment = "line"
	_, err := Tables([]*sheet.File{csvOf("a.csv", "agent|team|closed|stage\n甲|A|2025-06-02|Won")}, Options{Sources: []Source{s}})
	if f := kpi.AsFault(err); f == nil || f.Code != "source.no_such_heading" || f.Args["heading"] != "line" {
		t.Errorf("%v", err)
	}
}
