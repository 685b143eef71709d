package goals_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// The merged taxonomy of the five articles, and data, which they forget.
func TestTheTaxonomyIsWhole(t *testing.T) {
	want := []string{
		"individual.skill", "individual.method", "individual.motivation", "individual.wellbeing",
		"process.misunderstood", "process.blocked", "process.no_standard", "resource.tool", "resource.support", "resource.authority",
		"communication.collaboration", "incentive", "organisation.strategy", "organisation.structure", "external.market", "external.policy", "data.artefact",
	}
	var codes []string
	for _, k := range goals.Taxonomy() {
		codes = append(codes, k.Code)
		if k.Title.EN == "" || k.Title.ZH == "" || len(k.Questions) == 0 || k.Strategy.EN == "" || k.Strategy.ZH == "" {
			t.Errorf("%s is not whole: %+v", k.Code, k)
		}
		for _, q := range k.Questions {
			if q.EN == "" || q.ZH == "" {
				t.Errorf("%s: question %+v", k.Code, q)
			}
		}
		if k.HROnly != (k.Code == goals.Wellbeing) {
			t.Errorf("%s: hr only %t", k.Code, k.HROnly)
		}
		if len(goals.BuiltinLibrary().Suggest("", k.Code, "")) == 0 {
			t.Errorf("%s: no action answers it", k.Code)
		}
	}
	if diff := cmp.Diff(want, codes); diff != "" {
		t.Error(diff)
	}
	if len(goals.Sources()) != 9 {
		t.Errorf("%v", goals.Sources())
	}
}

func TestACauseIsOfTheTaxonomy(t *testing.T) {
	c, err := goals.NewCause("process.misunderstood", "the new product was misread", "Li", nil)
	if err != nil || c.Level != goals.LevelProcess || c.HROnly {
		t.Errorf("%+v %v", c, err)
	}
	if c, err := goals.NewCause(goals.Wellbeing, "", "HR", nil); err != nil || !c.HROnly || c.Level != goals.LevelIndividual {
		t.Errorf("%+v %v", c, err)
	}
	if _, err := goals.NewCause("individual.laziness", "", "Li", nil); kpi.AsFault(err) == nil || kpi.AsFault(err).Code != "cause.unknown" {
		t.Errorf("%v", err)
	}
}

// S0-04: first the wording was blamed, then the product was found misread; both
// readings are kept, and so is what came between them.
func TestEveryReadingOfACauseIsKept(t *testing.T) {
	first := goals.Cause{Code: "individual.skill", Hypothesis: "stiff wording"}
	twice := first.Revise(goals.Cause{Code: "individual.method", Hypothesis: "no checklist"}).Revise(goals.Cause{Code: "process.misunderstood", Hypothesis: "misread the product"})
	if twice.Hypothesis != "stiff wording" || twice.Revised.Hypothesis != "no checklist" || twice.Current().Hypothesis != "misread the product" {
		t.Errorf("%+v", twice)
	}
	if first.Revised != nil || first.Current().Code != "individual.skill" {
		t.Error("revising changed the first reading")
	}
	b, err := json.Marshal(twice)
	if err != nil {
		t.Fatal(err)
	}
	var back goals.Cause
	if err := json.Unmarshal(b, &back); err != nil || !cmp.Equal(twice, back) {
		t.Errorf("%s: %v", b, err)
	}
}

func TestFishboneGroupsByLevel(t *testing.T) {
	skill := goals.Cause{Code: "individual.skill"}
	tool := goals.Cause{Code: "resource.tool"}
	was := goals.Cause{Code: "individual.motivation"}.Revise(goals.Cause{Code: "process.blocked"})
	strange := goals.Cause{Code: "weather.rain"}
	var got []string
	for _, b := range goals.Fishbone([]goals.Cause{strange, tool, was, skill, strange}) {
		got = append(got, string(b.Level))
		for _, c := range b.Causes {
			got = append(got, c.Code)
		}
	}
	want := []string{"individual", "individual.skill", "process", "process.blocked", "resource", "resource.tool", "weather", "weather.rain", "weather.rain"}
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	if goals.Fishbone(nil) != nil {
		t.Error("bones of nothing")
	}
}
