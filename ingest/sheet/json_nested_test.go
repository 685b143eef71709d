package sheet

import (
	"strings"
	"testing"
)

// Records of APIs lie in objects of objects, and in an object around them all.
func TestNestedRecords(t *testing.T) {
	for _, c := range []struct {
		why, text   string
		want, codes []string
	}{
		{"objects within records", `{"employee": {"id": 7, "name": "Ann"}, "kpis": {"csat": 4.5}, "month": "2025-06"}` + "\n" + `{"employee": {"id": 8}, "month": "2025-06", "kpis": {"nps": 3, "csat": null}}`,
			[]string{`1: "employee.id" | "employee.name" | "kpis.csat" | "month" | "kpis.nps"`, `2: 7 | "Ann" | 4.5 | "2025-06"`, `3: 8 |  |  | "2025-06" | 3`}, nil},
		{"three deep, and an empty one", `[{"a": {"b": {"c": 1}, "d": {}}, "e": 2}]`, []string{`1: "a.b.c" | "e"`, `2: 1 | 2`}, nil},
		{"a key that holds a point", `{"a.b": 1, "a": {"b": 2}}`, []string{`1: "a.b"`, `2: 2`}, []string{`warning json.repeated_key a.json!A2 column="a.b" line="1"`}},
		{"an envelope", `{"total": 2, "page": {"size": 50}, "data": [` + "\n" + `{"a": 1}, {"a": 2}` + "\n]}\n", []string{`1: "a"`, `2: 1`, `3: 2`}, []string{`note json.envelope a.json key="data"`}},
		{"an envelope in an envelope", `{"response": {"status": "ok", "rows": [{"a": 1}]}}`, []string{`1: "a"`, `2: 1`}, []string{`note json.envelope a.json key="response.rows"`}},
		{"brackets and quotes within texts", `{"note": "[{\"a\": 1}]}\\", "data": [{"a": "]}"}]}`, []string{`1: "a"`, `2: "]}"`}, []string{`note json.envelope a.json key="data"`}},
		{"one record with a list of words", `{"a": 1, "tags": ["x"]}`, []string{`1: "a"`, `2: 1`}, []string{`warning column.no_cells a.json!B2 column="tags" line="1" type="array"`}},
		{"records with records within", `{"a": 1, "scores": [{"kpi": "csat"}]}` + "\n" + `{"a": 2, "scores": [ {"kpi": "nps"}]}`, []string{`1: "a"`, `2: 1`, `3: 2`},
			[]string{`error json.records_within a.json!B2 column="scores" line="1" type="objects"`}},
		{"an envelope of nothing", `{"data": []}`, nil, []string{`warning column.no_cells a.json!A2 column="data" line="1" type="array"`}},
	} {
		f := decoded(t, "a.json", []byte(c.text), Options{})
		same(t, c.why, dump(f.Tables[0]), lines(c.want...))
		same(t, c.why+": diagnostics", codes(f), lines(c.codes...))
	}
	for _, c := range []struct{ why, text, want string }{
		{"two tables in one object", `{"people": [{"a": 1}], "kpis": [{"b": 2}]}`, `json.several_arrays keys="people, kpis" line="1"`},
		{"an envelope that is cut", "{\"data\": [\n{\"a\": 1},\n{\"a\"", `json.damaged line="3"`},
		{"a slip behind the records", "{\"data\": [\n{\"a\": 1}],\n\"next\": 7 null}", `json.damaged line="3"`},
		{"a word that is none in a list that would be one of several", "{\"a\": [{\"b\": 1}], \"c\": [{\"d\": nul}]}", `json.damaged line="1"`},
		{"a slip in the third line", "{\"data\": [\n{\"a\": 1},\n{\"a\" 2}]}", `json.damaged line="3"`},
	} {
		if f := faultOf(t, "a.json", []byte(c.text), Options{}); !strings.HasPrefix(f.Error(), "a.json: "+c.want) {
			t.Errorf("%s: %v, want %s", c.why, f, c.want)
		}
	}
	deep := strings.Repeat(`{"a":`, 9000) + "1" + strings.Repeat("}", 9000)
	if f := decoded(t, "a.json", []byte(deep), Options{}); len(f.Tables[0].Rows) > 1 {
		t.Errorf("%d rows", len(f.Tables[0].Rows))
	}
}

func FuzzNestedRecords(f *testing.F) {
	for _, s := range []string{`{"data":[{"a":{"b":1}}]}`, `{"a":[{"b":[{}]}]}`, `{"a":"\\`, `{"a":{"b":{"c":[{"d":1}]}},"e":[{}]}`, `{"a":[{"x":1}]} `, "{\"data\":[{\"a\":1}\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = Decode(t.Context(), "a.json", []byte(text), Options{})
	})
}
