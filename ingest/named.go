package ingest

import (
	"maps"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// naming is one --kpi argument: a heading bound to an indicator, with the unit
// of its numbers when it was given.
type naming struct {
	heading   string
	key       string // the heading folded
	indicator string // id
	unit      string // percent, ratio or ""
}

// parseNamings reads the --kpi arguments and returns them with the catalogue
// that holds the indicators they define. The heading may hold "=": the last one
// divides.
func parseNamings(args []string, cat *kpi.Catalogue) ([]naming, *kpi.Catalogue, error) {
	var list []naming
	for _, arg := range args {
		n, def, err := parseNaming(arg)
		if err != nil {
			return nil, nil, err
		}
		if slices.ContainsFunc(list, func(o naming) bool { return o.key == n.key }) {
			return nil, nil, usage("kpi.named_twice", kpi.Args{"heading": n.heading, "argument": arg})
		}
		if def != nil {
			if cat, err = cat.With(*def); err != nil {
				return nil, nil, &kpi.Fault{Class: kpi.Usage, Code: "kpi.bad_definition", Args: kpi.Args{"argument": arg}, Err: err}
			}
		}
		if cat.Get(n.indicator) == nil {
			return nil, nil, usage("kpi.unknown_id", kpi.Args{"argument": arg, "kpi": n.indicator, "similar": similarIDs(cat, n.indicator)})
		}
		list = append(list, n)
	}
	return list, cat, nil
}

func usage(code string, args kpi.Args) *kpi.Fault {
	return &kpi.Fault{Class: kpi.Usage, Code: code, Args: args}
}

// parseNaming reads `heading=kpi_id[,unit]` or
// `heading=direction[,scale][,unit][,kind]`; of the latter it returns the
// indicator that is defined, its id the folded heading.
func parseNaming(arg string) (naming, *kpi.Indicator, error) {
	at := strings.LastIndex(arg, "=")
	if at < 0 {
		return naming{}, nil, usage("kpi.bad_form", kpi.Args{"argument": arg, "part": arg})
	}
	heading := strings.TrimSpace(arg[:at])
	f := fold(heading)
	parts := strings.Split(arg[at+1:], ",")
	n := naming{heading: heading, key: f.key, indicator: strings.TrimSpace(parts[0])}
	if f.key == "" || n.indicator == "" {
		return naming{}, nil, usage("kpi.bad_form", kpi.Args{"argument": arg, "part": arg})
	}
	var def *kpi.Indicator
	var direction kpi.Direction
	if direction.UnmarshalText([]byte(n.indicator)) == nil {
		n.indicator = f.key
		def = &kpi.Indicator{ID: f.key, Title: kpi.Titles{EN: heading, ZH: heading}, Aliases: []string{heading}, Direction: direction, Source: "flag"}
	}
	for _, part := range parts[1:] {
		if !n.take(strings.ToLower(strings.TrimSpace(part)), def) {
			return naming{}, nil, usage("kpi.bad_form", kpi.Args{"argument": arg, "part": part})
		}
	}
	if def != nil && def.Scale == 0 && n.unit != "" {
		def.Scale = kpi.Proportion
	}
	return n, def, nil
}

// take applies one word after the first; scale and kind only where an
// indicator is defined, and each but once.
func (n *naming) take(word string, def *kpi.Indicator) bool {
	if (word == "percent" || word == "ratio") && n.unit == "" {
		n.unit = word
		return true
	}
	if def == nil {
		return false
	}
	var scale kpi.Scale
	if scale.UnmarshalText([]byte(word)) == nil && def.Scale == 0 {
		def.Scale = scale
		return true
	}
	var kind kpi.Kind
	if kind.UnmarshalText([]byte(word)) == nil && def.Kind == 0 {
		def.Kind = kind
		return true
	}
	return false
}

// namedIndicators are the entries of a catalogue that say what the --kpi
// arguments said whose heading was met, in the order of the headings.
func (r *run) namedIndicators() []kpi.Indicator {
	var list []kpi.Indicator
	for _, key := range slices.Sorted(maps.Keys(r.words.namings)) {
		n := r.words.namings[key]
		in := r.words.catalogue.Get(n.indicator)
		switch {
		case !r.words.used[key]:
		case in.Source == "flag":
			list = append(list, *in)
		default:
			list = append(list, kpi.Indicator{ID: in.ID, Aliases: []string{n.heading}})
		}
	}
	return list
}
