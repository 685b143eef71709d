package main

import (
	"cmp"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/gapstep/gapstep/ingest"
	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// addSourceFlags adds what names a database to read from.
func addSourceFlags(f *pflag.FlagSet) {
	f.String("source", "", "")
	f.String("query", "", "")
	f.String("table", "", "")
	f.StringArray("corrects", nil, "")
}

// pathList is the names of a command line made out: what is read, and what is to
// be said about the rest.
type pathList struct {
	paths []string
	notes []kpi.Diagnostic
	seen  []os.FileInfo // of paths that are files
}

// expandPaths turns folders and patterns into the files in them, sorted; the
// same file twice is one. "-" is stdin and stays.
func expandPaths(args []string) (*pathList, error) {
	l := &pathList{}
	for _, arg := range args {
		if err := l.add(arg); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *pathList) add(arg string) error {
	info, err := os.Stat(arg)
	switch {
	case arg == "-":
		if !slices.Contains(l.paths, arg) {
			l.paths = append(l.paths, arg)
		}
	case err == nil && info.IsDir():
		return l.addFolder(arg)
	case err == nil:
		l.addFile(arg, info)
	case strings.ContainsAny(arg, "*?["):
		return l.addPattern(arg)
	default:
		l.paths = append(l.paths, arg) // reading it says what is wrong
	}
	return nil
}

// addFile adds a file unless it is there already under whatever name.
func (l *pathList) addFile(path string, info os.FileInfo) {
	if slices.ContainsFunc(l.seen, func(other os.FileInfo) bool { return os.SameFile(info, other) }) {
		l.remark("path.twice", path, nil)
		return
	}
	l.seen = append(l.seen, info)
	l.paths = append(l.paths, path)
}

func (l *pathList) remark(code, path string, args kpi.Args) {
	l.notes = append(l.notes, kpi.Diagnostic{Severity: kpi.Note, Code: code, Origin: kpi.Origin{File: path}, Args: args})
}

// addPattern adds what a pattern stands for where no shell has done so.
func (l *pathList) addPattern(pattern string) error {
	found, err := filepath.Glob(pattern)
	if err != nil {
		return &kpi.Fault{Class: kpi.Usage, Code: "path.no_match", Origin: kpi.Origin{File: pattern}, Err: err}
	}
	if len(found) == 0 { // as a file that is named and is not there
		return &kpi.Fault{Code: "path.no_match", Origin: kpi.Origin{File: pattern}}
	}
	for _, path := range found {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			l.remark("path.passed_over", path, kpi.Args{"count": "1", "names": path})
			continue
		}
		if err := l.add(path); err != nil {
			return err
		}
	}
	return nil
}

// readable are the suffixes of the files of a folder that are read. A .txt may
// be anything, and is read when it is named.
var readable = []string{".xlsx", ".xlsm", ".csv", ".tsv", ".tab", ".parquet", ".arrow", ".arrows", ".feather", ".ipc", ".json", ".jsonl", ".ndjson"}

// compressible are those of them that are also read with .gz behind.
var compressible = []string{".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson"}

// addFolder adds the files of a folder, not those of the folders in it, and
// notes what is passed over.
func (l *pathList) addFolder(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return &kpi.Fault{Code: "file.unreadable", Origin: kpi.Origin{File: folder}, Err: err}
	}
	var over []string
	before := len(l.paths)
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		info, err := os.Stat(path)
		if err != nil || info.IsDir() || !isReadable(e.Name()) {
			over = append(over, e.Name())
			continue
		}
		l.addFile(path, info)
	}
	if len(l.paths) == before && len(l.seen) == 0 {
		return &kpi.Fault{Code: "path.empty_folder", Origin: kpi.Origin{File: folder}}
	}
	if len(over) > 0 {
		l.remark("path.passed_over", folder, kpi.Args{"count": strconv.Itoa(len(over)), "names": namesOf(over)})
	}
	return nil
}

// isReadable tells by its name whether a file of a folder is to be read: hidden
// files and the locks that Excel leaves are not.
func isReadable(name string) bool {
	name = strings.ToLower(name)
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") {
		return false
	}
	if text, ok := strings.CutSuffix(name, ".gz"); ok {
		return slices.Contains(compressible, filepath.Ext(text))
	}
	return slices.Contains(readable, filepath.Ext(name))
}

// namesOf lists names, the first ten of many.
func namesOf(names []string) string {
	const most = 10
	if len(names) > most {
		return strings.Join(names[:most], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

// openInputs reads every input of a command line one after another: files,
// stdin, and the source of the flags.
func (a *app) openInputs(ctx context.Context, paths []string, opt ingest.Options) ([]*sheet.File, error) {
	if err := checkQuery(a.query()); err != nil {
		return nil, err
	}
	var files []*sheet.File
	for _, path := range paths {
		f, err := a.readFile(ctx, path, opt.SheetOptions(path))
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	if q := a.query(); q != (sheet.Query{}) {
		f, err := sheet.ReadQuery(ctx, q)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// query is the source that the flags name, nothing when there is none.
func (a *app) query() sheet.Query {
	var q sheet.Query
	q.Source, _ = a.set.flags.GetString("source")
	q.SQL, _ = a.set.flags.GetString("query")
	q.Table, _ = a.set.flags.GetString("table")
	return q
}

// checkQuery refuses --query and --table that contradict each other or lack a
// --source.
func checkQuery(q sheet.Query) error {
	given := cmp.Or(q.SQL, q.Table)
	switch {
	case q.Source == "" && given != "":
		return badFlag("source", "", "postgres://…, sqlite:FILE")
	case q.SQL != "" && q.Table != "":
		return badFlag("table", q.Table, "--query | --table")
	}
	return nil
}

// readFile reads one file, or stdin for "-".
func (a *app) readFile(ctx context.Context, path string, opt sheet.Options) (*sheet.File, error) {
	if path != "-" {
		return sheet.Read(ctx, path, opt)
	}
	data, err := fromStdin(ctx, func() ([]byte, error) { return io.ReadAll(a.in) })
	if err != nil {
		return nil, err
	}
	return sheet.Decode(ctx, "stdin", data, opt)
}
