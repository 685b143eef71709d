package ingest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// similarEnough is the least similarity at which an indicator is proposed for
// a heading. Proposed, never taken: 缺勤率 (absence) is as near to 缺陷率
// (defects) as 转换率 is to its synonym 转化率.
const similarEnough = 0.5

// similarity is between 0 and 1: the larger of the Dice coefficient of the
// bigrams (Dice 1945) and 1 − edit distance / length of the longer text
// (Levenshtein 1966).
func similarity(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	edits := 1 - float64(editDistance(x, y))/float64(max(len(x), len(y)))
	return max(edits, dice(x, y))
}

func dice(x, y []rune) float64 {
	if len(x) < 2 || len(y) < 2 {
		return 0
	}
	count := map[[2]rune]int{}
	for i := 1; i < len(x); i++ {
		count[[2]rune{x[i-1], x[i]}]++
	}
	shared := 0
	for i := 1; i < len(y); i++ {
		if pair := [2]rune{y[i-1], y[i]}; count[pair] > 0 {
			count[pair]--
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(x)+len(y)-2)
}

func editDistance(x, y []rune) int {
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, a := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, b := range y {
			change := diagonal
			if a != b {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}

// searchedMost is how many unknown names of a run are searched for similar
// ones; a column of free texts under the heading "metric" may hold thousands.
const searchedMost = 200

// mostSimilar returns the indicator with a name nearest to the folded heading,
// nil when none is really near: one edit away, or similar enough and of the same
// length but for a character. Equal nearness goes by catalogue order.
func (v *vocabulary) mostSimilar(key string) *kpi.Indicator {
	if v.searched++; v.searched > searchedMost {
		return nil
	}
	var best *kpi.Indicator
	near := 0.0
	for _, in := range v.catalogue.All() {
		for _, name := range in.Names() {
			name = fold(name).key
			if s := similarity(key, name); s > near && isNear(key, name, s) {
				best, near = in, s
			}
		}
	}
	return best
}

// isNear reports whether two folded names are near enough to ask whether they mean the
// same. What they share must be more than the kind of the figure: 迟到时长 is not near to
// 响应时长.
func isNear(key, name string, similar float64) bool {
	x, y := []rune(key), []rune(name)
	for _, end := range words().KindEndings {
		a, is := strings.CutSuffix(key, end)
		if b, too := strings.CutSuffix(name, end); is && too {
			if rest := similarity(a, b); rest < similarEnough {
				return false
			}
			break
		}
	}
	longer := max(len(x), len(y)) - min(len(x), len(y))
	return longer <= 1 && len(y) > 1 && (similar >= similarEnough || editDistance(x, y) == 1)
}

// similarIDs lists the three ids of the catalogue nearest to a mistyped one.
func similarIDs(cat *kpi.Catalogue, id string) string {
	ids := make([]string, 0, 32)
	for _, in := range cat.All() {
		ids = append(ids, in.ID)
	}
	slices.SortStableFunc(ids, func(a, b string) int {
		return cmp.Compare(similarity(id, b), similarity(id, a))
	})
	return strings.Join(ids[:min(3, len(ids))], ", ")
}

// definition is a ready --kpi argument that makes an indicator of a heading:
// its direction and scale are a guess from the words, for a person to check.
func definition(heading string, fractions bool) string {
	text := normal(heading)
	direction, scale := "higher", "quantity"
	if slices.ContainsFunc(words().LowerWords, func(w string) bool { return strings.Contains(text, w) }) {
		direction = "lower"
	}
	if fractions || slices.ContainsFunc(words().ProportionWords, func(w string) bool { return strings.Contains(text, w) }) {
		scale = "proportion"
	}
	return quoteNaming(heading, direction+","+scale)
}

// quoteNaming writes --kpi "heading=meaning" so that a shell takes it as it is.
func quoteNaming(heading, meaning string) string {
	heading = strings.Join(strings.Fields(heading), " ")
	if strings.ContainsAny(heading, "\"$`\\!") {
		return "--kpi '" + strings.ReplaceAll(heading+"="+meaning, "'", `'\''`) + "'"
	}
	return `--kpi "` + heading + "=" + meaning + `"`
}
