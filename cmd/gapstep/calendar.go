package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"github.com/gapstep/gapstep/goals"
	"github.com/gapstep/gapstep/ingest/kpi"
)

// addCalendarFlag adds what replaces the built-in table of holidays.
func addCalendarFlag(f *pflag.FlagSet) {
	f.String("calendar", "", "")
}

// workCalendar is the table of --calendar, else of goals.calendar, else the
// built-in one.
func (a *app) workCalendar() (*goals.Calendar, error) {
	if file := a.textFlag("calendar"); file != "" {
		return readCalendar(file)
	}
	if file := a.set.config.Goals.Calendar; file != "" {
		return readCalendar(a.besideConfig(file))
	}
	return goals.ChinaCalendar(), nil
}

func readCalendar(file string) (*goals.Calendar, error) {
	data, err := readNamed(file)
	if err != nil {
		return nil, err
	}
	return goals.ParseCalendar(file, data)
}

// actionLibrary is the built-in library with the entries of goals.library over it.
func (a *app) actionLibrary() (goals.Library, error) {
	lib := goals.BuiltinLibrary()
	file := a.set.config.Goals.Library
	if file == "" {
		return lib, nil
	}
	file = a.besideConfig(file)
	data, err := readNamed(file)
	if err != nil {
		return nil, err
	}
	more, err := goals.ParseLibrary(file, data)
	if err != nil {
		return nil, err
	}
	return lib.With(more), nil
}

// besideConfig is a file that the configuration names, relative to it.
func (a *app) besideConfig(file string) string {
	if filepath.IsAbs(file) || a.set.file == "" {
		return file
	}
	return filepath.Join(filepath.Dir(a.set.file), file)
}

// readNamed reads a file that a flag or the configuration names.
func readNamed(file string) ([]byte, error) {
	data, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &kpi.Fault{Class: kpi.Usage, Code: "file.not_found", Origin: kpi.Origin{File: file}}
	case err != nil:
		return nil, &kpi.Fault{Class: kpi.Usage, Code: "file.unreadable", Origin: kpi.Origin{File: file}, Err: err}
	}
	return data, nil
}
