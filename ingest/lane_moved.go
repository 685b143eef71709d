package ingest

import (
	"cmp"
	"slices"
)

// laneMove is a figure of a plain row that was not used after all. Hundreds of
// thousands may be, in a file that repeats its rows.
type laneMove struct {
	line uint32
	to   fate
}

// recount moves a figure of a plain row in its tally.
func (l *lane) recount(line int, to fate) {
	if l.streaming() {
		l.moved = append(l.moved, laneMove{uint32(line), to})
	}
}

// tally counts the plain rows.
func (l *lane) tally() Tally {
	if !l.streaming() {
		return Tally{}
	}
	t := l.whole
	slices.SortFunc(l.moved, func(a, b laneMove) int { return cmp.Compare(a.line, b.line) })
	for from := 0; from < len(l.moved); {
		line := l.moved[from].line
		used := l.usedAt(int(line))
		row := rowTally{used: used, blank: len(l.slots) - used}
		t.take(row)
		for ; from < len(l.moved) && l.moved[from].line == line; from++ {
			row.move(l.moved[from].to)
		}
		t.addLine(row)
	}
	return t
}

// usedAt counts the figures of a plain row of which one was used.
func (l *lane) usedAt(line int) int {
	if len(l.slots) == 1 {
		return 1
	}
	if l.used == nil {
		for i := range l.set.Len() {
			if l.set.Measure(i).Known() {
				l.countUsed(l.set.OriginAt(i).Row)
			}
		}
		for _, line := range l.single {
			l.countUsed(int(line))
		}
	}
	return int(l.used[line])
}

func (l *lane) countUsed(line int) {
	for line >= len(l.used) {
		l.used = append(l.used, make([]uint16, 1+len(l.used))...)
	}
	l.used[line]++
}
