package sheet

import (
	"context"
	"slices"
)

// headXLSX reads the first rows of the chosen sheets. Their tables are as wide
// as these rows.
func headXLSX(ctx context.Context, in *input, f *File, opt Options, rows int) (more bool, err error) {
	w, err := openWorkbook(f, in, in.size)
	if err != nil {
		return false, err
	}
	w.most = rows
	if more, err = w.readTables(ctx, f, opt); err != nil {
		return false, err
	}
	for i := range f.Tables {
		t := &f.Tables[i]
		for _, row := range t.Rows {
			t.Width = max(t.Width, len(row.Cells))
		}
	}
	return more, nil
}

// streamXLSX streams one of the chosen sheets. The others are read all the same, for what
// is told of the file does not depend on which of its sheets is streamed.
func streamXLSX(ctx context.Context, in *input, f *File, opt StreamOptions) error {
	w, err := openWorkbook(f, in, in.size)
	if err != nil {
		return err
	}
	chosen, err := w.choose(f, opt.Sheets)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(chosen, func(s sheetRef) bool { return s.name == opt.Sheet })
	if at < 0 {
		return ErrNoStream
	}
	for i, s := range chosen {
		if i != at {
			err = w.streamSheet(ctx, f, s, &tableColumns{w: w})
		} else {
			err = w.streamSheet(ctx, f, s, newTableColumns(w, opt))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// streamSheet reads a sheet into batches.
func (w *workbook) streamSheet(ctx context.Context, f *File, s sheetRef, to *tableColumns) error {
	t, top, err := w.readSheet(ctx, f, s, to)
	if err != nil {
		return err
	}
	if to.sink != nil && !knownInTime(t.Merged, top, to.after) {
		return ErrNoStream
	}
	f.Tables = append(f.Tables, t)
	return to.deliver()
}

// knownInTime reports whether the areas of merged cells are all above the rows
// that are streamed, and known from the head: they stand behind the rows.
func knownInTime(merged []Area, top outline, after int) bool {
	below := slices.ContainsFunc(merged, func(a Area) bool { return a.Bottom > after })
	return len(merged) == 0 || top.uneven && !below
}
