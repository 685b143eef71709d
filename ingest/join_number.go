package ingest

import "strings"

// A spreadsheet that takes ids for numbers writes 1 where the other file has 001. Texts
// are not told from numbers by guessing: two people may be 01 and 1.

// key is a key as it is compared.
func (j Join) key(text string) string {
	if j.Number {
		return numberKey(text)
	}
	return text
}

// numberKey is a key without the zeros that a number doesn't have: 001, 1 and 1.0 are
// 1. Other texts stay as they are.
func numberKey(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	if !isDigitsOnly(whole) || strings.Trim(fraction, "0") != "" {
		return text
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		return "0"
	}
	return whole
}

func isDigitsOnly(text string) bool { return isDigits(text) && !strings.Contains(text, ".") }

// asNumbers is "yes" where each of the data's keys without a partner has just one as a
// number, and no two have the same; "" otherwise.
func asNumbers(missing, roster []string) string {
	of := map[string]int{}
	for _, key := range roster {
		of[numberKey(key)]++
	}
	for _, key := range missing {
		if of[numberKey(key)] != 1 {
			return ""
		}
		of[numberKey(key)] = 0
	}
	if len(missing) == 0 {
		return ""
	}
	return "yes"
}

// noteWidth notes the length of a key of the data.
func (jr *joinedRoster) noteWidth(text string) {
	switch {
	case jr.width == 0 && isDigitsOnly(text):
		jr.width = len(text)
	case !isDigitsOnly(text) || len(text) != jr.width:
		jr.width = -1
	}
}

// written is a key of the roster as the data write theirs.
func (jr *joinedRoster) written(key string, j Join) string {
	if !j.Number || jr.width < 0 || !isDigitsOnly(key) {
		return key
	}
	return strings.Repeat("0", max(0, jr.width-len(key))) + key
}
