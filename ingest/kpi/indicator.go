package kpi

import (
	"math"
	"slices"
	"strconv"
)

// Titles is a name in each language.
type Titles struct {
	EN string `json:"en" mapstructure:"en"`
	ZH string `json:"zh" mapstructure:"zh"`
}

// In returns the title in lang ("zh" or "en"), falling back to the other one.
func (t Titles) In(lang string) string {
	if (lang == "zh" || t.EN == "") && t.ZH != "" {
		return t.ZH
	}
	return t.EN
}

// Indicator is a KPI: what it is called, which way it is good, what kind of
// number it is and what counts as much. All levels (Floor, Ceiling, Standard,
// Material) are in the unit of the values: ratios for proportions.
type Indicator struct {
	ID        string    `json:"id"`
	Title     Titles    `json:"title"`
	Aliases   []string  `json:"aliases"` // headings that mean it, beside the titles and the id
	Direction Direction `json:"direction"`
	Scale     Scale     `json:"scale"`
	Trials    Trials    `json:"trials"` // of proportions: independent unless said
	Unit      string    `json:"unit"`   // ratio, points, hours, seconds, count, currency, per_100 …
	Kind      Kind      `json:"kind"`
	Floor     *float64  `json:"floor,omitempty"`
	Ceiling   *float64  `json:"ceiling,omitempty"`
	Standard  *float64  `json:"standard,omitempty"` // the required level, when there is one
	Material  *float64  `json:"material,omitempty"` // the smallest gap that matters; nil: the default of analysis
	Weight    *float64  `json:"weight,omitempty"`   // what it counts for in the order of a person's gaps; nil: 1
	Drivers   []string  `json:"drivers,omitempty"`  // ids of indicators that lead this one

	Numerator   []string `json:"numerator,omitempty"`   // headings of the events: 成交数
	Denominator []string `json:"denominator,omitempty"` // headings of the trials or the exposure: 拜访数

	Source string `json:"source"` // where the entry comes from: builtin, the config file, a flag
}

// Clustered reports whether the indicator's trials can't be taken as
// independent draws, so that the person's periods are the sample.
func (in *Indicator) Clustered() bool { return in.Trials == Clustered }

// PriorityWeight is the Weight, 1 unless said.
func (in *Indicator) PriorityWeight() float64 { return *orBound(in.Weight, 1) }

// Counted reports whether values of the scale are events over trials (or
// exposure), which pool as a ratio of sums.
func (in *Indicator) Counted() bool { return in.Scale == Proportion || in.Scale == Rate }

// Clamp keeps a level inside the floor and the ceiling.
func (in *Indicator) Clamp(level Decimal) Decimal {
	if lo, ok := bound(in.Floor); ok {
		level = max(level, lo)
	}
	if hi, ok := bound(in.Ceiling); ok {
		level = min(level, hi)
	}
	return level
}

func bound(f *float64) (Decimal, bool) {
	if f == nil {
		return 0, false
	}
	d, err := FromFloat(*f)
	return d, err == nil
}

// complete fills what a definition may leave out and refuses what it may not.
func (in *Indicator) complete() error {
	if in.ID == "" {
		return &Fault{Class: Usage, Code: "indicator.no_id", Args: Args{"title": in.Title.In("en")}}
	}
	if in.Scale == 0 {
		in.Scale = Quantity
	}
	if in.Direction == 0 {
		return &Fault{Class: Usage, Code: "indicator.no_direction", Args: Args{"id": in.ID}}
	}
	if in.Kind == 0 {
		in.Kind = Outcome
	}
	if in.Trials == 0 {
		in.Trials = Independent
	}
	if in.Title == (Titles{}) {
		in.Title.EN = in.ID
	}
	if in.Scale == Proportion {
		in.Unit = "ratio"
		in.Floor, in.Ceiling = orBound(in.Floor, 0), orBound(in.Ceiling, 1)
	}
	if in.Unit == "" {
		in.Unit = map[Scale]string{Rate: "rate", Score: "points", Quantity: "count"}[in.Scale]
	}
	return in.checkLevels()
}

func plainNumber(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// checkLevels refuses levels that contradict one another; a standard of 80
// where 0.80 is meant would put everybody below it.
func (in *Indicator) checkLevels() error {
	for _, f := range []*float64{in.Floor, in.Ceiling, in.Standard, in.Material, in.Weight} {
		if _, ok := bound(f); f != nil && !ok {
			return &Fault{Class: Usage, Code: "indicator.out_of_range", Args: Args{"id": in.ID, "value": plainNumber(*f)}}
		}
	}
	floor, ceiling := *orBound(in.Floor, math.Inf(-1)), *orBound(in.Ceiling, math.Inf(1))
	if floor >= ceiling {
		return &Fault{Class: Usage, Code: "indicator.floor", Args: Args{"id": in.ID, "floor": plainNumber(floor), "ceiling": plainNumber(ceiling)}}
	}
	if s := *orBound(in.Standard, floor); s < floor || s > ceiling {
		return &Fault{Class: Usage, Code: "indicator.standard", Args: Args{"id": in.ID, "standard": plainNumber(s), "floor": plainNumber(floor), "ceiling": plainNumber(ceiling)}}
	}
	if m := *orBound(in.Material, 1); m <= 0 {
		return &Fault{Class: Usage, Code: "indicator.material", Args: Args{"id": in.ID, "value": plainNumber(m)}}
	}
	if w := in.PriorityWeight(); w <= 0 {
		return &Fault{Class: Usage, Code: "indicator.weight", Args: Args{"id": in.ID, "value": plainNumber(w)}}
	}
	return nil
}

func orBound(f *float64, v float64) *float64 {
	if f != nil {
		return f
	}
	return &v
}

// Names returns every heading that means the indicator: id, titles, aliases.
func (in *Indicator) Names() []string {
	names := []string{in.ID}
	for _, t := range []string{in.Title.EN, in.Title.ZH} {
		if t != "" {
			names = append(names, t)
		}
	}
	return append(names, slices.Clone(in.Aliases)...)
}
