package main

import (
	"path/filepath"

	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// writeSite writes a report of many people as a page that leads to a page for
// each team; the pages take their names together, when all are whole.
func (a *app) writeSite(dir, index string, r *reports.Report) error {
	pages, err := beginFolder(dir)
	if err != nil {
		return err
	}
	defer pages.discard()
	if err := reports.WriteSite(index, r, a.text, pages.create); err != nil {
		return err
	}
	if err := pages.commit(); err != nil {
		return err
	}
	a.note("cmd.wrote_site", locale.Args{"path": filepath.Join(dir, index), "count": len(pages.files) - 1})
	return nil
}
