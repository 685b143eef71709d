package ingest

import "github.com/gapstep/gapstep/ingest/kpi"

// undecided are the figures of a table until all of it was read and the units are
// decided: some forty bytes for each. Of their heads the person, the team and the
// period are kept, for nothing else is asked for then.
type undecided struct {
	people  *kpi.Observations     // whose seats the figures have
	groups  []*unitGroup          // that they have: few
	groupAt map[*unitGroup]uint32 // their indexes, from 1
	list    kpi.Pile[packedFigure]
	counts  kpi.Pile[[2]packedNumber] // of those that have any
	numbers packedNumbers

	head rowHead // of the figure that was unpacked last
}

// packedFigure is a figure, packed.
type packedFigure struct {
	period    kpi.Period
	value     float64
	form      uint32 // of the value
	row, slot uint32
	seat      kpi.Seat
	group     uint32 // 1 + its index; 0: none
	counts    uint32 // 1 + their index; 0: they are blank
}

func (u *undecided) len() int { return u.list.Len() }

// add adds figures of one row.
func (u *undecided) add(list []figure) {
	if len(list) == 0 {
		return
	}
	h := list[0].head
	seat := u.people.Seat(h.employee, h.team)
	for _, f := range list {
		p := packedFigure{period: h.period, row: uint32(f.row), slot: uint32(f.slot), seat: seat}
		p.value, p.form = u.numbers.pack(f.value)
		p.group = u.groupNumber(f.group)
		if f.num.state != blank || f.den.state != blank {
			u.counts.Add([2]packedNumber{u.numbers.packed(f.num), u.numbers.packed(f.den)})
			p.counts = uint32(u.counts.Len())
		}
		u.list.Add(p)
	}
}

// groupNumber numbers a group from 1; 0 is none.
func (u *undecided) groupNumber(group *unitGroup) uint32 {
	if group == nil {
		return 0
	}
	n, known := u.groupAt[group]
	if !known {
		if u.groupAt == nil {
			u.groupAt = map[*unitGroup]uint32{}
		}
		u.groups = append(u.groups, group)
		n = uint32(len(u.groups))
		u.groupAt[group] = n
	}
	return n
}

// at is figure i. Its head is valid until the next one is unpacked.
func (u *undecided) at(i int) figure {
	p := u.list.At(i)
	u.head.employee, u.head.team = u.people.Of(p.seat)
	u.head.period = p.period
	f := figure{row: int(p.row), slot: int(p.slot), head: &u.head, value: u.numbers.number(p.value, p.form)}
	if p.group > 0 {
		f.group = u.groups[p.group-1]
		f.indicator = f.group.indicator
	}
	if p.counts > 0 {
		c := u.counts.At(int(p.counts - 1))
		f.num, f.den = u.numbers.number(c[0].value, c[0].form), u.numbers.number(c[1].value, c[1].form)
	}
	return f
}

// letGo gives up the figures before i.
func (u *undecided) letGo(i int) { u.list.LetGo(i) }
