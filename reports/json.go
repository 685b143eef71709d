package reports

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/ingest/kpi"
)

//go:embed schema/report.schema.json
var schemaFile []byte

// JSONSchema returns the JSON Schema (draft 2020-12) of what [WriteJSON] writes.
func JSONSchema() []byte { return append([]byte(nil), schemaFile...) }

// number is a float64 for machines: the shortest decimal that reads back as
// the same bits; what is not known or not defined is null in JSON and empty in csv.
type number float64

// unknown stands where there is no number.
var unknown = number(math.NaN())

func (n number) known() bool { return !math.IsNaN(float64(n)) && !math.IsInf(float64(n), 0) }

// MarshalJSON writes the number or null.
func (n number) MarshalJSON() ([]byte, error) {
	if !n.known() {
		return []byte("null"), nil
	}
	return n.append(nil), nil
}

func (n number) append(b []byte) []byte {
	if !n.known() {
		return b
	}
	if n == 0 {
		n = 0 // no negative zero
	}
	return strconv.AppendFloat(b, float64(n), 'g', -1, 64)
}

// word is a machine word; none is null.
type word string

// MarshalJSON writes the word or null.
func (w word) MarshalJSON() ([]byte, error) {
	if w == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(w))
}

type windowJSON struct {
	From    word `json:"from"`
	To      word `json:"to"`
	Periods int  `json:"periods"`
}

func windowOf(w analysis.Window) windowJSON {
	if w.To == (kpi.Period{}) {
		return windowJSON{}
	}
	return windowJSON{From: word(w.From.String()), To: word(w.To.String()), Periods: w.Periods}
}

// documentHead is everything of the document that comes before the gaps.
type documentHead struct {
	Schema  string     `json:"schema"`
	AsOf    *kpi.Date  `json:"as_of"` // null: no period is named
	Window  windowJSON `json:"window"`
	Method  methodJSON `json:"method"`
	Inputs  []Input    `json:"inputs"`
	Quality quality    `json:"quality"`
}

type methodJSON struct {
	Method
	RuleExpected number `json:"rule_expected"`
}

type quality struct {
	Diagnostics []kpi.Diagnostic `json:"diagnostics"`
}

// documentTail is what comes behind them.
type documentTail struct {
	Summaries []summaryJSON  `json:"summaries"`
	Plans     []planJSON     `json:"plans"`
	Progress  []progressJSON `json:"progress"`

	Evaluations []EvaluationJSON `json:"evaluations"`
	Programme   struct{}         `json:"programme"`
}

// WriteJSON writes the report as one document of the shipped schema: ratios,
// dates of RFC 3339, machine words, null for what is not known. The gaps are
// those of [Report.Shown], sorted by team, indicator and employee, and are
// written one a line as they are made.
func WriteJSON(w io.Writer, r *Report) error {
	b := bufio.NewWriter(w)
	top, err := json.Marshal(documentHead{Schema: Schema, AsOf: dayOrNull(r.AsOf), Window: windowOf(r.Window),
		Method: methodJSON{r.Method, number(r.Method.RuleExpected)}, Inputs: list(r.Inputs), Quality: quality{list(r.Diagnostics)}})
	if err != nil {
		return err
	}
	bottom, err := json.Marshal(newTail(r))
	if err != nil {
		return err
	}
	fmt.Fprintf(b, `%s,"gaps":[`, top[:len(top)-1]) // the first error of a write comes back from Flush
	comma := ""
	for _, g := range r.Shown() {
		row, err := json.Marshal(newGapJSON(g))
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "%s\n%s", comma, row)
		comma = ","
	}
	fmt.Fprintf(b, "\n],%s\n", bottom[1:])
	return b.Flush()
}

// list is never null.
func list[T any](v []T) []T {
	if v == nil {
		return []T{}
	}
	return v
}
