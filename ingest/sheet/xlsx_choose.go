package sheet

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// choose returns the sheets to read in the workbook's order; without names the visible ones, and
// notes the ones that are left out.
func (w *workbook) choose(f *File, names []string) ([]sheetRef, error) {
	if len(names) > 0 {
		chosen, err := w.named(names)
		f.Unread = w.unread(chosen)
		return chosen, err
	}
	var chosen []sheetRef
	for _, s := range w.sheets {
		switch {
		case s.kind != "worksheet":
			f.report(kpi.Note, "sheet.no_cells", kpi.Origin{Sheet: s.name}, kpi.Args{"sheet": s.name, "kind": s.kind})
		case s.state == "hidden" || s.state == "veryHidden":
			f.report(kpi.Note, "sheet.hidden", kpi.Origin{Sheet: s.name}, kpi.Args{"sheet": s.name})
		default:
			chosen = append(chosen, s)
		}
	}
	return chosen, nil
}

// unread names the visible sheets with cells that are not among the chosen ones.
func (w *workbook) unread(chosen []sheetRef) []string {
	var list []string
	for _, s := range w.sheets {
		if s.kind == "worksheet" && (s.state == "" || s.state == "visible") && !slices.Contains(chosen, s) && w.hasCells(s.part) {
			list = append(list, s.name)
		}
	}
	return list
}

// hasCells reports whether a cell stands in a sheet, as far as its beginning tells.
func (w *workbook) hasCells(part string) bool {
	_, in, err := w.open(part)
	if err != nil {
		return false
	}
	defer in.Close()
	const begins = 64 << 10
	head, _ := io.ReadAll(io.LimitReader(in, begins))
	return len(head) == begins || bytes.Contains(head, []byte("<v")) || bytes.Contains(head, []byte("<is"))
}

func (w *workbook) named(names []string) ([]sheetRef, error) {
	wanted := make(map[string]bool, len(names))
	for _, n := range names {
		wanted[fold(n)] = true
	}
	var chosen []sheetRef
	var available []string
	for _, s := range w.sheets {
		if s.kind != "worksheet" {
			continue
		}
		available = append(available, s.name)
		if wanted[fold(s.name)] {
			chosen = append(chosen, s)
			delete(wanted, fold(s.name))
		}
	}
	for _, n := range names {
		if wanted[fold(n)] {
			args := kpi.Args{"sheet": n, "available": strings.Join(available, ", ")}
			return nil, &kpi.Fault{Code: "sheet.not_found", Origin: kpi.Origin{File: w.name}, Args: args}
		}
	}
	return chosen, nil
}

// fold makes names of sheets comparable: Excel holds them equal whatever the
// case.
func fold(name string) string { return strings.ToLower(trim(name)) }
