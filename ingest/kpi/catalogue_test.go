package kpi_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// stableIDs are promised to users: they stand in configurations, ledgers and
// dashboards.
var stableIDs = strings.Fields(`conversion_rate followup_delay_rate needs_depth_score defect_rate test_coverage
	review_suggestions review_suggestions_adopted csat csat_score complaint_rate nps first_response_time handling_time
	resolution_rate update_delay_rate needs_match_accuracy event_satisfaction first_pass_rate assembly_error_rate
	rework_hours exam_pass_rate code_standard_pass_rate on_time_delivery_rate sales_value feedback_360
	interview_coverage interview_compliance content_satisfaction plan_attainment`)

func TestEveryPromisedIndicatorIsThere(t *testing.T) {
	var ids []string
	for _, in := range kpi.Builtin().All() {
		ids = append(ids, in.ID)
		if kpi.Builtin().Get(in.ID) != in || in.Source != "builtin" {
			t.Errorf("%s: source %q", in.ID, in.Source)
		}
	}
	if !slices.Equal(slices.Sorted(slices.Values(ids)), slices.Sorted(slices.Values(stableIDs))) {
		t.Errorf("ids %v", ids)
	}
	if kpi.Builtin().Get("no_such_kpi") != nil {
		t.Error("an id that is not there was found")
	}
}

// fold reduces a heading to its lower-case letters and digits. The catalogue
// holds no full-width forms (tested below), so this is what NFKC folding gives.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// A heading must mean one thing: no name, numerator or denominator of one
// indicator may be read as anything of another, and none stands twice.
func TestNoHeadingMeansTwoThings(t *testing.T) {
	type use struct{ id, part string }
	taken := map[string]use{}
	for _, in := range kpi.Builtin().All() {
		for part, list := range map[string][]string{"name": in.Names(), "numerator": in.Numerator, "denominator": in.Denominator} {
			for i, heading := range list {
				folded := fold(heading)
				old, seen := taken[folded]
				if titleOrID := part == "name" && i < 3; seen && (!titleOrID || old != use{in.ID, part}) {
					t.Errorf("%q is %s of %s and of %v", heading, part, in.ID, old)
				}
				taken[folded] = use{in.ID, part}
				if folded == "" || heading != strings.TrimSpace(heading) || strings.ContainsFunc(heading, fullWidth) {
					t.Errorf("%s: heading %q", in.ID, heading)
				}
			}
		}
	}
}

func fullWidth(r rune) bool { return r >= 0xFF00 && r <= 0xFFEF || r == 0x3000 }

func TestEveryEntryIsSane(t *testing.T) {
	for _, in := range kpi.Builtin().All() {
		if in.Title.EN == "" || !strings.ContainsFunc(in.Title.ZH, han) || len(in.Aliases) < 4 {
			t.Errorf("%s: titles %+v, %d aliases", in.ID, in.Title, len(in.Aliases))
		}
		if !slices.ContainsFunc(in.Aliases, func(a string) bool { return strings.ContainsFunc(a, han) }) {
			t.Errorf("%s has no Chinese alias", in.ID)
		}
		if in.Direction == 0 || in.Scale == 0 || in.Kind == 0 || in.Trials == 0 || in.Unit == "" {
			t.Errorf("%s is incomplete: %+v", in.ID, in)
		}
		if in.Counted() != (len(in.Numerator) > 0) || in.Counted() != (len(in.Denominator) > 0) {
			t.Errorf("%s: %s with numerators %v and denominators %v", in.ID, in.Scale, in.Numerator, in.Denominator)
		}
		if in.Clustered() && in.Scale != kpi.Proportion {
			t.Errorf("%s is clustered but no proportion", in.ID)
		}
		if in.Scale == kpi.Score && (in.Floor == nil || in.Ceiling == nil) {
			t.Errorf("%s is a score without bounds", in.ID)
		}
		if in.Standard != nil {
			t.Errorf("%s: what is required is for the company to say", in.ID)
		}
	}
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

// The kinds, directions and bounds that the worked examples F1 to F14 of the
// milestone policy rest on.
func TestTheWorkedExamplesRestOnTheseEntries(t *testing.T) {
	for _, c := range []struct {
		id             string
		dir            kpi.Direction
		scale          kpi.Scale
		kind           kpi.Kind
		floor, ceiling float64
	}{
		{"conversion_rate", kpi.Higher, kpi.Proportion, kpi.Outcome, 0, 1},
		{"defect_rate", kpi.Lower, kpi.Proportion, kpi.Quality, 0, 1},
		{"test_coverage", kpi.Higher, kpi.Proportion, kpi.Practice, 0, 1},
		{"followup_delay_rate", kpi.Lower, kpi.Proportion, kpi.Adherence, 0, 1},
		{"csat", kpi.Higher, kpi.Proportion, kpi.Perception, 0, 1},
		{"csat_score", kpi.Higher, kpi.Score, kpi.Perception, 0, 100},
		{"needs_depth_score", kpi.Higher, kpi.Score, kpi.Perception, 0, 10},
		{"event_satisfaction", kpi.Higher, kpi.Score, kpi.Perception, 0, 100},
		{"update_delay_rate", kpi.Lower, kpi.Proportion, kpi.Adherence, 0, 1},
		{"needs_match_accuracy", kpi.Higher, kpi.Proportion, kpi.Adherence, 0, 1},
		{"first_pass_rate", kpi.Higher, kpi.Proportion, kpi.Quality, 0, 1},
		{"assembly_error_rate", kpi.Lower, kpi.Proportion, kpi.Quality, 0, 1},
		{"nps", kpi.Higher, kpi.Score, kpi.Perception, -100, 100},
		{"feedback_360", kpi.Higher, kpi.Score, kpi.Perception, 1, 5},
	} {
		in := kpi.Builtin().Get(c.id)
		if in.Direction != c.dir || in.Scale != c.scale || in.Kind != c.kind || *in.Floor != c.floor || *in.Ceiling != c.ceiling {
			t.Errorf("%s: %s %s %s from %g to %g", c.id, in.Direction, in.Scale, in.Kind, *in.Floor, *in.Ceiling)
		}
	}
	if in := kpi.Builtin().Get("review_suggestions"); in.Kind != kpi.Adherence || in.Scale != kpi.Quantity || in.Ceiling != nil {
		t.Errorf("F9: %+v", in)
	}
	if !kpi.Builtin().Get("test_coverage").Clustered() || kpi.Builtin().Get("conversion_rate").Clustered() {
		t.Error("covered lines are clustered, visits are not")
	}
}

// Drivers lead to indicators that exist, and never in a circle.
func TestDriversLeadSomewhere(t *testing.T) {
	var walk func(id string, path []string)
	walk = func(id string, path []string) {
		in := kpi.Builtin().Get(id)
		if in == nil || slices.Contains(path, id) {
			t.Fatalf("%v leads to %s", path, id)
		}
		for _, d := range in.Drivers {
			walk(d, append(slices.Clone(path), id))
		}
	}
	for _, id := range stableIDs {
		walk(id, nil)
	}
	if got := kpi.Builtin().Get("conversion_rate").Drivers; !slices.Contains(got, "followup_delay_rate") {
		t.Errorf("conversion is led by %v", got)
	}
}
