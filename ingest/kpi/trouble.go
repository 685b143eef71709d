package kpi

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
)

// Severity says what a diagnostic means for the data.
type Severity uint8

// The severities of diagnostics.
const (
	Note    Severity = iota + 1 // something was decided or set aside; nothing is lost
	Warning                     // used, but doubtful
	Error                       // a value, row or column could not be used
)

var severityWords = words{"note", "warning", "error"}

// String returns note, warning or error.
func (s Severity) String() string { return severityWords.text(uint8(s)) }

// MarshalText writes the word of String.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Args are the named facts of a message, as text in machine form; the words
// around them stand by code in the catalogue of each language.
type Args map[string]string

// Diagnostic is a doubt about the user's data. All are collected and none
// stops a run. Code is a stable dotted word ("value.not_a_number"); the
// sentences for problem and remedy are looked up by it.
type Diagnostic struct {
	Severity Severity `json:"severity"`
	Code     string   `json:"code"`
	Origin   Origin   `json:"origin"`
	Args     Args     `json:"args,omitempty"`
}

// Compare orders diagnostics by origin, then the graver first, then by code
// and arguments.
func (d Diagnostic) Compare(e Diagnostic) int {
	if c := cmp.Or(d.Origin.Compare(e.Origin), cmp.Compare(e.Severity, d.Severity), cmp.Compare(d.Code, e.Code)); c != 0 {
		return c
	}
	return cmp.Compare(d.Args.String(), e.Args.String()) // costly, and seldom needed
}

// String writes the arguments sorted by name: `a="1" b="2"`.
func (a Args) String() string {
	var b strings.Builder
	for i, k := range slices.Sorted(maps.Keys(a)) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(k + "=" + `"` + a[k] + `"`)
	}
	return b.String()
}

// Class says whose turn it is after a [Fault].
type Class uint8

// The classes of faults; the command turns them into exit codes 1 and 2.
const (
	Failed Class = iota // the run can't be done with this input
	Usage               // the call or the configuration is wrong
)

// Fault is the error that ends a run with something to say to the user: what,
// where and, by its code, what to do. Code and Args are looked up in the
// catalogue of the user's language; Error writes them plainly for logs.
type Fault struct {
	Class  Class
	Code   string
	Origin Origin
	Args   Args
	Err    error // the cause, when another error is behind it
}

// Error writes origin, code, arguments and cause.
func (f *Fault) Error() string {
	s := f.Code
	if o := f.Origin.String(); o != "" {
		s = o + ": " + s
	}
	if len(f.Args) > 0 {
		s += " " + f.Args.String()
	}
	if f.Err != nil {
		s += ": " + f.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Err }

// AsFault returns the Fault in err's chain, nil when there is none.
func AsFault(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return nil
}

// Caveat tells that the evidence behind a figure is thin; like a diagnostic it
// is a code with arguments, worded by language.
type Caveat struct {
	Code string `json:"code"`
	Args Args   `json:"args,omitempty"`
}
