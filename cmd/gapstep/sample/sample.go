package sample

import (
	"fmt"
	"os"
	"path/filepath"
)

// File is one sample file: its path below the directory, with slashes, and its bytes.
type File struct {
	Path string
	Data []byte
}

// span is the run of months [from, to) that a set of exports covers; dir is
// where the set stands.
type span struct {
	dir      string
	from, to int
}

func spans() []span {
	return []span{
		{"", 0, baseMonths},
		{"next/", baseMonths, baseMonths + nextMonths},
		{"later/", baseMonths + nextMonths, allMonths},
	}
}

// Files returns the sample files, the same bytes each time. The error can only
// come from the spreadsheet library.
func Files() ([]File, error) {
	c := hire()
	newDealer().fill(c)
	files := []File{{"gapstep.yaml", []byte(config)}}
	for _, s := range spans() {
		for _, export := range []struct {
			name  string
			write func(company, span) ([]byte, error)
		}{
			{"sales.xlsx", writeSales}, {"engineering.csv", writeEngineering},
			{"support.xlsx", writeSupport}, {"admin.xlsx", writeAdmin},
		} {
			data, err := export.write(c, s)
			if err != nil {
				return nil, fmt.Errorf("sample %s%s: %w", s.dir, export.name, err)
			}
			files = append(files, File{s.dir + export.name, data})
		}
	}
	return files, nil
}

// Write writes the sample files below dir, which is made when it is not
// there. Files of the same names are overwritten.
func Write(dir string) error {
	files, err := Files()
	if err != nil {
		return err
	}
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// config is the demo company's configuration. Headings need no mapping: the
// built-in catalogue knows them.
const config = `# What this company requires, beside the comparison with colleagues.
# Everything else comes from the built-in catalogue: gapstep kpis
kpis:
  - id: test_coverage
    standard: 0.80
  - id: followup_delay_rate
    standard: 0.05
`
