package analysis
import ("testing";"fmt";"math";"math/rand/v2";"github.com/gapstep/gapstep/ingest/kpi")
func TestYY(t *testing.T) {
	for _, w := range []struct{ name, ind string; months int; f func(r *rand.Rand) float64 }{
		{"score 100-8exp(.5N) single", "csat_score", 1, func(r *rand.Rand) float64 { return 100 - 8*math.Exp(.5*r.NormFloat64()) }},
		{"score 100-8exp(.5N) x3", "csat_score", 3, func(r *rand.Rand) float64 { return 100 - 8*math.Exp(.5*r.NormFloat64()) }},
		{"score 100-15exp(.3N) single", "csat_score", 1, func(r *rand.Rand) float64 { return 100 - 15*math.Exp(.3*r.NormFloat64()) }},
		{"prop .05exp(.5N) defect x3", "defect_rate", 3, func(r *rand.Rand) float64 { return .05*math.Exp(.5*r.NormFloat64()) }},
		{"prop .05exp(.5N) defect single", "defect_rate", 1, func(r *rand.Rand) float64 { return .05*math.Exp(.5*r.NormFloat64()) }},
	} {
		for _, k := range []int{4, 12, 30} {
			r := rand.New(rand.NewPCG(1, uint64(k)))
			any, ser := 0, 0
			const T = 1500
			for range T {
				var s sheet
				for i := range k { for m := range w.months { s.add("t", id(i), w.ind, m+1, kpi.Value(w.f(r))) } }
				worst := NotJudged
				for _, g := range run(t, s.dataset(), Default()).Gaps { worst = max(worst, g.Severity) }
				if worst >= Credible { any++ }
				if worst == Serious { ser++ }
			}
			fmt.Printf("%s k=%d any %.2f%% serious %.2f%%\n", w.name, k, 100*float64(any)/T, 100*float64(ser)/T)
		}
	}
}
