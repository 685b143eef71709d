package sheet

import (
	"encoding/json"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// open goes to the records of a text that is one object around them.
func (r *objectReader) open() error {
	body, ok := wholeObject(r.text)
	if !ok {
		return nil
	}
	keys, at := recordArrays(r.text, body, "")
	switch len(keys) {
	case 0:
		return nil // a record
	case 1:
	default:
		return fault("json.several_arrays", r.file.Path, kpi.Args{"keys": strings.Join(keys, ", "), "line": "1"})
	}
	r.line += countLines(r.text[:at[0].from])
	r.text = r.text[at[0].from:at[0].to]
	r.file.report(kpi.Note, "json.envelope", kpi.Origin{}, kpi.Args{"key": keys[0]})
	return nil
}

// jsonSpan is a value in a text.
type jsonSpan struct{ from, to int }

// wholeObject reports whether a text is one object and nothing else.
func wholeObject(text string) (jsonSpan, bool) {
	from := skipJSONSpace(text, 0)
	if from == len(text) || text[from] != '{' {
		return jsonSpan{}, false
	}
	to := jsonEnd(text, from)
	return jsonSpan{from, to}, to > from && skipJSONSpace(text, to) == len(text)
}

// recordArrays finds the arrays of objects among the values of an object; where
// there is none, in the objects among them.
func recordArrays(text string, object jsonSpan, path string) (keys []string, at []jsonSpan) {
	var inner []jsonSpan
	var names []string
	for key, value := range members(text, object) {
		first := text[value.from]
		next := skipJSONSpace(text, value.from+1)
		switch {
		case first == '[' && next < value.to && text[next] == '{':
			keys, at = append(keys, path+key), append(at, value)
		case first == '{':
			inner, names = append(inner, value), append(names, path+key+".")
		}
	}
	if len(keys) > 0 || strings.Count(path, ".") >= mostNested {
		return keys, at
	}
	for i, object := range inner {
		more, places := recordArrays(text, object, names[i])
		keys, at = append(keys, more...), append(at, places...)
	}
	return keys, at
}

// members are the keys and values of an object, as far as it is well formed: what
// is damaged is found when it is read.
func members(text string, object jsonSpan) func(func(string, jsonSpan) bool) {
	return func(yield func(string, jsonSpan) bool) {
		for at := skipJSONSpace(text, object.from+1); at < object.to && text[at] == '"'; {
			end := jsonEnd(text, at)
			colon := skipJSONSpace(text, max(end, at))
			var key string
			if end < 0 || colon >= object.to || text[colon] != ':' || json.Unmarshal([]byte(text[at:end]), &key) != nil {
				return
			}
			from := skipJSONSpace(text, colon+1)
			to := jsonEnd(text, from)
			if to <= from || !yield(key, jsonSpan{from, to}) {
				return
			}
			if at = skipJSONSpace(text, to); at >= object.to || text[at] != ',' {
				return
			}
			at = skipJSONSpace(text, at+1)
		}
	}
}

func skipJSONSpace(text string, at int) int {
	for at < len(text) && strings.IndexByte(" \t\r\n", text[at]) >= 0 {
		at++
	}
	return at
}

// jsonEnd is where the value that begins at from ends, −1 where it does not.
func jsonEnd(text string, from int) int {
	depth := 0
	for at := from; at < len(text); at++ {
		switch c := text[at]; {
		case c == '"':
			if at = stringEnd(text, at); at < 0 {
				return -1
			}
		case strings.IndexByte("{[", c) >= 0:
			depth++
			continue
		case strings.IndexByte("}]", c) >= 0:
			depth--
		case depth == 0 && strings.IndexByte(", \t\r\n", c) >= 0:
			return at // of a number or a word
		default:
			continue
		}
		if depth <= 0 {
			return at + 1 + min(0, depth)
		}
	}
	if depth > 0 {
		return -1
	}
	return len(text)
}

// stringEnd is where the quote stands that ends a string, −1 where there is none.
func stringEnd(text string, from int) int {
	for at := from + 1; at < len(text); at++ {
		switch text[at] {
		case '\\':
			at++
		case '"':
			return at
		}
	}
	return -1
}
