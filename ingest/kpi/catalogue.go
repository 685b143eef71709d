package kpi

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

//go:embed catalogue.json
var catalogueJSON []byte

// Catalogue is the set of indicators in force, in a fixed order. It is not
// changed after it was made; With returns another one.
type Catalogue struct {
	indicators []*Indicator
	byID       map[string]*Indicator
}

// Builtin returns the catalogue that ships with gapstep.
var Builtin = sync.OnceValue(func() *Catalogue {
	var list []*Indicator
	if err := json.Unmarshal(catalogueJSON, &list); err != nil {
		panic(fmt.Sprintf("built-in catalogue: %v", err)) // embedded data: a test reads it
	}
	c := &Catalogue{byID: map[string]*Indicator{}}
	for _, in := range list {
		in.Source = "builtin"
		if err := c.put(in); err != nil {
			panic(fmt.Sprintf("built-in catalogue: %v", err))
		}
	}
	return c
})

func (c *Catalogue) put(in *Indicator) error {
	if err := in.complete(); err != nil {
		return err
	}
	if old := c.byID[in.ID]; old != nil {
		c.indicators[slices.Index(c.indicators, old)] = in
	} else {
		c.indicators = append(c.indicators, in)
	}
	c.byID[in.ID] = in
	return nil
}

// With returns a catalogue in which each of extra is added, or put in the
// place of the entry with the same id. A replacing entry inherits what it
// leaves unsaid from the entry it replaces.
func (c *Catalogue) With(extra ...Indicator) (*Catalogue, error) {
	out := &Catalogue{indicators: slices.Clone(c.indicators), byID: map[string]*Indicator{}}
	for _, in := range out.indicators {
		out.byID[in.ID] = in
	}
	for _, in := range extra {
		if old := out.byID[in.ID]; old != nil {
			in = inherit(in, *old)
		}
		if err := out.put(&in); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// inherit fills the fields that in leaves empty from old; aliases are added
// to the old ones, for an alias in a config is one more name, not the only one.
func inherit(in, old Indicator) Indicator {
	out := old
	if in.Scale != 0 && in.Scale != old.Scale { // levels of another scale mean nothing on this one
		out.Unit, out.Floor, out.Ceiling, out.Standard, out.Material = "", nil, nil, nil, nil
	}
	out.Source = in.Source
	out.Aliases = append(slices.Clone(old.Aliases), in.Aliases...)
	keep(&out.Title.EN, in.Title.EN)
	keep(&out.Title.ZH, in.Title.ZH)
	keep(&out.Direction, in.Direction)
	keep(&out.Scale, in.Scale)
	keep(&out.Trials, in.Trials)
	keep(&out.Unit, in.Unit)
	keep(&out.Kind, in.Kind)
	keep(&out.Floor, in.Floor)
	keep(&out.Ceiling, in.Ceiling)
	keep(&out.Standard, in.Standard)
	keep(&out.Material, in.Material)
	keep(&out.Weight, in.Weight)
	for _, l := range []struct {
		to   *[]string
		from []string
	}{{&out.Drivers, in.Drivers}, {&out.Numerator, in.Numerator}, {&out.Denominator, in.Denominator}} {
		if len(l.from) > 0 {
			*l.to = l.from
		}
	}
	return out
}

func keep[T comparable](to *T, from T) {
	var zero T
	if from != zero {
		*to = from
	}
}

// Get returns the indicator with the id, nil when there is none.
func (c *Catalogue) Get(id string) *Indicator { return c.byID[id] }

// All returns the indicators in catalogue order; the slice is the caller's.
func (c *Catalogue) All() []*Indicator { return slices.Clone(c.indicators) }
