package main

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gapstep/gapstep/ingest"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// writeSkeleton proposes a mapping for tables in which nothing was recognised but
// rows of events may stand: on stdout, or into the file of --write-config. Without
// such a table it writes nothing.
func (a *app) writeSkeleton(readings []ingest.Reading) error {
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for _, r := range readings {
		src, ok := ingest.Skeleton(r)
		if !ok {
			continue
		}
		if err := addEntry(list, sourceConfigOf(src), strings.Join(a.skeletonComment(r), "\n")); err != nil {
			return err
		}
	}
	if len(list.Content) == 0 {
		return nil
	}
	kpis := &yaml.Node{Kind: yaml.SequenceNode}
	title := a.text.Text("inspect.skeleton.title", nil)
	mine := starterKPI{ID: ingest.SkeletonKPI, Title: map[string]string{"en": title, "zh": title}, Direction: kpi.Higher.String(),
		Scale: kpi.Proportion.String(), Kind: kpi.Outcome.String()}
	if err := addEntry(kpis, mine, a.text.Text("inspect.skeleton.kpi", nil)); err != nil {
		return err
	}
	target, _ := a.set.flags.GetString("write-config")
	if target == "" {
		fmt.Fprintln(a.out, a.text.Text("inspect.skeleton.paste", nil))
		target = "-"
	}
	return a.deliverStarter(kpis, list, a.text.Text("inspect.skeleton.head", nil), target)
}

// skeletonComment lists the columns of a table with their first cells.
func (a *app) skeletonComment(r ingest.Reading) []string {
	lines := []string{a.text.Text("inspect.skeleton.source", locale.Args{"table": kpi.Origin{File: r.File, Sheet: r.Sheet}.String()})}
	for _, c := range r.Columns {
		lines = append(lines, fmt.Sprintf("  %s: %s", c.Name, firstCells(c.Samples)))
	}
	return append(lines, a.text.Text("inspect.skeleton.measures", nil))
}
