package sheet

import (
	"errors"
	"io"
	"strings"
)

// recordArray is an array of objects in the object around it.
type recordArray struct {
	key  string
	at   int64 // where it begins in the text
	line int
}

// mostArrays is how many arrays of objects are looked for: one is read, and of several some
// are named.
const mostArrays = 10

// envelope finds the arrays of objects in a text that is one object and nothing else.
func (l *jsonLexer) envelope() ([]recordArray, error) {
	if c, err := l.peek(); errors.Is(err, io.EOF) || err == nil && c != '{' {
		return nil, nil
	}
	found, err := l.recordArrays("", 0)
	if err != nil {
		return nil, err
	}
	if _, err = l.peek(); errors.Is(err, io.EOF) {
		return found, nil
	}
	return nil, err // more records follow
}

// recordArrays finds the arrays of objects among the values of an object; where there is none,
// in the objects among them.
func (l *jsonLexer) recordArrays(path string, depth int) (found []recordArray, err error) {
	var inner []recordArray
	err = l.object(func(raw []byte) error {
		key, err := unquote(raw)
		if err != nil {
			return err
		}
		switch c, err := l.next(); {
		case err != nil:
			return err
		case c == '[':
			return l.recordArray(path+key, &found)
		case c == '{' && depth < mostNested:
			more, err := l.recordArrays(path+key+".", depth+1)
			inner = append(inner, more[:min(len(more), mostArrays-len(inner))]...)
			return err
		}
		return l.skip(depth)
	})
	if len(found) == 0 {
		found = inner
	}
	return found, err
}

// recordArray reads an array, and adds it when it is one of objects.
func (l *jsonLexer) recordArray(key string, found *[]recordArray) error {
	a, first := recordArray{strings.Clone(key), l.offset(), l.line}, true
	return l.array(func() error {
		if c, err := l.next(); err == nil && first && c == '{' && len(*found) < mostArrays {
			*found = append(*found, a)
		}
		first = false
		return l.skip(0)
	})
}
