package main

import (
	"regexp"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
	"github.com/gapstep/gapstep/reports/locale"
)

// deviceName are the names that Windows keeps for devices, with any suffix.
var deviceName = regexp.MustCompile(`(?i)^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?$`)

// fileNames gives people and teams names of files: their own where a file system
// takes it, each once whatever its case.
type fileNames map[string]bool

func newFileNames() fileNames { return fileNames{} }

func (n fileNames) of(name string) string {
	safe := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*`, r) || r == 0x7F {
			return '_'
		}
		return r
	}, locale.Plain(name))
	safe = strings.Trim(safe, ". ")
	if runes := []rune(safe); len(runes) > 60 {
		safe = strings.TrimRight(string(runes[:60]), ". ")
	}
	if safe == "" || strings.HasPrefix(safe, "-") || deviceName.MatchString(safe) {
		safe = "_" + safe
	}
	one := safe
	for i := 2; n[strings.ToLower(one)]; i++ {
		one = safe + "_" + locale.Plain(kpi.FromInt(int64(i)).String())
	}
	n[strings.ToLower(one)] = true
	return one
}
