package ingest

import (
	"cmp"
	"slices"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// inSheetOrder puts diagnostics that are sorted by origin into the order of the
// sheets in their workbooks, in which a person goes through them: 10月 behind 9月.
// What is said of a file stands before its sheets, a sheet that was not read
// behind them.
func inSheetOrder(list []kpi.Diagnostic, files []*sheet.File) {
	place := map[kpi.Origin]int{}
	for _, f := range files {
		for i, t := range f.Tables {
			if at := (kpi.Origin{File: f.Path, Sheet: t.Sheet}); place[at] == 0 {
				place[at] = i + 1
			}
		}
	}
	placeOf := func(o kpi.Origin) int {
		switch at, known := place[kpi.Origin{File: o.File, Sheet: o.Sheet}]; {
		case o.Sheet == "":
			return 0
		case known:
			return at
		}
		return len(place) + 1
	}
	slices.SortStableFunc(list, func(a, b kpi.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Origin.File, b.Origin.File), cmp.Compare(placeOf(a.Origin), placeOf(b.Origin)))
	})
}
