package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

var errNoPlans = errors.New("no plans in it")

// lintInput is what a file holds for the lint.
type lintInput struct {
	plans []goals.Plan
	forms []goals.Form
	text  []goals.Sentence
}

// isInput tells a file from the id of a plan: a file is there, or has a suffix
// that no id has.
func isInput(arg string) bool {
	_, err := os.Stat(arg)
	return err == nil || arg == "-" || filepath.Ext(arg) != "" || strings.ContainsAny(arg, `/\`)
}

func (a *app) lintInput(ctx context.Context, path string) (in lintInput, err error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".json":
		in.plans, err = readPlans(path)
	case ".txt", ".md", ".markdown":
		in.text, err = readText(path)
	default:
		in.forms, err = a.readForms(ctx, path)
	}
	return in, err
}

// readText reads a text line by line; a file that is no UTF-8 is refused, for
// half of its words would be overlooked.
func readText(path string) ([]goals.Sentence, error) {
	data, err := readNamed(path)
	if err != nil {
		return nil, err
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		return nil, &kpi.Fault{Class: kpi.Usage, Code: "lint.not_utf8", Origin: kpi.Origin{File: path}}
	}
	var list []goals.Sentence
	for i, line := range strings.Split(string(data), "\n") {
		list = append(list, goals.Sentence{Text: line, Origin: kpi.Origin{File: path, Row: i + 1}})
	}
	return list, nil
}

// readForms reads every sheet as a form, its blank cells included.
func (a *app) readForms(ctx context.Context, path string) ([]goals.Form, error) {
	opt := sheet.Options{}
	if enc := a.textFlag("encoding"); enc != "auto" {
		opt.Encoding = enc
	}
	if name := a.textFlag("sheet"); name != "" {
		opt.Sheets = []string{name}
	}
	f, err := a.readFile(ctx, path, opt)
	if err != nil {
		return nil, err
	}
	var forms []goals.Form
	for i := range f.Tables {
		forms = append(forms, formOf(&f.Tables[i]))
	}
	return forms, nil
}

func formOf(t *sheet.Table) goals.Form {
	width := t.Width
	for _, row := range t.Rows {
		width = max(width, len(row.Cells))
	}
	form := make(goals.Form, len(t.Rows))
	for i, row := range t.Rows {
		for col := range width {
			form[i] = append(form[i], goals.Sentence{Text: shownCell(row.At(col)), Group: t.Sheet, Origin: t.Origin(row.Line, col)})
		}
	}
	return form
}

// shownCell is a cell as its reader sees it: 0.15 shown as a percent is 15%.
func shownCell(c sheet.Cell) string {
	if c.Kind == sheet.Number && c.Percent {
		if d, err := kpi.FromFloat(c.Number * 100); err == nil {
			return d.String() + "%"
		}
	}
	return c.Text
}

// readPlans reads the JSON that `gapstep plan show` writes, or a list of plans.
func readPlans(path string) ([]goals.Plan, error) {
	data, err := readNamed(path)
	if err != nil {
		return nil, err
	}
	var doc struct {
		Plans []json.RawMessage `json:"plans"`
	}
	if trimmed := bytes.TrimSpace(data); len(trimmed) > 0 && trimmed[0] == '[' {
		err = json.Unmarshal(data, &doc.Plans)
	} else {
		err = json.Unmarshal(data, &doc)
	}
	if err != nil {
		return nil, planFault(path, err)
	}
	plans := make([]goals.Plan, len(doc.Plans))
	for i, raw := range doc.Plans {
		entry := struct {
			Life *struct {
				Plan json.RawMessage `json:"plan"`
			} `json:"life"`
		}{}
		if err := json.Unmarshal(raw, &entry); err == nil && entry.Life != nil {
			raw = entry.Life.Plan
		}
		if err := json.Unmarshal(raw, &plans[i]); err != nil {
			return nil, planFault(path, err)
		}
	}
	if len(plans) == 0 {
		return nil, planFault(path, errNoPlans)
	}
	return plans, nil
}

// planFault says that a JSON file holds no plans: a report's own plans lack
// causes and actions.
func planFault(path string, err error) error {
	return &kpi.Fault{Class: kpi.Usage, Code: "lint.not_plans", Origin: kpi.Origin{File: path}, Args: kpi.Args{"detail": oneLine(err.Error())}}
}
