package reports

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestMethodSaysTheThresholdsInForce: the words hold the numbers of the grades
// as they stand in the source of the procedure.
func TestMethodSaysTheThresholdsInForce(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "analysis", "verdict.go"))
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]map[string]string{ // constant and value: what the words have to hold, and where
		"chanceP 0.05":        {"method.watch": "5%"},
		"gapSure 0.80":        {"method.gap": "80%", "method.watch": "80%"},
		"seriousP 0.001":      {"method.serious": "0.1%"},
		"seriousQ 0.01":       {"method.serious": "1%"},
		"seriousTau 1.645":    {"method.serious": "1.645 τ"},
		"seriousFor 0.90":     {"method.serious": "90%"},
		"materialPoints 0.05": {"method.material.text": "5 "},
	}
	for constant, words := range said {
		name, value, _ := strings.Cut(constant, " ")
		if !regexp.MustCompile(`\b` + name + `\s*= ` + regexp.QuoteMeta(value) + `\b`).Match(raw) {
			t.Errorf("%s is no longer %s: the words have to follow", name, value)
		}
		for id, want := range words {
			for _, lang := range []string{"en", "zh"} {
				if got := printer(t, lang).Text(id, nil); !strings.Contains(got, want) {
					t.Errorf("%s: %s does not say %q: %s", lang, id, want, got)
				}
			}
		}
	}
}

func TestMethodExplainsEverySeverityWithTheOptionsInForce(t *testing.T) {
	m := Method{FDR: 0.1, MinN: 25, MinTeam: 6}
	for _, lang := range []string{"en", "zh"} {
		facts := severityFacts(printer(t, lang), &m)
		if len(facts) != 8 {
			t.Fatalf("%s: %d facts", lang, len(facts))
		}
		all := ""
		for _, f := range facts {
			all += f.Term + f.Detail
		}
		for _, want := range []string{"10%", "25", "6"} {
			if !strings.Contains(all, want) {
				t.Errorf("%s: %s is not said", lang, want)
			}
		}
		if strings.Contains(all, "⟦") {
			t.Errorf("%s: words are missing: %s", lang, all)
		}
	}
}
