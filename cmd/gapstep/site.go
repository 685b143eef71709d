package main

import (
	"io"
	"path/filepath"

	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// writeFolder writes the report in several forms, into files named base. They take
// their places together, when all are whole: never stands a page of this run beside
// a workbook of an earlier one.
func (a *app) writeFolder(out string, r *reports.Report, base string, forms []string) error {
	folder, err := a.beginFolder(out)
	if err != nil {
		return err
	}
	defer folder.discard()
	var said []func()
	for _, format := range forms {
		name, begun := base+"."+format, len(folder.files)
		code, args := "cmd.wrote", locale.Args{"path": filepath.Join(out, name)}
		if format == "html" && reports.NeedsSite(r) { // a page that leads to one for each team
			err = reports.WriteSite(name, r, a.text, folder.create)
			code, args["count"] = "cmd.wrote_site", len(folder.files)-begun-1
		} else {
			err = folder.write(name, func(w io.Writer) error { return a.write(w, r, format) })
		}
		if err != nil {
			return err
		}
		said = append(said, func() { a.note(code, args) })
	}
	if err := folder.commit(); err != nil {
		return err
	}
	for _, tell := range said {
		tell()
	}
	return nil
}
