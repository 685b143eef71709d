package sheet

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// readJSON reads records: an object a line (jsonl, ndjson), or an array of
// objects. The keys in the order of their first appearance are the header, and
// record k stands in row k + 1, as if it were a sheet. Keys of objects within
// objects are joined by points (employee.id). Where the text is one object, around
// one array of objects, these are the records: {"total": 2, "data": [{…}, {…}]};
// such a text is read twice, the first time to find them.
func readJSON(ctx context.Context, in *input, f *File, opt Options, top int) error {
	text, err := streamedJSON(ctx, in, f, opt)
	if err == nil {
		err = readObjects(f, text, opt.Progress, top)
	}
	if !errors.Is(err, errDoubtful) {
		return err
	}
	*f = File{Path: f.Path, inner: f.inner}
	if text, err = wholeJSON(in, f, opt); err != nil {
		return err
	}
	return readObjects(f, text, opt.Progress, top)
}

// looksJSON reports whether a text without a telling name begins as records
// do, and as no delimited text does.
func looksJSON(data []byte) bool {
	head := strings.Join(strings.Fields(strings.TrimPrefix(string(data[:min(len(data), 512)]), bomUTF8)), "")
	return strings.HasPrefix(head, `{"`) && strings.Contains(head, `":`) || strings.HasPrefix(head, `[{`)
}

// readObjects reads the records of a text.
func readObjects(f *File, text *jsonText, p *Progress, top int) error {
	within, err := findRecords(f, text)
	if err != nil {
		return err
	}
	src, err := text.open(p)
	if err != nil {
		return err
	}
	r := newObjectReader(f, src, top)
	r.progress = p
	if within != nil {
		_, err = io.CopyN(io.Discard, src, within.at)
		r.line = within.line
	}
	if err == nil {
		err = r.readAll(within != nil)
	}
	if err == nil && r.isByColumns() {
		err = fault("json.by_columns", f.Path, nil)
	}
	if err = settle(src, r.fault(err)); err != nil {
		return err
	}
	f.SHA256, f.Tables = text.hash(), []Table{r.table()}
	return nil
}

// findRecords finds the records of a text that is one object around them; nil when it
// is another one.
func findRecords(f *File, text *jsonText) (*recordArray, error) {
	src, err := text.open(nil)
	if err != nil {
		return nil, err
	}
	r := newObjectReader(f, src, 0)
	found, err := r.envelope()
	switch {
	case err != nil:
		return nil, settle(src, r.fault(err))
	case len(found) == 0:
		return nil, nil
	case len(found) == 1:
		f.report(kpi.Note, "json.envelope", kpi.Origin{}, kpi.Args{"key": found[0].key})
		return &found[0], nil
	}
	var keys []string
	for _, a := range found {
		keys = append(keys, a.key)
	}
	if len(found) == mostArrays {
		keys[mostArrays-1] = "…"
	}
	return nil, settle(src, fault("json.several_arrays", f.Path, kpi.Args{"keys": strings.Join(keys, ", "), "line": "1"}))
}
