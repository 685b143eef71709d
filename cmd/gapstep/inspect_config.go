package main

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gapstep/gapstep/ingest"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// starterKPI is an entry of kpis: as --kpi said it.
type starterKPI struct {
	ID        string            `yaml:"id"`
	Title     map[string]string `yaml:"title,omitempty,flow"`
	Aliases   []string          `yaml:"aliases,omitempty,flow"`
	Direction string            `yaml:"direction,omitempty"`
	Scale     string            `yaml:"scale,omitempty"`
	Kind      string            `yaml:"kind,omitempty"`
}

// writeStarter writes the mapping found as a configuration that reads the same
// files the same way, with comments that say why. An existing file is not
// overwritten.
func (a *app) writeStarter(data *ingest.Result, target string) error {
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for _, src := range ingest.SourcesOf(data.Readings) {
		comment := strings.Join(a.sourceComment(src, data.Readings), "\n")
		if err := addEntry(list, sourceConfigOf(src), comment); err != nil {
			return err
		}
	}
	kpis := &yaml.Node{Kind: yaml.SequenceNode}
	for _, entry := range starterKPIs(a.set.config.KPIs, data.Named) {
		if err := addEntry(kpis, entry, ""); err != nil {
			return err
		}
	}
	return a.deliverStarter(kpis, list, a.text.Text("inspect.config.head", nil), target)
}

// deliverStarter writes a configuration of indicators and sources.
func (a *app) deliverStarter(kpis, list *yaml.Node, head, target string) error {
	top := &yaml.Node{Kind: yaml.MappingNode}
	if len(kpis.Content) > 0 {
		top.Content = append(top.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: "kpis"}, kpis)
	}
	top.Content = append(top.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: "sources"}, list)
	top.Content[0].HeadComment = head
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(top); err != nil {
		return err
	}
	if target == "-" {
		_, err := io.Copy(a.out, &b)
		return err
	}
	if err := createFile(target, b.Bytes()); err != nil {
		return err
	}
	a.note("cmd.wrote", locale.Args{"path": target})
	return nil
}

func addEntry(list *yaml.Node, entry any, comment string) error {
	one := &yaml.Node{}
	if err := one.Encode(entry); err != nil {
		return err
	}
	one.HeadComment = comment
	list.Content = append(list.Content, one)
	return nil
}

// starterKPIs are the entries of kpis: those in force, without which measures would
// name nothing that is known, and what --kpi said of others.
func starterKPIs(inForce []kpiConfig, named []kpi.Indicator) []any {
	var list []any
	for _, c := range inForce {
		for _, in := range named {
			if in.ID == c.ID {
				c.Aliases = slices.Concat(c.Aliases, in.Aliases)
			}
		}
		list = append(list, c)
	}
	for _, in := range named {
		if !slices.ContainsFunc(inForce, func(c kpiConfig) bool { return c.ID == in.ID }) {
			list = append(list, starterOf(in))
		}
	}
	return list
}

// starterOf writes an indicator down; one that is known already only gets
// another name.
func starterOf(in kpi.Indicator) starterKPI {
	c := starterKPI{ID: in.ID, Aliases: in.Aliases}
	if in.Direction == 0 {
		return c
	}
	c.Direction, c.Scale, c.Kind = in.Direction.String(), in.Scale.String(), in.Kind.String()
	c.Title = map[string]string{"en": in.Title.EN, "zh": in.Title.ZH}
	return c
}

// sourceComment says of a source which tables it came from and, of the first of
// them, what decided units and dates and which columns of figures it leaves out.
func (a *app) sourceComment(src ingest.Source, readings []ingest.Reading) []string {
	var lines []string
	for _, r := range readings {
		own := ingest.SourceOf(r)
		fits, _ := path.Match(src.Match, own.Match)
		if !fits || r.Skipped != "" || src.Sheet != "" && r.Sheet != src.Sheet || r.HeaderRow != src.HeaderRow || !reflect.DeepEqual(own.Measures, src.Measures) {
			continue
		}
		first := len(lines) == 0
		name := kpi.Origin{File: r.File, Sheet: r.Sheet}.String()
		lines = append(lines, a.text.Text("inspect.config.source", locale.Args{"table": name, "layout": a.text.Word("layout", r.Layout), "columns": len(r.Columns)}))
		for _, c := range r.Columns {
			if line := a.columnComment(c); line != "" && first {
				lines = append(lines, line)
			}
		}
	}
	if ingest.IsLiteral(src.Match) {
		lines = append(lines, a.text.Text("inspect.config.literal", nil))
	}
	return lines
}

// columnComment is a line about a column, "" when there is nothing to say.
func (a *app) columnComment(c ingest.Column) string {
	row := a.columnRow(c)
	switch {
	case c.Role == ingest.RoleUnknown:
		return a.text.Text("inspect.config.unused", locale.Args{"heading": c.Name, "suggestion": c.Suggestion})
	case c.Evidence != "" && c.Role != ingest.RoleIgnored:
		return fmt.Sprintf("  %s: %s", c.Name, locale.Plain(row[len(row)-1]))
	}
	return ""
}
