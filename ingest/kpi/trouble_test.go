package kpi_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func TestOrigins(t *testing.T) {
	for _, c := range []struct {
		sentence string
		at       kpi.Origin
		want     string
	}{
		{"a cell of a workbook", kpi.Origin{File: "sales.xlsx", Sheet: "Q2", Row: 14, Col: 3}, "sales.xlsx!Q2!C14"},
		{"a field of a text file", kpi.Origin{File: "sales.csv", Row: 14, Col: 3}, "sales.csv!C14"},
		{"a whole row", kpi.Origin{File: "sales.xlsx", Sheet: "Q2", Row: 14}, "sales.xlsx!Q2!14"},
		{"a whole column", kpi.Origin{File: "sales.xlsx", Sheet: "Q2", Col: 28}, "sales.xlsx!Q2!AB"},
		{"a whole sheet", kpi.Origin{File: "sales.xlsx", Sheet: "Q2"}, "sales.xlsx!Q2"},
		{"a file", kpi.Origin{File: "sales.xlsx"}, "sales.xlsx"},
		{"a cell of an unnamed input", kpi.Origin{Row: 2, Col: 1}, "A2"},
		{"nowhere", kpi.Origin{}, ""},
	} {
		if got := c.at.String(); got != c.want {
			t.Errorf("%s: %q, want %q", c.sentence, got, c.want)
		}
	}
}

// Column names as spreadsheets have them; XFD is the last column of Excel.
func TestColumnNames(t *testing.T) {
	for col, want := range map[int]string{-1: "", 0: "", 1: "A", 26: "Z", 27: "AA", 52: "AZ", 53: "BA", 702: "ZZ", 703: "AAA", 16384: "XFD"} {
		if got := kpi.ColumnName(col); got != want {
			t.Errorf("column %d is %q, want %q", col, got, want)
		}
	}
}

func TestOriginsCompare(t *testing.T) {
	sorted := []kpi.Origin{
		{}, {File: "a", Row: 9}, {File: "a", Sheet: "s", Row: 1, Col: 9}, {File: "a", Sheet: "s", Row: 2, Col: 1},
		{File: "a", Sheet: "s", Row: 2, Col: 2}, {File: "a", Sheet: "s", Row: 10}, {File: "b"},
	}
	for i, a := range sorted {
		for j, b := range sorted {
			if got := a.Compare(b); (got < 0) != (i < j) || (got > 0) != (i > j) {
				t.Errorf("%v and %v compare as %d", a, b, got)
			}
		}
	}
}

func TestDiagnosticsCompare(t *testing.T) {
	at := kpi.Origin{File: "a", Row: 1}
	sorted := []kpi.Diagnostic{
		{Severity: kpi.Note, Code: "z", Origin: kpi.Origin{File: "a"}},
		{Severity: kpi.Error, Code: "b", Origin: at},
		{Severity: kpi.Warning, Code: "a", Origin: at, Args: kpi.Args{"k": "1"}},
		{Severity: kpi.Warning, Code: "a", Origin: at, Args: kpi.Args{"k": "2"}},
		{Severity: kpi.Warning, Code: "b", Origin: at},
		{Severity: kpi.Note, Code: "a", Origin: at},
	}
	if !slices.IsSortedFunc(sorted, kpi.Diagnostic.Compare) {
		t.Error("diagnostics go by origin, then the graver first, then code, then arguments")
	}
}

func TestDiagnosticAsJSON(t *testing.T) {
	b, err := json.Marshal(kpi.Diagnostic{Severity: kpi.Error, Code: "row.conflict",
		Origin: kpi.Origin{File: "a.csv", Row: 2, Col: 3}, Args: kpi.Args{"employee": "e1"}})
	want := `{"severity":"error","code":"row.conflict","origin":{"file":"a.csv","row":2,"col":3},"args":{"employee":"e1"}}`
	if err != nil || string(b) != want {
		t.Errorf("%s, %v", b, err)
	}
}

// Arguments are written sorted by name, whatever the map's order.
func TestArgs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		args := kpi.Args{"kpi": "csat", "employee": "e1", "b": rapid.String().Draw(t, "b")}
		if got, want := args.String(), `b="`+args["b"]+`" employee="e1" kpi="csat"`; got != want {
			t.Fatalf("%s, want %s", got, want)
		}
	})
	if got := kpi.Args(nil).String(); got != "" {
		t.Errorf("no arguments are written %q", got)
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		sentence string
		fault    kpi.Fault
		want     string
	}{
		{"a code alone", kpi.Fault{Code: "input.none"}, "input.none"},
		{"with an origin", kpi.Fault{Code: "sheet.empty", Origin: kpi.Origin{File: "a.xlsx", Sheet: "Q2"}}, "a.xlsx!Q2: sheet.empty"},
		{"with arguments", kpi.Fault{Code: "config.key", Args: kpi.Args{"key": "kpi", "file": "g.yaml"}}, `config.key file="g.yaml" key="kpi"`},
		{
			"with everything",
			kpi.Fault{Class: kpi.Usage, Code: "file.absent", Origin: kpi.Origin{File: "a.csv"}, Args: kpi.Args{"n": "1"}, Err: fs.ErrNotExist},
			`a.csv: file.absent n="1": file does not exist`,
		},
	} {
		if got := c.fault.Error(); got != c.want {
			t.Errorf("%s: %q, want %q", c.sentence, got, c.want)
		}
	}
}

func TestFaultIsFoundInTheChain(t *testing.T) {
	fault := &kpi.Fault{Code: "file.absent", Err: fs.ErrNotExist}
	wrapped := fmt.Errorf("reading: %w", fault)
	if kpi.AsFault(wrapped) != fault || !errors.Is(wrapped, fs.ErrNotExist) {
		t.Error("a wrapped fault and its cause are found")
	}
	if kpi.AsFault(fs.ErrNotExist) != nil || kpi.AsFault(nil) != nil {
		t.Error("other errors hold no fault")
	}
}
