package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// monthKey is what one figure of a month is of. Names are numbered, for there
// may be as many months as rows.
type monthKey struct {
	in             *kpi.Indicator
	employee, team int32
	month          kpi.Date // its first day
	late           bool     // of correcting files
}

// monthDays is what is known of the days of a month.
type monthDays struct {
	first   kpi.Date // the day that was met first
	several bool     // more than one day has a figure
	bare    bool     // a figure has no counts
}

// dayMonths are the figures given by day, gathered by month.
type dayMonths map[monthKey]monthDays

// meet takes a figure of a day.
func (d dayMonths) meet(key monthKey, day kpi.Date, m kpi.Measure) {
	one, known := d[key]
	if !known {
		one.first = day
	}
	one.several = one.several || one.first != day
	one.bare = one.bare || !m.HasCounts()
	d[key] = one
}

// nameNumbers numbers names in the order in which they come.
type nameNumbers struct {
	numbers map[string]int32
	names   []string
}

func (n *nameNumbers) number(name string) int32 {
	at, known := n.numbers[name]
	if !known {
		if n.numbers == nil {
			n.numbers = map[string]int32{}
		}
		at, n.names = int32(len(n.names)), append(n.names, name)
		n.numbers[name] = at
	}
	return at
}

func (r *run) monthFor(o kpi.Observation) monthKey {
	return monthKey{o.Indicator, r.names.number(o.Employee.ID), r.names.number(o.Team), calendarMonth(o.Period).Start, r.isLate(o)}
}

func (r *run) gatherDays() dayMonths {
	days := dayMonths{}
	for _, o := range r.observed.All() {
		if isDay(o) && o.Measure.Known() {
			days.meet(r.monthFor(o), o.Period.Start, o.Measure)
		}
	}
	for _, b := range r.blocks {
		r.gatherBlock(days, b)
	}
	return days
}

// dayFolds says which days become months.
type dayFolds struct {
	months dayMonths
	chosen map[*kpi.Indicator]bool // of those with figures by day
	done   map[string]bool         // indicators of which a day became a month
}

// folds reports whether the days of an indicator become months; those without
// any figure do.
func (f dayFolds) folds(in *kpi.Indicator) bool {
	fold, known := f.chosen[in]
	return fold || !known
}

// foldDays makes months of the days of an indicator when days are only the
// dates at which monthly figures were taken: at most one in four of the
// employees' months holds several days with figures. The counts of those are
// added up; where one has a value without counts nobody knows how to, and the
// days of the indicator stay. The whole run decides, so that two files can't
// differ in it.
func (r *run) foldDays() {
	months := r.gatherDays()
	folds := dayFolds{months, r.chooseFolds(months), map[string]bool{}}
	r.foldBlocks(folds)
	r.addDays(folds)
	for i, o := range r.observed.All() {
		if isDay(o) && folds.folds(o.Indicator) {
			o.Period = calendarMonth(o.Period)
			r.observed.Set(i, o)
			folds.done[o.Indicator.ID] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(folds.done)) {
		r.report(kpi.Note, "period.days_as_months", kpi.Origin{}, kpi.Args{"kpi": id})
	}
}

// chooseFolds decides for each indicator with figures by day whether its days
// are read as months.
func (r *run) chooseFolds(days dayMonths) map[*kpi.Indicator]bool {
	months, many := map[*kpi.Indicator]int{}, map[*kpi.Indicator]int{}
	bare := map[*kpi.Indicator][]monthKey{}
	for m, of := range days {
		months[m.in]++
		if !of.several {
			continue
		}
		many[m.in]++
		if of.bare {
			bare[m.in] = append(bare[m.in], m)
		}
	}
	folds := map[*kpi.Indicator]bool{}
	byID := func(a, b *kpi.Indicator) int { return strings.Compare(a.ID, b.ID) }
	for _, in := range slices.SortedFunc(maps.Keys(months), byID) {
		rare := 4*many[in] <= months[in]
		folds[in] = rare && len(bare[in]) == 0
		if rare && !folds[in] {
			r.reportDaysKept(in, bare[in])
		}
	}
	return folds
}

// reportDaysKept says whose several days kept the days of an indicator from
// being read as months.
func (r *run) reportDaysKept(in *kpi.Indicator, months []monthKey) {
	var who []string
	for _, m := range months {
		who = append(who, r.names.names[m.employee]+" "+kpi.PeriodOf(m.month, kpi.Month).String())
	}
	slices.Sort(who)
	r.report(kpi.Warning, "period.days_kept", kpi.Origin{}, kpi.Args{"kpi": in.ID, "months": fmt.Sprint(len(who)), "first": who[0]})
}

// addDays adds the counts of the several days of a month up to one figure, at
// the address of the first. The same day twice is settled before, as ever.
func (r *run) addDays(folds dayFolds) {
	var b kpi.Builder
	adds := func(o kpi.Observation) bool {
		return isDay(o) && folds.chosen[o.Indicator] && folds.months[r.monthFor(o)].several
	}
	for _, o := range r.observed.All() {
		if adds(o) {
			b.Add(o)
		}
	}
	set, diags := b.Build()
	if set.Len() == 0 {
		return
	}
	r.observed.DeleteFunc(func(_ int, o kpi.Observation) bool { return adds(o) })
	diags = slices.DeleteFunc(diags, func(d kpi.Diagnostic) bool { return !strings.HasPrefix(cmp.Or(d.Args["code"], d.Code), "row.") })
	r.takeBack(b.LeftOut())
	r.diagnostics = append(r.diagnostics, diags...)
	sums, order := map[monthKey][]kpi.Observation{}, []monthKey(nil)
	for i := range set.Len() {
		o := set.At(i)
		m := r.monthFor(o)
		if sums[m] == nil {
			order = append(order, m)
		}
		sums[m] = append(sums[m], o)
	}
	for _, m := range order {
		r.observed.Add(r.addUp(sums[m]))
	}
}

// addUp makes the figure of a month of those of its days.
func (r *run) addUp(days []kpi.Observation) kpi.Observation {
	slices.SortFunc(days, func(a, b kpi.Observation) int { return a.Origin.Compare(b.Origin) })
	known := slices.DeleteFunc(slices.Clone(days), func(o kpi.Observation) bool { return !o.Measure.Known() })
	if len(known) == 0 {
		days[0].Period = calendarMonth(days[0].Period)
		return days[0]
	}
	one := known[0]
	one.Period = calendarMonth(one.Period)
	if len(known) == 1 {
		return one
	}
	var events, trials kpi.Sum
	for _, o := range known {
		events.Add(o.Measure.Events)
		trials.Add(o.Measure.Trials)
	}
	one.Measure = kpi.Counts(events.Decimal(), trials.Decimal())
	for _, o := range known[1:] {
		r.added[one.Origin] = append(r.added[one.Origin], o.Origin)
	}
	r.report(kpi.Note, "period.days_added", one.Origin, kpi.Args{"employee": one.Employee.ID, "kpi": one.Indicator.ID, "period": one.Period.String(),
		"rows": fmt.Sprint(len(known)), "events": one.Measure.Events.String(), "trials": one.Measure.Trials.String()})
	return one
}

// tellAdded says of each row of a sum what is said of the sum: a figure that is
// not used takes all its rows with it.
func (r *run) tellAdded(diags []kpi.Diagnostic, left *kpi.LeftOut) []kpi.Diagnostic {
	if len(r.added) == 0 {
		return diags
	}
	more := map[string]int{}
	for row := range left.All() {
		for _, at := range r.added[row.Origin] {
			r.recount(figureAt{at, row.KPI}, toRejected)
			more[row.Code]++
		}
	}
	for _, d := range diags {
		if !d.LeavesOut() {
			continue
		}
		for _, at := range r.added[d.Origin] {
			one := d
			one.Origin = at
			diags = append(diags, one)
			more[d.Code]--
		}
	}
	for code, n := range more { // the diagnostics are sorted
		if n > 0 {
			diags = append(diags, kpi.CountMore(code, n))
		}
	}
	return diags
}

// reportTeams warns of teams whose names differ in case or spaces alone: each is
// a team of its own, for nobody but the owner of the data knows whether they
// are one.
func (r *run) reportTeams(set *kpi.Dataset) {
	alike, order := map[string][]int32{}, []string(nil)
	for i, name := range set.Teams {
		key := strings.ReplaceAll(normal(name), " ", "")
		if alike[key] == nil {
			order = append(order, key)
		}
		alike[key] = append(alike[key], int32(i))
	}
	for _, key := range order {
		if teams := alike[key]; len(teams) > 1 {
			r.report(kpi.Warning, "team.spellings", firstOf(set.Team, set, teams[1:]), kpi.Args{"teams": spellings(set, teams), "count": fmt.Sprint(len(teams))})
		}
	}
	r.reportIDs(set)
}

// spellings lists the names of teams with the number of their people.
func spellings(set *kpi.Dataset, teams []int32) string {
	people := map[int32]map[int32]bool{}
	for s, team := range set.Team {
		if people[team] == nil {
			people[team] = map[int32]bool{}
		}
		people[team][set.Employee[s]] = true
	}
	var list []string
	for _, t := range teams {
		list = append(list, fmt.Sprintf("%s (%d)", set.Teams[t], len(people[t])))
	}
	return strings.Join(list, ", ")
}

// firstOf is the first address at which one of the teams, or of the employees,
// stands.
func firstOf(column []int32, set *kpi.Dataset, wanted []int32) kpi.Origin {
	var first kpi.Origin
	for s, it := range column {
		if !slices.Contains(wanted, it) {
			continue
		}
		for i := set.Rows(s).From; i < set.Rows(s).To; i++ {
			if at := set.OriginAt(i); first.File == "" || at.Compare(first) < 0 {
				first = at
			}
		}
	}
	return first
}
