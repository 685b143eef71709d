package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/goals/ledger"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/forms"
	"github.com/gapstep/gapstep/reports/locale"
)

// shown is the report that leaves the house: with --pseudonymise without names.
func (p *packer) shown() *reports.Report {
	if hide, _ := p.set.flags.GetBool("pseudonymise"); hide {
		return reports.Pseudonymise(p.report)
	}
	return p.report
}

// file writes a file of the packs.
func (p *packer) file(path string, write func(io.Writer) error) error {
	name, err := filepath.Rel(p.dir, path)
	if err != nil {
		return writeFault(path, err)
	}
	return p.folder.write(name, write)
}

// later tells of the packs once they stand in their places.
func (p *packer) later(id string, args locale.Args) {
	p.said = append(p.said, func() { p.note(id, args) })
}

// executive writes the summary for the direction.
func (p *packer) executive(context.Context) error {
	sum, err := p.programme()
	if err != nil {
		return err
	}
	form := forms.FillExecutive(forms.Summary{Report: p.report, Programme: sum, Improvements: p.improvements, MinGroup: p.set.config.Reports.MinGroup}, p.text)
	return p.forms(filepath.Join(p.dir, "executive"), []forms.Form{form})
}

// programme counts what the ledger holds of the plans.
func (p *packer) programme() (forms.Programme, error) {
	sum := forms.Programme{States: map[goals.State]int{}, Outcomes: map[goals.Outcome]int{}}
	cal, err := p.workCalendar()
	if err != nil {
		return sum, err
	}
	at := p.momentOf(p.report.AsOf)
	for _, life := range p.lives {
		sum.States[life.State(p.report.AsOf)]++
		if n := len(life.Closings); n > 0 && life.Plan.State == goals.Closed {
			sum.Outcomes[life.Closings[n-1].Outcome]++
		}
		if life.Plan.State == goals.Closed {
			continue
		}
		open, _ := life.AlertsAt(at, cal)
		sum.AlertsOpen += len(open)
		for _, alert := range open {
			if alert.Node.Kind == goals.NodeHealth {
				sum.HealthDue++
			}
		}
	}
	return sum, nil
}

// evidence writes the bundle: the report in its forms, the ledger's entries about
// its plans, and the hash of everything.
func (p *packer) evidence(ctx context.Context) error {
	r := p.shown()
	var parts []reports.BundlePart
	add := func(name string, write func(io.Writer) error) error {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			return err
		}
		parts = append(parts, reports.BundlePart{Name: name, Data: b.Bytes()})
		return nil
	}
	for _, part := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"report.json", func(w io.Writer) error { return reports.WriteJSON(w, r) }},
		{"report.html", func(w io.Writer) error { return reports.WriteHTML(w, r, p.text) }},
		{"gaps.csv", func(w io.Writer) error { return reports.WriteCSV(w, r, reports.CSVOptions{}) }},
		{"schema.json", func(w io.Writer) error { _, err := w.Write(reports.JSONSchema()); return err }},
	} {
		if err := add(part.name, part.write); err != nil {
			return err
		}
	}
	head, entries, err := p.extract(ctx)
	if err != nil {
		return err
	}
	if hide, _ := p.set.flags.GetBool("pseudonymise"); head != nil && !hide {
		if err := add("ledger.jsonl", func(w io.Writer) error { return writeEntries(w, entries) }); err != nil {
			return err
		}
	}
	path := filepath.Join(p.dir, "evidence.zip")
	if err := p.file(path, func(w io.Writer) error { return reports.WriteBundle(w, r, head, parts) }); err != nil {
		return err
	}
	p.later("cmd.wrote", locale.Args{"path": path})
	return nil
}

// extract returns the ledger's entries about the report's plans and the end of
// its chain; nil where there is no ledger.
func (p *packer) extract(ctx context.Context) (*reports.ManifestHead, []ledger.Entry, error) {
	there, err := ledger.Exists(p.set.config.Store)
	if err != nil || !there {
		return nil, nil, err
	}
	l, err := ledger.Open(ctx, p.set.config.Store)
	if err != nil {
		return nil, nil, err
	}
	defer l.Close()
	end, err := l.Verify(ctx)
	if err != nil {
		return nil, nil, err
	}
	entries, err := l.Entries(ctx)
	planned := map[string]bool{}
	for i := range p.report.Plans {
		planned[p.report.Plans[i].ID] = true
	}
	entries = slices.DeleteFunc(entries, func(e ledger.Entry) bool { return !planned[e.Plan] })
	if !p.report.HR {
		withhold(entries)
	}
	return &reports.ManifestHead{Seq: end.Seq, Hash: end.Hash}, entries, err
}

// withhold takes the bodies out of entries that speak of what HR and the employee
// alone may see; their place in the chain, and their hash, stay.
func withhold(entries []ledger.Entry) {
	for i := range entries {
		if body := entries[i].Body; bytes.Contains(body, []byte(`"hr_only":true`)) || bytes.Contains(body, []byte(`"`+goals.Wellbeing+`"`)) {
			entries[i].Body = []byte(`{"withheld":"hr_only"}`)
		}
	}
}

func writeEntries(w io.Writer, entries []ledger.Entry) error {
	out := json.NewEncoder(w)
	for _, e := range entries {
		if err := out.Encode(e); err != nil {
			return err
		}
	}
	return nil
}

// verifyBundles checks evidence bundles, without the ledger and the inputs.
func (a *app) verifyBundles(paths []string) error {
	for _, path := range paths {
		m, err := verifyBundle(path)
		if err != nil {
			return err
		}
		args := locale.Args{"path": path, "count": len(m.Parts), "hash": ""}
		if m.Ledger != nil {
			args["hash"] = m.Ledger.Hash
		}
		if _, err := fmt.Fprintln(a.out, a.text.Text("cmd.report.bundle_good", args)); err != nil {
			return err
		}
	}
	return nil
}

func verifyBundle(path string) (reports.Manifest, error) {
	f, err := os.Open(path)
	if err != nil {
		return reports.Manifest{}, &kpi.Fault{Code: "bundle.unreadable", Origin: kpi.Origin{File: path}, Err: err}
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return reports.Manifest{}, &kpi.Fault{Code: "bundle.unreadable", Origin: kpi.Origin{File: path}, Err: err}
	}
	return reports.VerifyBundle(path, f, info.Size())
}
