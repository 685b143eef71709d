package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/analysis"
)

func writeJSON(t testing.TB, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// schemaName is an address of its own: a bare name would be one below the folder of
// the checkout, whose name may hold a %.
const schemaName = "https://gapstep.example/report.schema.json"

// validate holds a document against the schema that is shipped.
func validate(t testing.TB, doc []byte) error {
	t.Helper()
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(JSONSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(schemaName, schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile(schemaName)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	return compiled.Validate(value)
}

func TestJSONIsTheGoldenDocument(t *testing.T) {
	r := fixture(t)
	r.All = true
	golden(t, "report.json", writeJSON(t, r))
}

func TestJSONValidatesAgainstTheShippedSchema(t *testing.T) {
	all := fixture(t)
	all.All = true
	descriptive := fixture(t)
	descriptive.Gaps = descriptive.Gaps[1:2]
	for name, r := range map[string]*Report{"findings": fixture(t), "all": all, "descriptive": descriptive, "empty": {}} {
		if err := validate(t, writeJSON(t, r)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheSchemaRefusesWhatIsNotAReport(t *testing.T) {
	good := writeJSON(t, fixture(t))
	for name, change := range map[string][2]string{
		"another version":   {`"gapstep.report/1"`, `"gapstep.report/2"`},
		"a severity":        {`"severity":"serious"`, `"severity":"bad"`},
		"a percent as text": {`"value":0.15`, `"value":"15%"`},
		"an extra key":      {`"gaps":[`, `"gap":[],"gaps":[`},
		"a date":            {`"as_of":"2025-06-30"`, `"as_of":"30/06/2025"`},
	} {
		bad := bytes.Replace(good, []byte(change[0]), []byte(change[1]), 1)
		if bytes.Equal(bad, good) {
			t.Fatalf("%s: nothing changed", name)
		}
		if validate(t, bad) == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestJSONListsTheFindingsAndWithAllEveryRow(t *testing.T) {
	rows := func(r *Report) (ids []string) {
		var doc struct{ Gaps []struct{ Employee string } }
		if err := json.Unmarshal(writeJSON(t, r), &doc); err != nil {
			t.Fatal(err)
		}
		for _, g := range doc.Gaps {
			ids = append(ids, g.Employee)
		}
		return ids
	}
	r := fixture(t)
	if got := strings.Join(rows(r), " "); got != "e101 e017" {
		t.Errorf("findings: %s", got)
	}
	r.All = true
	if got := strings.Join(rows(r), " "); got != "e101 e102 e017 e018 e019 e020 e021 e022 e023" {
		t.Errorf("all: %s", got)
	}
}

func TestUnknownFiguresAreNullAndMilestonesCarryTheirStatus(t *testing.T) {
	r := fixture(t)
	r.All = true
	var doc struct {
		Gaps  []map[string]any
		Plans []struct {
			ID         string
			Milestones []struct {
				Level     float64
				From      *string
				FromMonth *int `json:"from_month"`
				Status    *string
				Streak    *int
			}
		}
	}
	if err := json.Unmarshal(writeJSON(t, r), &doc); err != nil {
		t.Fatal(err)
	}
	last := doc.Gaps[len(doc.Gaps)-1]
	for _, key := range []string{"value", "lo", "numerator", "denominator", "gap", "standard", "standard_severity", "p", "slope"} {
		if last[key] != nil {
			t.Errorf("%s of a person without data is %v", key, last[key])
		}
	}
	draft, agreed := doc.Plans[0].Milestones[0], doc.Plans[1].Milestones[0]
	if draft.Status != nil || *draft.FromMonth != 3 || draft.From != nil || draft.Level != 0.18 {
		t.Errorf("milestone of a draft: %+v", draft)
	}
	if *agreed.Status != "sustained" || *agreed.From != "2025-06-01" || *agreed.Streak != 1 {
		t.Errorf("milestone of the agreed plan: %+v", agreed)
	}
}

func TestNumbersReadBackAsTheSameBits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.Float64().Draw(t, "f")
		raw, err := json.Marshal(number(f))
		if err != nil {
			t.Fatal(err)
		}
		var back *float64
		if err := json.Unmarshal(raw, &back); err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		switch finite := !math.IsNaN(f) && !math.IsInf(f, 0); {
		case !finite && back != nil:
			t.Fatalf("%v is written as %s", f, raw)
		case finite && *back != f:
			t.Fatalf("%v comes back as %v", f, *back)
		}
	})
	if raw, _ := json.Marshal(number(math.Copysign(0, -1))); string(raw) != "0" {
		t.Errorf("negative zero is %s", raw)
	}
}

// full refuses everything that is written to it.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestWritersReportAFullDisk(t *testing.T) {
	r := fixture(t)
	opt := TextOptions{Printer: printer(t, "en")}
	for name, err := range map[string]error{
		"json": WriteJSON(full{}, r), "csv": WriteCSV(full{}, r, CSVOptions{}), "table": WriteTable(full{}, r, opt),
		"plans": WritePlans(full{}, r.Plans, r.Catalogue, opt), "progress": WriteProgress(full{}, r.Progress, r.Catalogue, opt),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestTheSameReportGivesTheSameBytes(t *testing.T) {
	a, b := writeJSON(t, fixture(t)), writeJSON(t, fixture(t))
	if !bytes.Equal(a, b) {
		t.Error("two runs differ")
	}
	if got := windowOf(analysis.Window{}); got != (windowJSON{}) {
		t.Errorf("no window is %+v", got)
	}
}
