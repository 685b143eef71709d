package kpi_test

import (
	"fmt"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// One value's journey: C14 holds 15 contracts of the 100 visits in D14.
func ExampleBuilder() {
	var b kpi.Builder
	b.Add(kpi.Observation{
		Employee:  kpi.Employee{ID: "e017", Name: "王伟"},
		Team:      "north",
		Indicator: kpi.Builtin().Get("conversion_rate"),
		Period:    kpi.PeriodOf(kpi.DateOf(2025, time.June, 14), kpi.Month),
		Measure:   kpi.Counts(kpi.FromInt(15), kpi.FromInt(100)),
		Origin:    kpi.Origin{File: "sales.xlsx", Sheet: "Q2", Row: 14, Col: 3},
	})
	data, diagnostics := b.Build()
	o := data.At(0)
	fmt.Println(o.Employee.ID, o.Indicator.ID, o.Period, o.Measure.Events, "of", o.Measure.Trials, "at", o.Origin)
	fmt.Println(len(diagnostics), "diagnostics")
	// Output:
	// e017 conversion_rate 2025-06 15 of 100 at sales.xlsx!Q2!C14
	// 0 diagnostics
}

// "Lower is better" is known to Direction alone: positive is worse both ways.
func ExampleDirection_Shortfall() {
	fmt.Println("conversion 15 against 22:", kpi.Higher.Shortfall(15, 22))
	fmt.Println("defects 12 against 5:", kpi.Lower.Shortfall(12, 5))
	// Output:
	// conversion 15 against 22: 7
	// defects 12 against 5: 7
}

// A company adds what it requires; the rest of the entry stays.
func ExampleCatalogue_With() {
	required := 0.8
	c, err := kpi.Builtin().With(kpi.Indicator{ID: "test_coverage", Standard: &required, Source: "gapstep.yaml"})
	if err != nil {
		fmt.Println(err)
		return
	}
	in := c.Get("test_coverage")
	fmt.Println(in.Title.In("zh"), in.Direction, in.Trials, *in.Standard, in.Source)
	// Output: 测试覆盖率 higher clustered 0.8 gapstep.yaml
}
