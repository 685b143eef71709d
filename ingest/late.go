package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strconv"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// corrections is what a run knows of files that correct the others.
type corrections struct {
	files   map[string]*correctingFile
	settled map[figureAt]bool // figures that stand in the place of a day's, or beside one
}

// correctingFile counts what the figures of a file did.
type correctingFile struct{ corrected, same, added, unclear int }

// checkCorrects refuses globs that can't be meant.
func (o Options) checkCorrects() error {
	for _, glob := range o.Corrects {
		if _, err := path.Match(glob, "x"); err != nil || glob == "" {
			return &kpi.Fault{Class: kpi.Usage, Code: "option.bad_corrects", Args: kpi.Args{"value": glob}, Err: err}
		}
	}
	return nil
}

// corrects reports whether a file corrects the others: a glob of the options
// fits its name or its path, or a source that says so.
func (o Options) corrects(file string) bool {
	for _, glob := range o.Corrects {
		if ok, _ := path.Match(glob, file); ok || (Source{Match: glob}).matches(file) {
			return true
		}
	}
	return slices.ContainsFunc(o.Sources, func(s Source) bool { return s.Corrects && s.matches(file) })
}

// onlyCorrects reports whether a source says of its files that they correct, and
// leaves how they are read to the other sources.
func (s Source) onlyCorrects() bool {
	return s.Corrects && reflect.DeepEqual(s, Source{Match: s.Match, Corrects: true})
}

// reads reports whether a source says how a file is read.
func (s Source) reads(file string) bool { return s.matches(file) && !s.onlyCorrects() }

// lateFirst puts the correcting files in front and notes which they are. Of
// rows with a key the first counts.
func (r *run) lateFirst(files []*sheet.File) []*sheet.File {
	r.late.files, r.late.settled = map[string]*correctingFile{}, map[figureAt]bool{}
	for _, f := range files {
		if r.opt.corrects(f.Path) {
			r.late.files[f.Path] = &correctingFile{}
		}
	}
	late := func(f *sheet.File) int {
		if r.late.files[f.Path] != nil {
			return 0
		}
		return 1
	}
	out := slices.Clone(files)
	slices.SortStableFunc(out, func(a, b *sheet.File) int { return late(a) - late(b) })
	for _, glob := range r.opt.Corrects {
		one := Options{Corrects: []string{glob}}
		if !slices.ContainsFunc(files, func(f *sheet.File) bool { return one.corrects(f.Path) }) {
			r.report(kpi.Warning, "corrects.unmatched", kpi.Origin{}, kpi.Args{"value": glob})
		}
	}
	return out
}

// isLate reports whether a figure corrects others: its file does, and it has
// not taken its place yet.
func (r *run) isLate(o kpi.Observation) bool {
	if len(r.late.files) == 0 {
		return false
	}
	at := figureAt{o.Origin, o.Indicator.ID}
	if sum := r.sums[at]; sum != nil {
		return sum.late
	}
	return r.late.files[o.Origin.File] != nil && !r.late.settled[at]
}

// settleFigures lets correcting files take effect, makes months of days and
// looks for zeros that are no figures.
func (r *run) settleFigures() {
	slices.SortStableFunc(r.readings, func(a, b Reading) int { return cmp.Compare(a.File, b.File) })
	if len(r.late.files) > 0 {
		r.takeTeams()
		r.correctDays()
	}
	r.foldDays()
	if len(r.late.files) > 0 {
		r.correct(func(kpi.Observation) bool { return true }, true)
		r.reportCorrections()
	}
	r.dropZeros()
	r.reportZeros()
	r.tellTorn()
}

// figureKey is what a figure is of. Without an indicator and a period it is a
// person of a team.
type figureKey struct {
	team, employee, indicator string
	period                    kpi.Period
}

func keyOf(o kpi.Observation) figureKey {
	return figureKey{o.Team, o.Employee.ID, o.Indicator.ID, o.Period}
}

// correcting reports whether an observation corrects others: blanks don't.
func (r *run) correcting(o kpi.Observation) bool { return o.Measure.Known() && r.isLate(o) }

// standing are the figures that may be corrected, as indexes.
func (r *run) standing(among func(kpi.Observation) bool) map[figureKey][]int {
	old := map[figureKey][]int{}
	for i, o := range r.observed.All() {
		if o.Measure.Known() && among(o) && !r.isLate(o) {
			old[keyOf(o)] = append(old[keyOf(o)], i)
		}
	}
	return old
}

func isDay(o kpi.Observation) bool { return o.Period.Grain == kpi.Day }

// correctDays corrects the figures of days before days are added up. In a month
// in which one was corrected all days of the correcting file stand beside the
// others; else they make a month of their own.
func (r *run) correctDays() {
	old := r.standing(isDay)
	months := map[monthKey]bool{}
	for _, o := range r.observed.All() {
		if r.isLate(o) && old[keyOf(o)] != nil {
			months[r.monthFor(o)] = true
		}
	}
	if len(months) == 0 {
		return
	}
	r.correct(isDay, false)
	for _, o := range r.observed.All() {
		if isDay(o) && r.isLate(o) && months[r.monthFor(o)] {
			r.settle(o, old)
		}
	}
}

// settle makes a day of a correcting file one of the others' days.
func (r *run) settle(o kpi.Observation, old map[figureKey][]int) {
	if o.Measure.Known() && old[keyOf(o)] == nil {
		r.late.files[o.Origin.File].added++
	}
	r.late.settled[figureAt{o.Origin, o.Indicator.ID}] = true
}

// correct takes out the figures for which a correcting file has another, and
// says each that differs. What corrects nothing is counted at the last call.
func (r *run) correct(among func(kpi.Observation) bool, last bool) {
	old, torn := r.standing(among), r.tornCorrections(among)
	gone := map[int]bool{}
	for _, o := range r.observed.All() {
		if !among(o) || !r.correcting(o) {
			continue
		}
		if old[keyOf(o)] == nil && last {
			r.late.files[o.Origin.File].added++
		}
		for _, i := range old[keyOf(o)] {
			gone[i] = true
			r.replace(r.observed.At(i), o, torn[keyOf(o)])
		}
		if old[keyOf(o)] != nil {
			old[keyOf(o)] = []int{} // a second correction of the same is the builder's to judge
		}
	}
	r.observed.DeleteFunc(func(i int, _ kpi.Observation) bool { return gone[i] })
}

// tornCorrections are the figures that the correcting files give in several ways.
func (r *run) tornCorrections(among func(kpi.Observation) bool) map[figureKey]bool {
	first, torn := map[figureKey]kpi.Measure{}, map[figureKey]bool{}
	for _, o := range r.observed.All() {
		if !among(o) || !r.correcting(o) {
			continue
		}
		m, known := first[keyOf(o)]
		switch {
		case !known:
			first[keyOf(o)] = o.Measure
		case m != o.Measure:
			torn[keyOf(o)] = true
		}
	}
	return torn
}

// replace says that one figure stands for another, and moves the other one's
// rows in the tallies. Where the correcting files contradict each other nothing stands
// for it, which is said with them.
func (r *run) replace(old, by kpi.Observation, torn bool) {
	for _, at := range append([]kpi.Origin{old.Origin}, r.added[old.Origin]...) {
		r.recount(figureAt{at, old.Indicator.ID}, toLeft)
	}
	count := r.late.files[by.Origin.File]
	switch {
	case torn:
		count.unclear++
		return
	case old.Measure == by.Measure:
		count.same++
		return
	}
	count.corrected++
	r.report(kpi.Note, "row.corrected", by.Origin, kpi.Args{"employee": by.Employee.ID, "team": by.Team, "kpi": by.Indicator.ID, "period": by.Period.String(),
		"old": figureText(old.Measure), "new": figureText(by.Measure), "other": old.Origin.String()})
}

// figureText writes a figure in machine form: 15/100, or 0.15.
func figureText(m kpi.Measure) string {
	if m.HasCounts() {
		return m.Events.String() + "/" + m.Trials.String()
	}
	return strconv.FormatFloat(m.Level, 'g', -1, 64)
}

// reportCorrections says of each correcting file what it did. Figures that
// correct nothing are figures like any other.
func (r *run) reportCorrections() {
	r.warnOtherTeams()
	for _, file := range slices.Sorted(maps.Keys(r.late.files)) {
		c := r.late.files[file]
		sev, code := kpi.Note, "corrects.done"
		if c.corrected+c.same+c.unclear == 0 {
			sev, code = kpi.Warning, "corrects.nothing"
		}
		r.report(sev, code, kpi.Origin{File: file}, kpi.Args{"corrected": fmt.Sprint(c.corrected), "same": fmt.Sprint(c.same), "added": fmt.Sprint(c.added), "unclear": fmt.Sprint(c.unclear)})
	}
}
