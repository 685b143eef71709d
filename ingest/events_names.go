package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// Events of one id are summed whatever name stands beside it. Where the names
// differ they may be those of two people, and each is judged by both.

// calling is what an id is called.
type calling struct {
	name   string // where it stood first
	at     kpi.Origin
	others []*otherName
	roster *otherName // the name that a roster has, where it is another
}

// otherName is another name of an id, with its rows.
type otherName struct {
	name string
	rowsAt
}

// noteName notes what the person of a row is called, here and in the rosters.
func (t *eventTable) noteName(r sheet.Row, head *rowHead) {
	if t.dims.name < 0 || t.dims.name == t.dims.employee {
		return
	}
	id, name := head.employee.ID, t.text(r, t.dims.name)
	if name == "" {
		return
	}
	c, at := t.called[id], t.table.Origin(r.Line, t.dims.name)
	if c == nil {
		c = &calling{name: strings.Clone(name), at: at}
		t.called[strings.Clone(id)] = c
	}
	if !strings.EqualFold(c.name, name) {
		if len(c.others) == 0 {
			t.misnamed = append(t.misnamed, id)
		}
		i := slices.IndexFunc(c.others, func(o *otherName) bool { return o.name == name })
		if i < 0 {
			i, c.others = len(c.others), append(c.others, &otherName{name: strings.Clone(name)})
		}
		c.others[i].add(0, at)
	}
	t.noteRosterName(r, c, name)
}

// noteRosterName notes where a roster has another name for an id than the data.
func (t *eventTable) noteRosterName(r sheet.Row, c *calling, name string) {
	for _, jr := range t.joined {
		col := jr.nameColumn()
		if col < 0 || col == t.dims.name {
			continue
		}
		if other := t.text(r, col); other != "" && !strings.EqualFold(other, name) {
			if c.roster == nil {
				c.roster = &otherName{name: strings.Clone(other)}
				t.unlike = append(t.unlike, c)
			}
			c.roster.add(0, t.table.Origin(r.Line, t.dims.name))
		}
	}
}

// nameColumn is where the names of a roster stand beside the data, −1 where it has
// none, or where they are its key.
func (jr *joinedRoster) nameColumn() int {
	for i, at := range jr.columns {
		if c := jr.grid.cols[at]; c.dimension == dimName || c.dimension == dimPerson {
			return jr.from + i
		}
	}
	return -1
}

// reportNames says which ids have several names.
func (e *events) reportNames(r *run) {
	for _, id := range e.misnamed {
		for _, o := range e.called[id].others {
			r.report(kpi.Warning, "employee.two_names", o.first, kpi.Args{"employee": id, "name": o.name, "rows": fmt.Sprint(o.rows),
				"other": e.called[id].name, "at": e.called[id].at.String()})
		}
	}
	for _, c := range e.unlike {
		r.report(kpi.Warning, "join.name_differs", c.roster.first, kpi.Args{"name": c.name, "other": c.roster.name, "rows": fmt.Sprint(c.roster.rows)})
	}
}

// isMisnamed reports whether several names of a person were said with their rows.
func (r *run) isMisnamed(id string) bool {
	for _, e := range r.events {
		if slices.Contains(e.misnamed, id) {
			return true
		}
	}
	return false
}
