package sheet

import (
	"slices"
	"testing"
)

// Arrow JS 17 and later (tableToIPC(table, "file")) writes no schema in front of the batches of a
// file, which the specification has twice.
func TestTheFooterAloneHasTheSchema(t *testing.T) {
	whole := asIPCFile(t, kpis(t), kpis(t))
	size := schemaEnd(whole[ipcHead:])
	bare := slices.Concat(whole[:ipcHead], whole[ipcHead+size:])
	f := decoded(t, "a.arrow", bare, Options{})
	same(t, "cells", dump(f.Tables[0]), dump(decoded(t, "a.arrow", whole, Options{}).Tables[0]))
	same(t, "diagnostics", codes(f), codes(decoded(t, "a.arrow", whole, Options{})))
	footer, err := readIPCFooter(inMemory("a.arrow", bare))
	must(t, err)
	for at := int(footer.end); at < len(bare); at++ { // whatever stands there is walked before it is followed
		bad := slices.Clone(bare)
		bad[at] ^= 0xff
		_, _ = Decode(t.Context(), "a.arrow", bad, Options{})
	}
}
