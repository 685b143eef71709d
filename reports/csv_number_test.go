package reports

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/gapstep/gapstep/analysis"
	"github.com/gapstep/gapstep/analysis/infer"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// sameNumber fails unless the number stands in csv as it does in JSON, after what
// is there already.
func sameNumber(t rapid.TB, v float64) {
	t.Helper()
	for _, v := range []float64{v, -v} {
		if got, want := string(appendNumber([]byte("-1,"), v)), "-1,"+string(number(v).append(nil)); got != want {
			t.Fatalf("%s, want %s", got, want)
		}
	}
}

func TestNumbersOfCSVAreThoseOfJSON(t *testing.T) {
	for _, v := range []float64{0, 1, 7, 1e-5, 1e-4, 1e-3, .01, .1, .2, .3, .25, 1. / 3, 2. / 3, 1 - 0x1p-53, 1 + 0x1p-52, 9.5, 100, 123456.789, 999999,
		999999.9999999999, 1e6, 1234567, 1e6 + .5, 1e15 + .5, 1e22, 1e300, math.MaxFloat64, math.SmallestNonzeroFloat64, math.NaN(), math.Inf(1),
		math.MaxInt64, math.MinInt64, .1 + .2, 5e-324, 0.00012345678901234567, 4503599627370497.5} {
		sameNumber(t, v)
	}
}

// The numbers beside powers of ten and of two, where a digit more or less is
// needed, and those that lie in the middle of two decimals.
func TestNumbersBesideTheEdges(t *testing.T) {
	edges := append([]float64{leastPlain}, tens[:]...)
	for e := -14; e <= 20; e++ {
		edges = append(edges, math.Ldexp(1, e))
	}
	for _, edge := range edges {
		up, down := edge, edge
		for range 2000 {
			sameNumber(t, up)
			sameNumber(t, down)
			up, down = math.Nextafter(up, math.Inf(1)), math.Nextafter(down, 0)
		}
	}
}

func TestNumbersOfAllSizes(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 2026))
	own := 0
	for range 300_000 {
		v := math.Exp(r.Float64()*30 - 12)
		sameNumber(t, v)
		sameNumber(t, math.Round(v*1e4)/1e4)
		sameNumber(t, float64(r.IntN(1000))/float64(1+r.IntN(1000)))
		if v >= leastPlain && v < mostPlain {
			_, ok := shortest(v)
			own += count(ok)
		}
	}
	if own < 200_000 {
		t.Errorf("%d numbers were not left to others", own)
	}
}

func FuzzNumberOfCSV(f *testing.F) {
	for _, v := range []float64{.1, 1. / 3, 123456.789, 1e-4, 999999.5} {
		f.Add(math.Float64bits(v))
	}
	f.Fuzz(func(t *testing.T, b uint64) { sameNumber(t, math.Float64frombits(b)) })
}

// A row is the same whatever rows stood before it: what neighbours share is not
// taken from a row that does not share it.
func TestRowsDoNotHangOnTheRowsBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		figure := rapid.SampledFrom([]float64{0, math.Copysign(0, -1), .25, -.25, 1. / 3, -1. / 3, math.NaN(), math.Inf(1), 12})
		word := rapid.SampledFrom([]string{"north", "south", "=1+1", "a,b", ""})
		var rows CSVRows
		for range rapid.IntRange(1, 6).Draw(t, "rows") {
			g := analysis.Gap{Employee: kpi.Employee{ID: word.Draw(t, "id")}, Team: word.Draw(t, "team"), Indicator: &kpi.Indicator{ID: word.Draw(t, "kpi")},
				Severity: analysis.Normal, Actual: infer.Estimate{Value: figure.Draw(t, "value")}, TeamMean: figure.Draw(t, "mean"), TeamSD: figure.Draw(t, "sd"),
				RestGap: figure.Draw(t, "rest"), Shortfall: figure.Draw(t, "shortfall"), Q: figure.Draw(t, "q"), Denominator: kpi.Decimal(rapid.IntRange(0, 1).Draw(t, "n"))}
			if rapid.Bool().Draw(t, "standard") {
				g.Standard = &analysis.Standard{Level: figure.Draw(t, "level"), Severity: analysis.Watch}
			}
			var alone CSVRows
			if got, want := string(rows.Append(nil, &g)), string(alone.Append(nil, &g)); got != want {
				t.Fatalf("%s\nwant %s", got, want)
			}
			plain := appendNumbers(nil, g.RestGap, g.RestRelativeGap, g.Shortfall)
			if got := alone.appendComparison(nil, &g); string(got[len(got)-len(plain):]) != string(plain) {
				t.Fatalf("%s, want …%s", got, plain)
			}
		}
	})
}

func BenchmarkNumber(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	v := make([]float64, 1024)
	for i := range v {
		v[i] = r.Float64()
	}
	room := make([]byte, 0, 64)
	b.Run("own", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			room = appendNumber(room[:0], v[i%len(v)])
		}
	})
	b.Run("strconv", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			room = number(v[i%len(v)]).append(room[:0])
		}
	})
}

func BenchmarkCSVRows(b *testing.B) {
	res, err := analysis.Run(b.Context(), company(1200, 6), analysis.Default())
	if err != nil {
		b.Fatal(err)
	}
	b.Run(fmt.Sprintf("%d rows", len(res.Gaps)), func(b *testing.B) {
		b.ReportAllocs()
		var rows CSVRows
		var room []byte
		for b.Loop() {
			room = room[:0]
			for i := range res.Gaps {
				room = rows.Append(room, &res.Gaps[i])
			}
			b.SetBytes(int64(len(room)))
		}
		b.ReportMetric(float64(len(res.Gaps))*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	})
}
