package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// mostSpellings is how many ids are listed that stand in several spellings.
const mostSpellings = 5

// reportIDs warns of ids that differ only in the zeros before them, which a
// spreadsheet drops, or in case: one person may stand there as two, each with a
// part of the figures. They are kept apart, for they may be two.
func (r *run) reportIDs(set *kpi.Dataset) {
	alike, order := map[string][]int32{}, []string(nil)
	for i, e := range set.Employees {
		key := strings.TrimLeft(strings.ToLower(e.ID), "0")
		if alike[key] == nil {
			order = append(order, key)
		}
		alike[key] = append(alike[key], int32(i))
	}
	order = slices.DeleteFunc(order, func(key string) bool { return len(alike[key]) < 2 })
	if len(order) == 0 {
		return
	}
	var list []string
	for _, key := range order[:min(mostSpellings, len(order))] {
		var ids []string
		for _, e := range alike[key] {
			ids = append(ids, set.Employees[e].ID)
		}
		list = append(list, strings.Join(ids, "/"))
	}
	if len(order) > mostSpellings {
		list = append(list, "…")
	}
	r.report(kpi.Warning, "employee.id_spellings", firstOf(set.Employee, set, alike[order[0]][1:]),
		kpi.Args{"ids": strings.Join(list, ", "), "count": fmt.Sprint(len(order))})
}
