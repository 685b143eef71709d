package reports

import (
	"bufio"
	"encoding/json"
	"io"
)

// WriteJSONL writes the rows of [Report.Shown] as JSON lines: each line is one
// element of gaps[] of [WriteJSON], in the same order, so that a stream can be
// read without the whole. What is not about a row (inputs, plans, method) stands
// in the document of WriteJSON alone.
func WriteJSONL(w io.Writer, r *Report) error {
	b := bufio.NewWriterSize(w, 1<<16)
	for _, g := range r.Shown() {
		line, err := json.Marshal(newGapJSON(g))
		if err != nil {
			return err
		}
		b.Write(append(line, '\n')) //nolint:errcheck // the first error of a write comes back from Flush
	}
	return b.Flush()
}
