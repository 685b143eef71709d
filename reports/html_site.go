package reports

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// sitePeople is how many people one page shows before it is split by team: a
// browser stays quick, and memory is that of one team.
const sitePeople = 300

// NeedsSite reports whether the report is better read as a page a team.
func NeedsSite(r *Report) bool {
	people := map[string]bool{}
	for i := range r.Gaps {
		if people[r.Gaps[i].Employee.ID] = true; len(people) > sitePeople {
			return true
		}
	}
	return false
}

// WriteSite writes the report as a page that leads to a page for each team, in
// the folder teams. create opens the file of a name, whose parts are separated by
// slashes; the first is index. Then the teams' pages are made on all cores, so that
// create is called from several goroutines; only the pages in the making are held.
// Each page stands alone: no script is needed, no
// network. The file names hold no names of teams and do not change between runs.
func WriteSite(index string, r *Report, p *locale.Printer, create func(name string) (io.WriteCloser, error)) error {
	if err := writeInto(create, index, func(w io.Writer) error { return writeIndex(w, r, p) }); err != nil {
		return err
	}
	cutter := NewCutter(r)
	pages, ctx := errgroup.WithContext(context.Background())
	pages.SetLimit(runtime.GOMAXPROCS(0))
	for _, team := range sortedKeys(cutter.gaps) {
		if ctx.Err() != nil {
			break // a page could not be written
		}
		pages.Go(func() error {
			page := cutter.For([]string{team}, func(kpi.Employee, string) bool { return true })
			page.Inputs, page.Diagnostics = r.Inputs, nil // they stand on the first page
			return writeInto(create, teamFile(team), func(w io.Writer) error { return writeTeamPage(w, page, p, "../"+index) })
		})
	}
	return pages.Wait()
}

func teamFile(team string) string { return "teams/" + anchor("team", team) + ".html" }

// writeInto writes a file and closes it; of several errors all are told.
func writeInto(create func(string) (io.WriteCloser, error), name string, write func(io.Writer) error) error {
	w, err := create(name)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := errors.Join(write(w), w.Close()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// writeIndex writes the first page: counts, the findings as a table whose rows
// lead to the teams' pages, the teams, the quality of the data, the method.
func writeIndex(w io.Writer, r *Report, p *locale.Printer) error {
	short := *r
	short.All = false
	pg := newFrame(&short, p, nil)
	pg.Index, pg.Findings = true, overview(p, &short)
	for i := range pg.Findings {
		f := &pg.Findings[i]
		f.Href = teamFile(f.team) + f.Href
	}
	for i := range pg.Teams {
		t := &pg.Teams[i]
		t.Href = teamFile(t.team)
	}
	return writePage(w, pg)
}

func writeTeamPage(w io.Writer, r *Report, p *locale.Printer, back string) error {
	pg := newPage(r, p)
	pg.Back = back
	if len(pg.Teams) > 0 {
		pg.Title = p.Text("html.site.team", locale.Args{"team": pg.Teams[0].Team, "title": pg.Title})
	}
	return writePage(w, pg)
}
