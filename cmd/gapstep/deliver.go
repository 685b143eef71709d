package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports"
	"github.com/gapstep/gapstep/reports/locale"
)

// addOutputFlags adds where and in what form a report is written.
func addOutputFlags(f *pflag.FlagSet) {
	f.StringP("output", "o", "", "")
	f.String("format", "table", "")
	f.Bool("all", false, "")
	f.Bool("bom", false, "")
}

// The forms a report is written in, by suffix: those for people hold everything,
// those of rows hold the gaps alone. A folder gets the first five.
var (
	wholeFormats = []string{"xlsx", "html", "json"}
	rowFormats   = []string{"csv", "parquet", "arrow", "jsonl", "md"}
	formats      = append(slices.Clone(wholeFormats), rowFormats...)
	inFolder     = formats[:5]
)

// write writes the report in one form.
func (a *app) write(w io.Writer, r *reports.Report, format string) error {
	bom, _ := a.set.flags.GetBool("bom")
	switch format {
	case "xlsx":
		return reports.WriteXLSX(w, r, a.text)
	case "html":
		return reports.WriteHTML(w, r, a.text)
	case "json":
		return reports.WriteJSON(w, r)
	case "csv":
		return reports.WriteCSV(w, r, reports.CSVOptions{BOM: bom})
	case "parquet":
		return reports.WriteParquet(w, r)
	case "arrow":
		return reports.WriteArrow(w, r)
	case "jsonl":
		return reports.WriteJSONL(w, r)
	case "md":
		return reports.WriteMarkdown(w, r, a.text)
	case "table":
		return reports.WriteTable(w, r, a.textOptions())
	}
	return badFlag("format", format, "table, "+strings.Join(formats, ", "))
}

func (a *app) textOptions() reports.TextOptions {
	width, _ := isTerminal(a.out)
	return reports.TextOptions{Printer: a.text, Width: width, Color: a.colored()}
}

// deliver writes the report to stdout in the form asked for and, with -o, into
// files named base. What is wrong with the data is never left unsaid: where
// stdout doesn't hold it for people, it goes to stderr.
func (a *app) deliver(r *reports.Report, base string) error {
	format, _ := a.set.flags.GetString("format")
	out, _ := a.set.flags.GetString("output")
	if suffix, single := formatOf(out); !single || suffix != format { // the same rows are not written twice
		if err := a.write(a.out, r, format); err != nil {
			return err
		}
	}
	if err := a.deliverFiles(r, base, inFolder); err != nil {
		return err
	}
	if format != "table" {
		return a.printTallies(r)
	}
	return nil
}

// deliverOther is deliver for reports whose table is another one than that of
// the gaps, and that have no csv form. It ends with the exit code asked for.
func (a *app) deliverOther(r *reports.Report, base string, table func() error) error {
	format, _ := a.set.flags.GetString("format")
	write := func() error { return a.write(a.out, r, format) }
	if format == "table" {
		write = table
	}
	if err := write(); err != nil {
		return err
	}
	if err := a.deliverFiles(r, base, wholeFormats); err != nil {
		return err
	}
	if err := a.printTallies(r); err != nil {
		return err
	}
	if a.fails(r) {
		return errFindings
	}
	return nil
}

// printTallies says on stderr what was read, used, rejected and blank, and what
// could not be used.
func (a *app) printTallies(r *reports.Report) error {
	if a.set.quiet {
		return nil
	}
	return reports.WriteQuality(a.err, r.Inputs, r.Diagnostics, a.asideOptions())
}

// mostOfCode is how many remarks of one code about the data stderr lists, without
// --verbose.
const mostOfCode = 20

// asideOptions are textOptions for what goes to stderr beside the result.
func (a *app) asideOptions() reports.TextOptions {
	opt := a.textOptions()
	if verbose, _ := a.set.flags.GetBool("verbose"); !verbose {
		opt.PerCode = mostOfCode
	}
	return opt
}

func (a *app) deliverFiles(r *reports.Report, base string, forms []string) error {
	out, _ := a.set.flags.GetString("output")
	if out == "" {
		return nil
	}
	if format, ok := formatOf(out); ok {
		return a.writeFile(out, r, format)
	}
	return a.writeFolder(out, r, base, forms)
}

func formatOf(path string) (string, bool) {
	ext := strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".")
	for _, f := range formats {
		if f == ext && !isFolder(path) {
			return f, true
		}
	}
	return "", false
}

func isFolder(path string) bool {
	st, err := os.Stat(path)
	return strings.HasSuffix(path, string(filepath.Separator)) || strings.HasSuffix(path, "/") || err == nil && st.IsDir()
}

func (a *app) writeFile(path string, r *reports.Report, format string) error {
	f, err := beginFile(path)
	if err != nil {
		return err
	}
	defer f.discard()
	b := bufio.NewWriterSize(f, 1<<18)
	if err := a.write(b, r, format); err != nil {
		return err
	}
	if err := b.Flush(); err != nil {
		return writeFault(path, err)
	}
	if err := f.commit(forOwner); err != nil {
		return err
	}
	a.note("cmd.wrote", locale.Args{"path": path})
	return nil
}

// The modes of files: reports are about people, samples are for a collector of
// another user.
const (
	forOwner     = 0o640
	forEverybody = 0o644
)

// replaceFile writes data beside path and renames, so that nobody ever finds
// half a file.
func replaceFile(path string, data []byte, mode os.FileMode) error {
	f, err := beginFile(path)
	if err != nil {
		return err
	}
	defer f.discard()
	if _, err := f.Write(data); err != nil {
		return writeFault(path, err)
	}
	return f.commit(mode)
}

// pendingFile is a file that takes its name when it is whole.
type pendingFile struct {
	*os.File
	path string
	done bool
}

func beginFile(path string) (*pendingFile, error) {
	f, err := os.CreateTemp(filepath.Dir(path), pendingPattern())
	if err != nil {
		return nil, writeFault(path, err)
	}
	return &pendingFile{File: f, path: path}, nil
}

// commit gives the file its name.
func (f *pendingFile) commit(mode os.FileMode) error {
	err := errors.Join(f.Chmod(mode), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), f.path)
	}
	if err != nil {
		return writeFault(f.path, err)
	}
	f.done = true
	return nil
}

// discard removes what was not committed.
func (f *pendingFile) discard() {
	if !f.done {
		_ = errors.Join(f.Close(), os.Remove(f.Name())) // nothing more can be done about it
	}
}

func writeFault(path string, err error) error {
	return &kpi.Fault{Code: "file.not_written", Origin: kpi.Origin{File: path}, Err: err}
}

// shellWords quotes file names so that the line can be pasted into a shell.
func shellWords(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = w
		if strings.ContainsAny(w, " \t\n'\"\\$&|;<>()*?[]#~=%!`{}") || w == "" {
			quoted[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(quoted, " ")
}

// machineWord writes a flag's word as machines read it: team_mean.
func machineWord(s string) string { return strings.ReplaceAll(s, "-", "_") }

// createFile writes a file that must not be there yet.
func createFile(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, forOwner)
	if errors.Is(err, os.ErrExist) {
		return &kpi.Fault{Class: kpi.Usage, Code: "file.exists", Origin: kpi.Origin{File: path}}
	}
	if err != nil {
		return writeFault(path, err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return writeFault(path, err)
	}
	return nil
}

// again writes the words of a next command over the same files: the flags that
// made this run what it was, then the arguments.
func (a *app) again(args ...string) string {
	return a.withFlags(args, "config", "store", "kpi", "encoding", "date-order", "sheet", "unit", "window", "as-of", "reference", "cohort", "source", "query", "table")
}

// withFlags puts before args those of the named flags that were given.
func (a *app) withFlags(args []string, names ...string) string {
	var words []string
	for _, name := range names {
		f := a.set.flags.Lookup(name)
		if f == nil || !f.Changed || a.set.fromEnv[name] {
			continue
		}
		values := []string{f.Value.String()}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		for _, v := range values {
			words = append(words, "--"+name, v)
		}
	}
	return shellWords(append(words, args...))
}
