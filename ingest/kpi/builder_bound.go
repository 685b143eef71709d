package kpi

import (
	"slices"
	"strconv"
)

// MostDiagnostics is how many diagnostics of one code are kept in full.
const MostDiagnostics = 1000

// MoreDiagnostics is the code of the note that stands for those beyond them:
// Args code and count.
const MoreDiagnostics = "diagnostics.more"

// Bound sorts diagnostics in place and keeps of each code the first
// [MostDiagnostics]; the others are counted in a note of [MoreDiagnostics], one a
// code. The result may be added to and bounded again: what is kept and counted
// does not depend on how often, nor on the order.
func Bound(list []Diagnostic) []Diagnostic {
	slices.SortFunc(list, Diagnostic.Compare)
	met, more := map[string]int{}, map[string]int{}
	kept := list[:0]
	for _, d := range list {
		if d.Code == MoreDiagnostics {
			n, _ := strconv.Atoi(d.Args["count"]) // written below
			more[d.Args["code"]] += n
			continue
		}
		if met[d.Code]++; met[d.Code] <= MostDiagnostics {
			kept = append(kept, d)
		} else {
			more[d.Code]++
		}
	}
	for code, n := range more {
		kept = append(kept, CountMore(code, n))
	}
	slices.SortFunc(kept, Diagnostic.Compare)
	clear(list[min(len(kept), len(list)):])
	return kept
}

// CountMore is the note that so many more diagnostics of a code were met.
func CountMore(code string, n int) Diagnostic {
	return Diagnostic{Severity: Note, Code: MoreDiagnostics, Args: Args{"code": code, "count": strconv.Itoa(n)}}
}

// boundFrom is how many diagnostics are gathered, at least, before they are
// bounded on the way.
const boundFrom = 4 * MostDiagnostics

// Gathered are diagnostics that are bounded on the way, so that memory does not
// grow with their number.
type Gathered struct {
	list []Diagnostic
	next int // so many are bounded next
}

// Add adds a diagnostic.
func (g *Gathered) Add(d Diagnostic) {
	if g.list = append(g.list, d); len(g.list) < max(g.next, boundFrom) {
		return
	}
	g.list = Bound(g.list)
	g.next = 2 * len(g.list)
}

// All returns what [Bound] keeps of those that were added.
func (g *Gathered) All() []Diagnostic {
	g.list = Bound(g.list)
	return g.list
}
