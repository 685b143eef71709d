package reports

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/gapstep/gapstep/ingest/kpi"
)

func bundle(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	parts := []BundlePart{{"report.json", []byte(`{"a":1}`)}, {"log.jsonl", []byte("x\n")}, {"empty.txt", nil}}
	if err := WriteBundle(&b, fixture(t), &ManifestHead{7, "abc"}, parts); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func verifyBytes(b []byte) (Manifest, *kpi.Fault) {
	m, err := VerifyBundle("b.zip", bytes.NewReader(b), int64(len(b)))
	return m, kpi.AsFault(err)
}

// A part without a day is shown as of 1980 or refused by some programs.
func TestPartsOfABundleAreOfTheDayOfTheData(t *testing.T) {
	b := bundle(t)
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if got := f.Modified.UTC().Format(time.DateOnly); got != "2025-06-30" {
			t.Errorf("%s is of %s", f.Name, got)
		}
	}
}

func TestBundleChecksOut(t *testing.T) {
	m, f := verifyBytes(bundle(t))
	if f != nil || len(m.Parts) != 3 || m.Ledger.Seq != 7 || m.Inputs[0].SHA256 != "aa11" || m.AsOf != "2025-06-30" {
		t.Errorf("%+v %v", m, f)
	}
	if !bytes.Equal(bundle(t), bundle(t)) {
		t.Error("two writings differ")
	}
}

// altered rewrites the bundle part by part; change returns the new data, and
// whether the part stays.
func altered(t *testing.T, change func(name string, data []byte) ([]byte, bool), more ...string) []byte {
	t.Helper()
	whole := bundle(t)
	in, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	add := func(name string, data []byte) {
		w, err := out.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if data, stays := change(f.Name, data); stays {
			add(f.Name, data)
		}
	}
	for _, name := range more {
		add(name, []byte("new"))
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAChangedBundleNamesThePart(t *testing.T) {
	same := func(_ string, data []byte) ([]byte, bool) { return data, true }
	for _, c := range []struct {
		why, part, how string
		bundle         []byte
	}{
		{"a changed figure", "report.json", "changed", altered(t, func(n string, d []byte) ([]byte, bool) {
			return bytes.ReplaceAll(d, []byte(`{"a":1}`), []byte(`{"a":2}`)), true
		})},
		{"a part taken out", "log.jsonl", "missing", altered(t, func(n string, d []byte) ([]byte, bool) { return d, n != "log.jsonl" })},
		{"a part put in", "more.txt", "added", altered(t, same, "more.txt")},
		{"a part twice", "log.jsonl", "added", altered(t, same, "log.jsonl")},
	} {
		if _, f := verifyBytes(c.bundle); f == nil || f.Code != "bundle.changed" || f.Args["part"] != c.part || f.Args["how"] != c.how {
			t.Errorf("%s: %+v", c.why, f)
		}
	}
}

func TestWhatIsNoBundle(t *testing.T) {
	for why, b := range map[string][]byte{"no zip": []byte("hello"), "empty": nil, "cut": bundle(t)[:200],
		"no manifest": altered(t, func(n string, d []byte) ([]byte, bool) { return d, n != "manifest.json" })} {
		if _, f := verifyBytes(b); f == nil || f.Code != "bundle.unreadable" {
			t.Errorf("%s: %v", why, f)
		}
	}
	newer := altered(t, func(n string, d []byte) ([]byte, bool) {
		return bytes.ReplaceAll(d, []byte("gapstep.bundle/1"), []byte("gapstep.bundle/2")), true
	})
	if _, f := verifyBytes(newer); f == nil || f.Code != "bundle.newer" {
		t.Errorf("a later version: %v", f)
	}
}
