package reports

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// site writes the site and returns its pages by name. The teams' pages are made on
// all cores: what keeps them is locked.
func site(t *testing.T, r *Report) map[string]*keptFile {
	t.Helper()
	var out files
	if err := WriteSite("gaps.html", r, printer(t, "en"), out.create); err != nil {
		t.Fatal(err)
	}
	return out.all
}

// Every link of the first page leads to a page, and to a place on it.
func TestEveryLinkOfTheSiteLeadsSomewhere(t *testing.T) {
	f := site(t, fixture(t))
	if len(f) != 3 {
		t.Fatalf("%d pages, want the first and two teams", len(f))
	}
	links := regexp.MustCompile(`href="(teams/[^"#]*)(?:#([^"]*))?"`).FindAllStringSubmatch(f["gaps.html"].String(), -1)
	if len(links) < 4 {
		t.Fatalf("%d links", len(links))
	}
	for _, l := range links {
		page := f[l[1]]
		if page == nil {
			t.Errorf("no page %s", l[1])
			continue
		}
		if l[2] != "" && !strings.Contains(page.String(), `id="`+l[2]+`"`) {
			t.Errorf("%s has no %s", l[1], l[2])
		}
		if !strings.Contains(page.String(), `href="../gaps.html"`) {
			t.Errorf("%s does not lead back", l[1])
		}
	}
}

// A team's page names nobody of another team, and the file names name no team.
func TestATeamsPageIsAboutTheTeam(t *testing.T) {
	for name, page := range site(t, fixture(t)) {
		if strings.Contains(name, "north") || strings.Contains(name, "engineering") {
			t.Errorf("the file name %s names a team", name)
		}
		if strings.HasPrefix(name, "teams/") && strings.Contains(page.String(), "张伟") && strings.Contains(page.String(), "王芳") {
			t.Errorf("%s holds both teams", name)
		}
	}
}

func TestSiteIsTheSameBytesTwice(t *testing.T) {
	first, second := site(t, fixture(t)), site(t, fixture(t))
	for name := range first {
		if !bytes.Equal(first[name].Bytes(), second[name].Bytes()) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestAPageThatCannotBeWrittenIsSaid(t *testing.T) {
	full := errors.New("disk full")
	err := WriteSite("gaps.html", fixture(t), printer(t, "en"), func(string) (io.WriteCloser, error) { return nil, full })
	if !errors.Is(err, full) || !strings.Contains(err.Error(), "gaps.html") {
		t.Errorf("%v", err)
	}
}

func TestManyPeopleNeedASite(t *testing.T) {
	r := fixture(t)
	if NeedsSite(r) {
		t.Error("nine people fit on a page")
	}
	one := r.Gaps[0]
	for i := range 301 {
		one.Employee = kpi.Employee{ID: fmt.Sprint("x", i)}
		r.Gaps = append(r.Gaps, one)
	}
	if !NeedsSite(r) {
		t.Error("three hundred do not")
	}
}
