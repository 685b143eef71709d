package main

import (
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// keepTexts returns a configuration in which texts are as they are written: to yaml an
// unquoted 010 is the number eight, 003 is three, 1.50 is 1.5 and 2025-06-01 a time,
// but a text of the configuration is compared with cells, where each is another text.
func keepTexts(b []byte, file string) ([]byte, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(b, &doc); err != nil {
		return nil, configFault(file, err)
	}
	if len(doc.Content) == 0 {
		return b, nil
	}
	k := &keeper{file: file}
	k.keep(doc.Content[0], reflect.TypeFor[config](), "")
	if k.fault != nil {
		return nil, k.fault
	}
	return yaml.Marshal(&doc)
}

// keeper makes texts of the scalars that stand where the configuration holds texts.
type keeper struct {
	file  string
	fault *kpi.Fault // the first scalar that nobody can tell the meaning of
}

// keep goes through a node and the type that it is read into, at a key.
func (k *keeper) keep(n *yaml.Node, t reflect.Type, key string) {
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	switch {
	case n.Kind == yaml.MappingNode:
		k.keepMapping(n, t, key)
	case n.Kind == yaml.SequenceNode:
		if t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		for _, one := range n.Content {
			k.keep(one, t, key)
		}
	case t == reflect.TypeFor[[]string]():
		k.keepOne(n, key)
	case t.Kind() == reflect.String || t.Kind() == reflect.Interface:
		k.keepText(n, key)
	}
}

func (k *keeper) keepMapping(n *yaml.Node, t reflect.Type, key string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		switch {
		case name == "<<":
			k.keep(n.Content[i+1], t, key)
		case t.Kind() == reflect.Map:
			k.keep(n.Content[i+1], t.Elem(), key+"."+name)
		case t.Kind() == reflect.Interface:
			k.keep(n.Content[i+1], t, key+"."+name)
		case t.Kind() == reflect.Struct:
			if f, ok := fieldOf(t, name); ok {
				k.keep(n.Content[i+1], f, strings.TrimPrefix(key+"."+name, "."))
			}
		}
	}
}

// fieldOf is the type of the field with a name, in whatever case.
func fieldOf(t reflect.Type, name string) (reflect.Type, bool) {
	for i := range t.NumField() {
		f := t.Field(i)
		known, tagged := f.Tag.Lookup("mapstructure")
		if !tagged {
			known = f.Name
		}
		if strings.EqualFold(known, name) {
			return f.Type, true
		}
	}
	return nil, false
}

// keepOne makes a list of one text of a scalar. One with a comma may be meant as
// several.
func (k *keeper) keepOne(n *yaml.Node, key string) {
	if strings.Contains(n.Value, ",") {
		k.refuse("config.no_list", n, key)
		return
	}
	one := *n
	one.Anchor = ""
	k.keepText(&one, key)
	if one.Tag == "!!str" {
		*n = yaml.Node{Kind: yaml.SequenceNode, Anchor: n.Anchor, Line: n.Line, Content: []*yaml.Node{&one}}
	}
}

// keepText makes a text of a scalar as it is written. Nothing stays nothing; ~ is
// refused, for it may be that or the sign.
func (k *keeper) keepText(n *yaml.Node, key string) {
	switch {
	case n.Value == "" && n.Style == 0:
	case n.Value == "~" && n.Tag == "!!null":
		k.refuse("config.unquoted", n, key)
	case n.Tag == "!!null" && !strings.HasPrefix(key, "sources."):
	default:
		n.Tag, n.Style = "!!str", yaml.DoubleQuotedStyle
	}
}

func (k *keeper) refuse(code string, n *yaml.Node, key string) {
	if k.fault == nil {
		k.fault = &kpi.Fault{Class: kpi.Usage, Code: code, Origin: kpi.Origin{File: k.file}, Args: kpi.Args{"key": key, "text": n.Value, "line": fmt.Sprint(n.Line)}}
	}
}
