package sheet

import (
	"errors"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The measure of the Pollock benchmark (Vitagliano et al., VLDB 2023) for a table that was
// read from a polluted file, against the clean one: whether it was read at all, and
// precision, recall and F1 of the header's cells, of the records and of all cells, as
// multisets. Ten is perfect.

// record is a line of a csv file, with the line on which it begins.
type record struct {
	fields []string
	line   int
}

// rfcRecords reads RFC 4180 without judging it: quotes within a plain field are texts, and
// what follows a closing quote belongs to the field. A blank line is a record without
// fields. It shares nothing with the reader that it is to judge.
func rfcRecords(text string, delimiter byte) (list []record) {
	const (
		fieldStart = iota
		plainField
		quotedField
		quoteMet
	)
	one, field, state, line := record{line: 1}, []byte{}, fieldStart, 1
	text = strings.TrimPrefix(text, "\ufeff")
	end := func() {
		if len(one.fields) > 0 || state != fieldStart {
			one.fields = append(one.fields, string(field))
		}
		line++
		list = append(list, one)
		one, field, state = record{line: line}, field[:0], fieldStart
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\r' && i+1 < len(text) && text[i+1] == '\n' && state != quotedField {
			continue
		}
		switch {
		case state == quotedField && c == '"':
			state = quoteMet
		case state == quotedField:
			if c == '\n' || c == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
				line++
			}
			field = append(field, c)
		case state == quoteMet && c == '"':
			field, state = append(field, c), quotedField
		case state == fieldStart && c == '"':
			state = quotedField
		case c == delimiter:
			one.fields = append(one.fields, string(field))
			field, state = field[:0], fieldStart
		case c == '\n' || c == '\r':
			end()
		default:
			field, state = append(field, c), plainField
		}
	}
	if len(one.fields) > 0 || state != fieldStart {
		end()
	}
	return list
}

var (
	wholeNumber = regexp.MustCompile(`^[+-]?\d+$`)
	noNumber    = regexp.MustCompile(`[a-df-zA-DF-Z_]|^\D*$`)
)

// normalCell writes numbers of one value alike, within integers and within fractions, and
// truth values as 1 and 0: as the str and repr of Python write them.
func normalCell(cell string) string {
	cell = strings.TrimSpace(cell)
	switch strings.ToLower(cell) {
	case "true":
		return "1"
	case "false":
		return "0"
	}
	if wholeNumber.MatchString(cell) {
		n, _ := new(big.Int).SetString(cell, 10)
		return n.String()
	}
	if noNumber.MatchString(cell) {
		return cell
	}
	f, err := strconv.ParseFloat(cell, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return cell
	}
	return shortest(f)
}

// shortest is the shortest text of a fraction, with an exponent below 1e-4 and from 1e16.
func shortest(f float64) string {
	if a := math.Abs(f); a != 0 && (a < 1e-4 || a >= 1e16) {
		return strings.TrimPrefix(strings.ToLower(strconv.FormatFloat(f, 'e', -1, 64)), "+")
	}
	text := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}

// shares are precision, recall and F1 of what was read.
func shares(want, got []string) [3]float64 {
	if len(want) == 0 {
		return [3]float64{1, 1, 1}
	}
	left, both := map[string]int{}, 0
	for _, w := range want {
		left[w]++
	}
	for _, g := range got {
		if left[g] > 0 {
			left[g]--
			both++
		}
	}
	if both == 0 {
		return [3]float64{}
	}
	p, r := float64(both)/float64(len(got)), float64(both)/float64(len(want))
	return [3]float64{p, r, 2 * p * r / (p + r)}
}

// scoreOf is the score of what was read.
func scoreOf(want, got []record) float64 {
	if len(want) == 0 {
		return 10
	}
	if len(got) == 0 {
		return 1
	}
	sum := 1.0
	for _, s := range [][3]float64{shares(normalCells(want[0].fields), normalCells(got[0].fields)),
		shares(joinedRecords(want[1:]), joinedRecords(got[1:])), shares(allCells(want), allCells(got))} {
		sum += s[0] + s[1] + s[2]
	}
	return sum
}

func normalCells(fields []string) (list []string) {
	for _, f := range fields {
		list = append(list, normalCell(f))
	}
	return list
}

func joinedRecords(records []record) (list []string) {
	for _, r := range records {
		list = append(list, strings.Join(normalCells(r.fields), ""))
	}
	return list
}

func allCells(records []record) (list []string) {
	for _, r := range records {
		list = append(list, r.fields...)
	}
	return list
}

func TestTheScoreOfATable(t *testing.T) {
	const clean = "a,b\r\n1,x\r\n2.50,\"y\r\nz\"\r\n"
	for _, c := range []struct {
		sentence, read string
		want           float64
	}{
		{"the same", clean, 10},
		{"numbers of the same value are the same in records, not among cells", "a,b\n01,x\n2.5,\"y\r\nz\"\n", 7 + 3*4.0/6},
		{"nothing", "", 1},
		{"a record that is missing", "a,b\n1,x\n", 4 + (1 + 0.5 + 2.0/3) + (1 + 4.0/6 + 0.8)},
		{"nothing in common", "c,d\n3,e\n", 1},
	} {
		if got := scoreOf(rfcRecords(clean, ','), rfcRecords(c.read, ',')); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", c.sentence, got, c.want)
		}
	}
	for cell, want := range map[string]string{"+007": "7", " TRUE ": "1", "1e5": "100000.0", "0.00001": "1e-05", "1e16": "1e+16", "1,5": "1,5", "-": "-", "2025-06": "2025-06", "-0": "0", "1e999": "inf", "n/a": "n/a", "1_0": "1_0"} {
		if got := normalCell(cell); got != want {
			t.Errorf("%q is %q, want %q", cell, got, want)
		}
	}
}
