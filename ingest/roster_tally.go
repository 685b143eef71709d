package ingest

import "github.com/gapstep/gapstep/ingest/kpi"

// rosterUse is what became of a row of a roster, the better the greater.
type rosterUse int

const (
	rosterRejected rosterUse = iota // it has a day that can't be read
	rosterIdle                      // no row of the data has its key, or it has none
	rosterUsed
)

// useRoster notes what became of a row of a roster. Several tables may be joined to it.
func (r *run) useRoster(row kpi.Origin, use rosterUse) {
	if r.rosterRows == nil {
		r.rosterRows = map[kpi.Origin]rosterUse{}
	}
	r.rosterRows[row] = max(r.rosterRows[row], use)
}

// asRoster gives a file that is nothing but a roster the tally of its rows: those whose
// key the data have are used, the others blank. They hold no values.
func (r *run) asRoster(in Input) Input {
	if in.Tally != (Tally{}) {
		return in
	}
	for row, use := range r.rosterRows {
		if row.File != in.Path {
			continue
		}
		in.Tally.RowsRead++
		switch use {
		case rosterUsed:
			in.Tally.RowsUsed++
		case rosterIdle:
			in.Tally.RowsBlank++
		default:
			in.Tally.RowsRejected++
		}
	}
	return in
}
