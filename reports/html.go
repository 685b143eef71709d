package reports

import (
	"bufio"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

//go:embed templates
var templateFiles embed.FS

// pageTemplates are the page's template in each language, read once; they are
// embedded data and a test reads them. Texts without arguments stand in them as they are:
// looking each up again would be most of the work of a large table.
var pageTemplates = map[string]func() (*template.Template, error){
	"en": sync.OnceValues(func() (*template.Template, error) { return parsePage("en") }),
	"zh": sync.OnceValues(func() (*template.Template, error) { return parsePage("zh") }),
}

// spoken is a text of the page without arguments.
var spoken = regexp.MustCompile(`{{\$?\w*\.T "([^"]+)"}}`)

func parsePage(lang string) (*template.Template, error) {
	p, err := locale.New(lang)
	if err != nil {
		return nil, err
	}
	t := template.New("").Funcs(template.FuncMap{"pair": newPair})
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		src, err := fs.ReadFile(templateFiles, name)
		if err != nil {
			return nil, err
		}
		src = spoken.ReplaceAllFunc(src, func(action []byte) []byte { return inMarkup(p.Text(string(spoken.FindSubmatch(action)[1]), nil)) })
		if _, err := t.New(path.Base(name)).Parse(string(src)); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// inMarkup writes a text as the template would between tags and in quoted
// attributes.
func inMarkup(text string) []byte {
	return []byte(strings.ReplaceAll(template.HTMLEscapeString(text), "+", "&#43;"))
}

// pair hands a part of the page to a template of its own together with the
// page, whose words it needs.
type pair struct {
	Page *page
	Part any
}

func newPair(pg *page, part any) pair { return pair{pg, part} }

// WriteHTML writes the report as one self-contained page: no network, its style
// and its pictures inside, and a script that adds a filter and is not needed. What matters stands first: the
// counts, the findings each with its sentence and its picture, the plans and
// their progress; then the figures of the teams, the quality of the data and the
// method. People who are only watched are counted, not named. Names of people,
// teams, files and headings can't become markup. The same report gives the same
// bytes, and the ids of its parts do not change between runs.
func WriteHTML(w io.Writer, r *Report, p *locale.Printer) error {
	return writePage(w, newPage(r, p))
}

func writePage(w io.Writer, pg *page) error {
	t, err := pageTemplates[pg.printer.Lang()]()
	if err != nil {
		return fmt.Errorf("page template: %w", err)
	}
	b := bufio.NewWriterSize(w, 1<<16) // a template writes each of its pieces apart
	if err := t.ExecuteTemplate(b, "page.html", pg); err != nil {
		return err
	}
	return b.Flush()
}

// page is what the template lays out: every text worded, every number written.
type page struct {
	printer *locale.Printer

	Title, Span, AsOf, Lang string
	Index                   bool   // the first of several pages: findings without their cards
	Back                    string // the page that leads here
	Headline, Second        string
	Scope                   string
	Stands, Tiles           []tile // plans by status, rows by severity
	Findings                []finding
	Descriptive             bool
	Needs                   []string // what would make a descriptive report judgeable
	Listed                  *listing
	Progress                []progressCard
	Evaluations             []evaluationCard
	Plans                   []planCard // those that no finding and no progress shows
	Standards               []standardRow
	TeamNotes               []string // standards that a team misses as a whole
	Unsteady                string   // how many comparisons show more ups and downs than the colleagues'; "" for none
	Teams                   []teamBlock
	Inputs                  []inputRow
	Diagnostics             []diagnosticRow
	DiagnosticsLeft         string
	Tally                   string
	Method                  []fact
	Words                   []fact
}

// fact is a term and what is said of it.
type fact struct{ Term, Detail string }

// tile is a count of the headline.
type tile struct{ Class, Count, Word, Note string }

// T is the text of id, for the template.
func (pg *page) T(id string) string { return pg.printer.Text(id, nil) }

func newPage(r *Report, p *locale.Printer) *page {
	pg := newFrame(r, p, funnelsOf(r))
	pg.Findings = findings(p, r)
	pg.Plans = otherPlans(p, r)
	pg.Listed = listRows(p, r)
	return pg
}

// newFrame is a page without its findings, plans and rows, and with the funnels
// that are to be drawn.
func newFrame(r *Report, p *locale.Printer, drawn map[*analysis.Summary]bool) *page {
	pg := &page{printer: p, AsOf: p.Date(r.AsOf), Lang: p.Lang(), Descriptive: r.Descriptive()}
	if pg.Lang == "zh" {
		pg.Lang = "zh-CN" // the browser's choice of characters goes by it
	}
	if r.Window.Periods > 0 {
		pg.Span = p.Span(r.Window.From, r.Window.To, r.Window.Periods)
	}
	pg.Title = p.Text("html.title", nil)
	pg.headline(r)
	pg.Progress = progressCards(p, r)
	pg.Evaluations = evaluationCards(p, r)
	if pg.Descriptive {
		pg.Needs = judgeable(p, r)
	}
	pg.Standards = standardRows(p, r)
	for _, s := range teamMissing(p, r) {
		pg.TeamNotes = append(pg.TeamNotes, teamNote(p, s))
	}
	if n := outcomeOf(r).unsteady; n > 0 {
		pg.Unsteady = p.Text("html.unsteady", locale.Args{"count": n})
	}
	pg.Teams = teamBlocks(p, r, drawn)
	pg.quality(r)
	pg.Method = methodFacts(p, r)
	if !r.evaluatesOnly() {
		pg.Words = severityFacts(p, &r.Method)
	}
	return pg
}

// personName is the name, the id where there is none.
func personName(e kpi.Employee) string {
	if e.Name == "" {
		return locale.Plain(e.ID)
	}
	return locale.Plain(e.Name)
}

// personID is the id where it says more than the name.
func personID(e kpi.Employee) string {
	if e.Name == "" || e.Name == e.ID {
		return ""
	}
	return locale.Plain(e.ID)
}

// anchor is an id of the page that stays the same between runs and holds no
// name: a link to it can be passed on.
func anchor(kind string, parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return kind + "-" + hex.EncodeToString(sum[:5])
}

func gapAnchor(g *analysis.Gap) string {
	return anchor("gap", g.Team, g.Indicator.ID, g.Employee.ID)
}

func planAnchor(plan *goals.Plan) string {
	return anchor("plan", plan.ID, plan.Team, plan.Indicator, plan.Employee.ID)
}
