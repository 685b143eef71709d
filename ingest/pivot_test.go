package ingest

import (
	"testing"

	"github.com/gapstep/gapstep/ingest/kpi"
)

// As Excel, WPS, LibreOffice and Google Sheets head the values of a pivot table.
func TestHeadingsOfPivotTables(t *testing.T) {
	for heading, want := range map[string]string{
		"Average of CSAT": "csat value", "AVERAGE of CSAT": "csat value", "Average - CSAT": "csat value", "平均值项:满意度": "csat value", "平均值项：满意度": "csat value", "平均值项:客户满意度(%)": "csat value",
		"求和项:成交数": "conversion_rate numerator", "求和项:拜访数": "conversion_rate denominator", "Sum of deals": "conversion_rate numerator", "求和 - 销售额": "sales_value value",
		"Sum of CSAT": "not sum of", "求和项:处理时长": "not 求和项", "Average of deals": "not average of", "Count of CSAT": "not count of", "计数项:满意度": "not 计数项", "最大值项:满意度": "not 最大值项", "Max of CSAT": "not max of",
		"Average of city": "not average of", "Sum of ": "",
	} {
		m := newVocabulary(kpi.Builtin(), nil).match(heading)
		got := ""
		if m.notActual != "" {
			got = "not " + m.notActual
		}
		for _, h := range m.hits {
			got += h.indicator.ID + " " + []string{"value", "numerator", "denominator"}[h.part]
		}
		if got != want {
			t.Errorf("%q is %q, want %q", heading, got, want)
		}
	}
}

func TestPivotTables(t *testing.T) {
	res := must(t, Options{}, one("a.xlsx", `
		Team|Agent|Sum of deals|Sum of visits|Average of CSAT
		North|Ann Lee|12|100|0.8
		|Bob Ray|20|110|0.85
		North Total||32|210|0.82
		Grand Total||32|210|0.82`)...)
	equalFacts(t, "in tabular form", res, "North Ann Lee conversion_rate all 12/100", "North Bob Ray conversion_rate all 20/110", "North Ann Lee csat all 0.8", "North Bob Ray csat all 0.85")
	_, err := Tables(one("a.xlsx", `
		行标签|求和项:成交数|求和项:拜访数
		销售一部|32|210
		张三|12|100
		李四|20|110
		总计|32|210`), Options{})
	if f := kpi.AsFault(err); f == nil || f.Code != "table.row_labels" {
		t.Errorf("teams among people in one column: %v", err)
	}
}

// A title names the indicator of months as columns; that of a sum of rates does not.
func TestTitlesOfPivotTables(t *testing.T) {
	const rows = "|\n姓名|2026年1月|2026年2月|总计\n张三|0.8|0.7|0.75\n李四|0.85|0.75|0.8"
	res := must(t, Options{}, one("a.xlsx", "平均值项:满意度|列标签"+rows)...)
	equalFacts(t, "a mean", res, "all 张三 csat 2026-01 0.8", "all 张三 csat 2026-02 0.7", "all 李四 csat 2026-01 0.85", "all 李四 csat 2026-02 0.75")
	if _, err := Tables(one("a.xlsx", "求和项:满意度|列标签"+rows), Options{}); err == nil {
		t.Error("a sum of rates is read as the rate")
	}
}
