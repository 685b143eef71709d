package infer

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The golden files hold values printed in the literature or computed by R, scipy
// and statsmodels packages; each names its source, its tolerance and its formula.
// GAPSTEP_GOLDEN names another folder of files of the same form. A file, a
// method, an input or an expected field that is not known here is a failure.

func TestGolden(t *testing.T) {
	dir := os.Getenv("GAPSTEP_GOLDEN")
	if dir == "" {
		dir = filepath.Join("..", "..", "testdata", "golden")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files in %s: %v", dir, err)
	}
	for _, path := range files {
		runGoldenFile(t, path)
	}
	for _, other := range otherFiles(t, dir) {
		if other != "did_card_krueger.csv" {
			t.Errorf("no case knows the file %s", other)
		}
	}
}

func otherFiles(t *testing.T, dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".json") {
			names = append(names, e.Name())
		}
	}
	return names
}

func runGoldenFile(t *testing.T, path string) {
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var f goldenFile
	if err := json.Unmarshal(raw, &f); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	run, known := goldenMethods()[f.Method]
	if !known {
		t.Errorf("%s: method %q is not known", path, f.Method)
		return
	}
	ran := 0
	for _, c := range f.Cases {
		t.Run(f.Method+"/"+c.ID, func(t *testing.T) {
			g := newGolden(t, c, f.Tolerance, filepath.Dir(path))
			run(g)
			g.checkAllUsed()
			ran++
		})
	}
	t.Logf("%-28s %3d of %3d cases ran", f.Method, ran, len(f.Cases))
	if len(f.Cases) == 0 {
		t.Errorf("%s has no cases", path)
	}
}

// goldenMethods says how each method's cases are run.
func goldenMethods() map[string]func(*golden) {
	return map[string]func(*golden){
		"abc_pared_mean":             goldenParedMean,
		"attribute_chart_limits":     goldenAttributeChart,
		"beta_binomial_eb":           goldenBetaBinomial,
		"bh":                         goldenAdjust,
		"byar":                       goldenByar,
		"clopper_pearson":            goldenClopperPearson,
		"did":                        goldenDiD,
		"efron_morris_baseball":      goldenJamesStein,
		"fisher_exact":               goldenFisher,
		"funnel_limits_proportion":   goldenFunnelLimits,
		"funnel_limits_ratio":        goldenRatioLimits,
		"funnel_z":                   goldenFunnelZ,
		"holt_damped":                goldenHolt,
		"interrupted_time_series":    goldenInterrupted,
		"linear_prediction_interval": goldenLine,
		"mann_kendall":               goldenMannKendall,
		"mean_t_interval":            goldenMeanInterval,
		"normal_random_effects_eb":   goldenEffects,
		"overdispersion_rho":         goldenRho,
		"poisson_exact":              goldenPoisson,
		"regression_to_mean":         goldenRegression,
		"robust_z":                   goldenRobustZ,
		"student_t":                  goldenStudent,
		"theil_sen":                  goldenTheilSen,
		"two_proportion_score":       goldenTwoProportions,
		"wilson":                     goldenWilson,
		"xmr_limits":                 goldenXmR,
		"xmr_rules":                  goldenXmRRules,
	}
}
