package ledger

import (
	"errors"
	"io/fs"
	"os"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// claim makes an empty file for its owner, unless there is one.
func claim(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return &kpi.Fault{Class: kpi.Usage, Code: "file.exists", Origin: kpi.Origin{File: path}}
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// flush waits until a file is on the disk.
func flush(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// remove takes a file and the logs beside it away.
func remove(path string) error {
	var errs []error
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
