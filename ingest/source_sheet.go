package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// namingSheet says of a sheet that a file lacks which source names it, and which of its
// sheets may be the same by another name: --sheet would read one and drop the others.
func (o Options) namingSheet(file string, err error) error {
	f := kpi.AsFault(err)
	if f == nil || f.Code != "sheet.not_found" {
		return err
	}
	entry := slices.IndexFunc(o.Sources, func(s Source) bool { return s.reads(file) && s.Sheet == f.Args["sheet"] })
	if entry < 0 || o.Sheet == f.Args["sheet"] {
		return err
	}
	args := kpi.Args{"sheet": f.Args["sheet"], "available": f.Args["available"], "match": o.Sources[entry].Match, "number": fmt.Sprint(entry + 1), "config": o.Config}
	near := 0.0
	for _, name := range strings.Split(f.Args["available"], ", ") {
		named := slices.ContainsFunc(o.Sources, func(s Source) bool { return s.reads(file) && strings.EqualFold(s.Sheet, name) })
		if s := alike(f.Args["sheet"], name); !named && s >= similarEnough && s > near {
			args["near"], near = name, s
		}
	}
	return &kpi.Fault{Class: f.Class, Code: "source.no_such_sheet", Origin: f.Origin, Args: args}
}
