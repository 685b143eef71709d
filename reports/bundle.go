package reports

import (
	"archive/zip"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// BundleSchema names the version of an evidence bundle.
const BundleSchema = "gapstep.bundle/1"

// manifestName is the part that lists the others with their hashes.
const manifestName = "manifest.json"

// BundlePart is a file of a bundle.
type BundlePart struct {
	Name string
	Data []byte
}

// Manifest says what a bundle holds, and from which inputs.
type Manifest struct {
	Schema  string          `json:"schema"`
	AsOf    string          `json:"as_of"`
	Version string          `json:"version"`
	Config  string          `json:"config_hash"`
	Inputs  []ManifestInput `json:"inputs"`
	Ledger  *ManifestHead   `json:"ledger,omitempty"` // nil: no ledger
	Parts   []ManifestPart  `json:"parts"`
}

// ManifestInput is a file that the figures came from.
type ManifestInput struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// ManifestHead is the end of the ledger's chain when the bundle was made.
type ManifestHead struct {
	Seq  int64  `json:"seq"`
	Hash string `json:"hash"`
}

// ManifestPart is a part with its hash.
type ManifestPart struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int    `json:"bytes"`
}

// WriteBundle writes an evidence bundle: a zip of the parts and a manifest with
// the hash of each, of the inputs, and of the ledger's end. The same report and
// parts give the same bytes.
func WriteBundle(w io.Writer, r *Report, head *ManifestHead, parts []BundlePart) error {
	m := Manifest{Schema: BundleSchema, AsOf: r.AsOf.String(), Version: r.Method.Version, Config: r.Method.ConfigHash, Ledger: head, Inputs: []ManifestInput{}, Parts: []ManifestPart{}}
	for _, in := range r.Inputs {
		m.Inputs = append(m.Inputs, ManifestInput{in.Path, in.SHA256})
	}
	parts = slices.SortedFunc(slices.Values(parts), func(a, b BundlePart) int { return cmp.Compare(a.Name, b.Name) })
	for _, p := range parts {
		if !fs.ValidPath(p.Name) || strings.ContainsAny(p.Name, "\\\x00") { // it would be unpacked elsewhere
			return fmt.Errorf("bundle part %q: no name of a file", p.Name)
		}
		m.Parts = append(m.Parts, ManifestPart{p.Name, hashOf(p.Data), len(p.Data)})
	}
	top, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	out := zip.NewWriter(w)
	for _, p := range append([]BundlePart{{manifestName, append(top, '\n')}}, parts...) {
		f, err := out.CreateHeader(&zip.FileHeader{Name: p.Name, Method: zip.Deflate, Modified: r.AsOf.Time()})
		if err == nil {
			_, err = f.Write(p.Data)
		}
		if err != nil {
			return fmt.Errorf("bundle part %s: %w", p.Name, err)
		}
	}
	return out.Close()
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// mostBundle bounds what a part of a bundle may unfold to.
const mostBundle = 1 << 30

// VerifyBundle checks an evidence bundle without anything else at hand: that it
// holds exactly the parts that its manifest lists, each with its hash. The
// faults: bundle.unreadable (no bundle, a damaged zip), bundle.newer (of a later
// version), bundle.changed (the part, and whether it was changed, is missing or was
// added).
//
// A bundle that was written anew as a whole checks out: compare its manifest's
// ledger with an end of the chain that was kept elsewhere.
func VerifyBundle(name string, in io.ReaderAt, size int64) (Manifest, error) {
	var m Manifest
	z, err := zip.NewReader(in, size)
	if err != nil {
		return m, bundleFault("bundle.unreadable", name, nil, err)
	}
	found := map[string][]byte{}
	for _, f := range z.File {
		data, err := readPart(f)
		if err != nil {
			return m, bundleFault("bundle.unreadable", name, kpi.Args{"part": f.Name}, err)
		}
		if found[f.Name] != nil {
			return m, bundleFault("bundle.changed", name, kpi.Args{"part": f.Name, "how": "added"}, nil)
		}
		found[f.Name] = data
	}
	if err := json.Unmarshal(found[manifestName], &m); err != nil {
		return m, bundleFault("bundle.unreadable", name, kpi.Args{"part": manifestName}, err)
	}
	if m.Schema != BundleSchema {
		return m, bundleFault("bundle.newer", name, kpi.Args{"schema": m.Schema}, nil)
	}
	delete(found, manifestName)
	return m, checkParts(name, m.Parts, found)
}

func checkParts(name string, parts []ManifestPart, found map[string][]byte) error {
	for _, p := range parts {
		data, there := found[p.Name]
		switch {
		case !there:
			return bundleFault("bundle.changed", name, kpi.Args{"part": p.Name, "how": "missing"}, nil)
		case !strings.EqualFold(hashOf(data), p.SHA256):
			return bundleFault("bundle.changed", name, kpi.Args{"part": p.Name, "how": "changed"}, nil)
		}
		delete(found, p.Name)
	}
	for _, more := range sortedKeys(found) {
		return bundleFault("bundle.changed", name, kpi.Args{"part": more, "how": "added"}, nil)
	}
	return nil
}

func readPart(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, mostBundle+1))
	if len(data) > mostBundle {
		return nil, fmt.Errorf("part %s is too large", f.Name)
	}
	return append([]byte{}, data...), err
}

func bundleFault(code, name string, args kpi.Args, err error) error {
	return &kpi.Fault{Code: code, Origin: kpi.Origin{File: name}, Args: args, Err: err}
}
