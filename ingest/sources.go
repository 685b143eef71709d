package ingest

import (
	"cmp"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/ingest/sheet"
)

// SourcesOf writes the readings of tables that were read down as sources, in
// their order, so that they fit the files of the next period too: digits and
// dates in the names of files are any, and a sheet is named only where a file has
// several and the name is no period. Where that would make one source fit tables
// that are read in different ways, the names stay as they are. Sheets that are each
// a person's share one source.
func SourcesOf(readings []Reading) []Source {
	var list []Source
	var files []string
	for _, r := range readings {
		if file := SourceOf(r).Match; !slices.Contains(files, file) {
			files = append(files, file)
		}
	}
	for _, file := range files {
		list = append(list, sourcesOfFile(readings, file)...)
	}
	list = widenMatches(list, files, readings)
	for _, r := range readings {
		late := Source{Match: literal(SourceOf(r).Match), Corrects: true}
		if r.Corrects && r.Source.isEvents() && !slices.ContainsFunc(list, func(s Source) bool { return reflect.DeepEqual(s, late) }) {
			list = append(list, late)
		}
	}
	return list
}

// eventMatch is the pattern of a source of events that stands for a file so far, ""
// for other sources: the rows of all its files are summed together, so that they must
// stay one source.
func eventMatch(readings []Reading, s Source) string {
	for _, r := range readings {
		if !r.Source.isEvents() {
			continue
		}
		own := SourceOf(r)
		own.Sheet = s.Sheet
		if reflect.DeepEqual(own, s) {
			return r.Source.Match
		}
	}
	return ""
}

// sourcesOfFile are the sources of the tables of one file that were read.
func sourcesOfFile(readings []Reading, file string) []Source {
	var list []Source
	var sheets []string
	for _, r := range readings {
		src := SourceOf(r)
		if src.Match != file {
			continue
		}
		if !slices.Contains(sheets, r.Sheet) {
			sheets = append(sheets, r.Sheet)
		}
		if r.Skipped == "" {
			list = append(list, src)
		}
	}
	list = mergePeople(mergeForms(list, readings, file))
	if len(sheets) == 1 {
		for i := range list {
			list[i].Sheet = ""
		}
		return list
	}
	return mergePeriods(list)
}

// mergePeople makes one source of those of a workbook with a sheet for each
// person, when all its sheets are of one form.
func mergePeople(list []Source) []Source {
	first := slices.IndexFunc(list, func(s Source) bool { return s.Sheets != "" })
	if first < 0 {
		return list
	}
	one := list[first]
	one.Sheet = ""
	rest := slices.DeleteFunc(slices.Clone(list), func(s Source) bool {
		s.Sheet = ""
		return reflect.DeepEqual(s, one)
	})
	if slices.ContainsFunc(rest, func(s Source) bool { return s.Match == one.Match }) {
		return list
	}
	return slices.Insert(rest, min(first, len(rest)), one)
}

// mergeForms makes one source of the sheets of a file that are each a person's
// by the labels above its table, when all of them are of one form.
func mergeForms(list []Source, readings []Reading, file string) []Source {
	for _, r := range readings {
		if r.Skipped == "" && r.EmployeeFrom != "title" && SourceOf(r).Match == file {
			return list
		}
	}
	var one []Source
	for _, s := range list {
		s.Sheet = ""
		if one = append(one, s); !reflect.DeepEqual(s, one[0]) {
			return list
		}
	}
	return one[:min(1, len(one))]
}

// mergePeriods makes one source of the sheets of a file whose names are
// periods, when all of them are of one form; it stands last, behind the sheets
// that are named.
func mergePeriods(list []Source) []Source {
	var named, dated []Source
	for _, s := range list {
		if s.Sheet == "" || findPeriod(s.Sheet, 2000).period.Grain == 0 {
			named = append(named, s)
			continue
		}
		s.Sheet = ""
		if !slices.ContainsFunc(dated, func(o Source) bool { return reflect.DeepEqual(o, s) }) {
			dated = append(dated, s)
		}
	}
	if len(dated) != 1 || slices.ContainsFunc(named, func(s Source) bool { return s.Sheet == "" }) {
		return list
	}
	return append(named, dated[0])
}

// widenMatches lets the sources fit files with another date in the name, where
// every file of the run is still read by the sources that were its own.
func widenMatches(list []Source, files []string, readings []Reading) []Source {
	own := map[string][]Source{} // by file, without its name
	for _, s := range list {
		file := s.Match
		s.Match = ""
		own[file] = append(own[file], s)
	}
	var out []Source
	for _, s := range list {
		pattern := cmp.Or(eventMatch(readings, s), Pattern(s.Match))
		for _, f := range files {
			if ok, _ := path.Match(pattern, f); ok && !reflect.DeepEqual(own[f], own[s.Match]) {
				pattern = literal(s.Match)
				break
			}
		}
		s.Match = pattern
		if !slices.ContainsFunc(out, func(o Source) bool { return reflect.DeepEqual(o, s) }) {
			out = append(out, s)
		}
	}
	return out
}

// dated are the parts of a file's name that tell periods apart: digits with
// what joins them, months in words, and the quarters and halves of a year.
var dated = regexp.MustCompile(`(?i)[0-9]+([-_.年月日/ ]*[0-9]+)*|[一二三四五六七八九十]+(?:月|季)|[上下]半年|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\b`)

// Pattern is the glob by which a configuration finds the files of other periods:
// 绩效-Q*.xlsx for 绩效-Q2.xlsx. It is the name as it stands where nothing in it is
// a date, and begins with a digit where the name is nothing but one.
func Pattern(name string) string {
	ext := path.Ext(name)
	var b strings.Builder
	from := 0
	stem := strings.TrimSuffix(name, ext)
	for _, at := range dated.FindAllStringIndex(stem, -1) {
		b.WriteString(literal(stem[from:at[0]]) + "*" + keptEnd(stem[at[0]:at[1]]))
		from = at[1]
	}
	b.WriteString(literal(stem[from:]))
	glob := b.String()
	if strings.Trim(glob, "*-_. 年月日季度") == "" && stem != "" && stem[0] >= '0' && stem[0] <= '9' {
		glob = "[0-9]*"
	}
	return glob + literal(ext)
}

// keptEnd is the sign behind a month in words that stays in a pattern: 一月 is *月.
func keptEnd(text string) string {
	for _, end := range []string{"月", "季"} {
		if strings.HasSuffix(text, end) {
			return end
		}
	}
	return ""
}

// literal is a glob that matches nothing but the name.
func literal(name string) string {
	var b strings.Builder
	for _, r := range name {
		if strings.ContainsRune(`*?[\`, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// IsLiteral reports whether a pattern fits one name alone.
func IsLiteral(match string) bool { return !strings.Contains(match, "*") }

// reportUnmatched notes the sources that fit no file of the run: a file whose
// name changed would else be read without its mapping.
func (r *run) reportUnmatched(names []string) {
	said := map[string]bool{}
	for i := range r.opt.Sources {
		s := &r.opt.Sources[i]
		if said[s.Match] || slices.ContainsFunc(names, s.matches) {
			continue
		}
		said[s.Match] = true
		r.report(kpi.Note, "source.unmatched", kpi.Origin{}, kpi.Args{"match": s.Match})
	}
}

// reportUnread warns of the sheets of a workbook that none of its sources means: one
// that was added would else be left out in silence.
func (r *run) reportUnread(f *sheet.File) {
	if r.opt.Sheet != "" {
		return
	}
	for _, name := range f.Unread {
		if r.words.saysNotActual(name) == "" {
			r.report(kpi.Warning, "sheet.no_source", kpi.Origin{File: f.Path, Sheet: name}, kpi.Args{"sheet": name})
		}
	}
}
