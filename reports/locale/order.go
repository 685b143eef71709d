package locale

import (
	"cmp"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Order sorts names as readers of a language look them up: in Chinese by pinyin,
// behind names in Latin letters; accents and cases beside their plain letters; numbers
// by their size (2组 before 10组). A character of several readings has its common
// one, in surnames too: 单 stands under dān, 曾 under céng, 重庆 under zhòng. Order is not
// for several goroutines.
type Order struct {
	collator *collate.Collator
	buffer   collate.Buffer
	keys     map[string]string // of the names seen
}

// Order is the order of names in the printer's language.
func (p *Printer) Order() *Order {
	return &Order{collator: collate.New(language.MustParse(p.lang), collate.Numeric), keys: map[string]string{}}
}

// Compare is negative where a stands before b, and 0 only where both are the same
// text: what readers don't tell apart stands in the order of its bytes.
func (o *Order) Compare(a, b string) int {
	if a == b {
		return 0
	}
	return cmp.Or(cmp.Compare(o.key(a), o.key(b)), cmp.Compare(a, b))
}

func (o *Order) key(name string) string {
	key, seen := o.keys[name]
	if !seen {
		key = string(o.collator.KeyFromString(&o.buffer, name))
		o.buffer.Reset()
		o.keys[name] = key
	}
	return key
}
