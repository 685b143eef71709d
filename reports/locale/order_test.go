package locale

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Pinyin by a dictionary: ā míng, cài, céng, dān, lǐ, líng, lǚ, lǜ, ōu, wáng, zhāng,
// zhòng. The tables of Unicode (CLDR) give a character its common reading: the
// surnames 单 (Shàn), 曾 (Zēng) and 仇 (Qiú) and the city 重庆 (Chóngqìng) stand under another.
func TestNamesStandWhereReadersLookForThem(t *testing.T) {
	for name, c := range map[string]struct {
		lang string
		want []string
	}{
		"Chinese by pinyin, Latin before":  {"zh", []string{"Ärger", "Zoë", "阿明", "李四", "王五", "张三"}},
		"one surname, then the given name": {"zh", []string{"张丽", "张三", "张伟", "章丽"}},
		"tones":                            {"zh", []string{"吕", "绿"}},
		"the common reading":               {"zh", []string{"蔡", "曾国藩", "仇英", "单雄信", "王五", "张三", "重庆"}},
		"rare characters among the others": {"zh", []string{"阿明", "龘", "李四"}},
		"numbers by size":                  {"zh", []string{"1组", "2组", "10组", "E9", "E10", "E107", "华东1区", "华东2区", "华东10区"}},
		"nothing first":                    {"zh", []string{"", "a", "阿明"}},
		"English":                          {"en", []string{"Abel", "Ärger", "Zeta", "zoe", "Zoë", "Zoey"}},
		"cases beside each other":          {"en", []string{"li na", "Li Na", "Li Wei"}},
		"numbers in English":               {"en", []string{"E9", "E10", "Team 2", "Team 10"}},
	} {
		got := slices.Clone(c.want)
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		slices.SortFunc(got, printer(t, c.lang).Order().Compare)
		if diff := gocmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// The order is one: whatever names come from a file, they stand in the same
// sequence in every run, and only the same text is the same.
func TestOrderIsTotal(t *testing.T) {
	names := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("张李王阿单曾重吕绿 aÄäEe0123（)'\u0308\x00\xff"))), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
	for _, lang := range Languages() {
		o, other := printer(t, lang).Order(), printer(t, lang)
		rapid.Check(t, func(t *rapid.T) {
			a, b, c := names.Draw(t, "a"), names.Draw(t, "b"), names.Draw(t, "c")
			ab, bc, ac := o.Compare(a, b), o.Compare(b, c), o.Compare(a, c)
			if (ab == 0) != (a == b) || ab != -o.Compare(b, a) || ab <= 0 && bc <= 0 && ac > 0 {
				t.Fatalf("%q %q %q: %d %d %d", a, b, c, ab, bc, ac)
			}
			if again := other.Order().Compare(a, b); cmp.Compare(again, 0) != cmp.Compare(ab, 0) {
				t.Fatalf("%q %q: %d, and %d another time", a, b, ab, again)
			}
		})
	}
}
