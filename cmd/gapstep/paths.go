package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
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
		if err := closedFolder(pattern); err != nil {
			return &kpi.Fault{Code: "file.unreadable", Origin: kpi.Origin{File: filepath.Dir(pattern)}, Err: err}
		}
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

// closedFolder is why the folder of a pattern can't be looked into, which a search
// doesn't tell.
func closedFolder(pattern string) error {
	dir := filepath.Dir(pattern)
	if strings.ContainsAny(dir, "*?[") {
		return nil
	}
	if _, err := os.ReadDir(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// addFolder adds the files of a folder that hold data, by what stands in them, and not
// those of the folders in it. It warns of those that look like data and aren't read, and
// notes what else is passed over.
func (l *pathList) addFolder(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return &kpi.Fault{Code: "file.unreadable", Origin: kpi.Origin{File: folder}, Err: err}
	}
	c := &contents{folder: folder}
	before := len(l.paths)
	for _, e := range entries {
		c.sort(l, e.Name())
	}
	if len(l.paths) == before && len(l.seen) == 0 {
		return c.nothing()
	}
	for _, f := range c.refused {
		l.notes = append(l.notes, kpi.Diagnostic{Severity: kpi.Warning, Code: f.Code, Origin: f.Origin, Args: f.Args})
	}
	if len(c.over) > 0 {
		l.remark("path.passed_over", folder, kpi.Args{"count": strconv.Itoa(len(c.over)), "names": namesOf(c.over)})
	}
	l.remarkFolders(c)
	return nil
}

// contents are the entries of a folder that are not read.
type contents struct {
	folder  string
	refused []*kpi.Fault
	over    []string
	folders []string
}

// sort puts an entry of the folder where it belongs.
func (c *contents) sort(l *pathList, name string) {
	path := filepath.Join(c.folder, name)
	info, err := os.Stat(path)
	switch {
	case err != nil, strings.HasPrefix(name, "."), strings.HasPrefix(name, "~$"): // the last are the locks that Excel leaves
		c.over = append(c.over, name)
		return
	case info.IsDir():
		c.folders = append(c.folders, name)
		return
	}
	err = sheet.Recognise(path)
	if f := kpi.AsFault(err); f != nil {
		c.refused = append(c.refused, f)
	} else if err != nil {
		c.over = append(c.over, name)
	} else {
		l.addFile(path, info)
	}
}

// nothing is the fault of a folder without a file that is read: that of the first that should be,
// else where files may be.
func (c *contents) nothing() error {
	switch {
	case len(c.refused) > 0:
		return c.refused[0]
	case len(c.folders) > 0:
		return &kpi.Fault{Code: "path.only_folders", Origin: kpi.Origin{File: c.folder}, Args: c.folderArgs()}
	}
	return &kpi.Fault{Code: "path.empty_folder", Origin: kpi.Origin{File: c.folder}}
}

func (c *contents) folderArgs() kpi.Args {
	return kpi.Args{"count": strconv.Itoa(len(c.folders)), "names": namesOf(c.folders), "pattern": filepath.Join(c.folder, "*")}
}

// remarkFolders says that the folders in a folder are not entered; those that are named as the parts
// of one table are, month=2025-06, hold data for sure.
func (l *pathList) remarkFolders(c *contents) {
	if len(c.folders) == 0 {
		return
	}
	l.remark("path.folders", c.folder, c.folderArgs())
	if slices.ContainsFunc(c.folders, func(name string) bool { return strings.Contains(name, "=") }) {
		l.notes[len(l.notes)-1].Severity = kpi.Warning
	}
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
