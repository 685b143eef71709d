package forms

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"sync"

	"github.com/gapstep/gapstep/reports/locale"
)

//go:embed page.html
var pageText string

// parsePage reads the page's template once; it is embedded and a test reads it.
var parsePage = sync.OnceValues(func() (*template.Template, error) {
	return template.New("forms").Funcs(template.FuncMap{"times": func(n int) []struct{} { return make([]struct{}, n) }}).Parse(pageText)
})

// WriteHTML writes forms as one self-contained page to print, each on paper of
// its own: A4, no script, no network. Text can't become markup.
func WriteHTML(w io.Writer, list []Form, p *locale.Printer) error {
	t, err := parsePage()
	if err != nil {
		return fmt.Errorf("form template: %w", err)
	}
	lang := p.Lang()
	if lang == "zh" {
		lang = "zh-CN"
	}
	return t.Execute(w, struct {
		Lang, Title, Day string
		Forms            []Form
	}{lang, p.Text("form.title", nil), p.Text("form.sign.date", nil), list})
}
