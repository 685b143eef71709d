package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// layoutsDir holds exports in the layouts that people use, made by this file
// (GAPSTEP_UPDATE=1 writes them anew), and expected.json, which expected.py
// computed from the files alone.
var layoutsDir = filepath.Join("..", "testdata", "ingest", "layouts")

// dial makes figures that look like figures: a linear congruential generator
// (Numerical Recipes, 1992), so that the bytes are the same each time.
type dial uint32

func (d *dial) within(lo, hi int) int {
	*d = *d*1664525 + 1013904223
	return lo + int(uint32(*d)>>8)%(hi-lo+1)
}

var somebody = []string{"张三", "李四", "王芳", "赵敏", "陈晨", "刘洋", "黄磊", "周涛"}

// page is a sheet under the hand of a test: values by cell, merged areas,
// number formats by area.
type page struct {
	name   string
	cells  map[string]any
	merged []string
	format map[string]string // area → format code
}

func newPage(name string) *page {
	return &page{name: name, cells: map[string]any{}, format: map[string]string{}}
}

// row writes values from a cell to the right; nil leaves a cell blank.
func (p *page) row(cell string, values ...any) {
	col, line, err := excelize.CellNameToCoordinates(cell)
	for i, v := range values {
		if v != nil && err == nil {
			name, _ := excelize.CoordinatesToCellName(col+i, line)
			p.cells[name] = v
		}
	}
}

func (p *page) at(col, line int, v any) {
	name, err := excelize.CoordinatesToCellName(col, line)
	if err != nil {
		panic(err)
	}
	p.cells[name] = v
}

func workbook(t *testing.T, pages ...*page) []byte {
	t.Helper()
	f := excelize.NewFile()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, p := range pages {
		if i == 0 {
			ok(f.SetSheetName("Sheet1", p.name))
		} else {
			_, err := f.NewSheet(p.name)
			ok(err)
		}
		for _, cell := range sortedKeys(p.cells) {
			ok(f.SetCellValue(p.name, cell, p.cells[cell]))
		}
		for _, area := range p.merged {
			from, to, _ := strings.Cut(area, ":")
			ok(f.MergeCell(p.name, from, to))
		}
		for _, area := range sortedKeys(p.format) {
			code := p.format[area]
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
			ok(err)
			from, to, _ := strings.Cut(area, ":")
			ok(f.SetCellStyle(p.name, from, to, style))
		}
	}
	var b bytes.Buffer
	ok(f.Write(&b))
	return b.Bytes()
}

// layouts are the fixtures by name.
func layouts(t *testing.T) map[string][]byte {
	t.Helper()
	return map[string][]byte{
		"2025年两行表头.xlsx":     twoRowHeader(t),
		"堆叠.xlsx":            stackedTables(t),
		"2025年个人.xlsx":       sheetPerPerson(t),
		"2025年目标实际.xlsx":     targetBlocks(t),
		"转置2025年6月.xlsx":     peopleAcross(t),
		"values_2025-06.csv": []byte(valuesText()),
	}
}

// twoRowHeader has months over KPIs, a title, ghost columns in front, a column
// of sums and a row of totals.
func twoRowHeader(t *testing.T) []byte {
	d, p := dial(1), newPage("Sheet1")
	p.row("C1", "销售绩效（2025年）")
	p.row("C3", "姓名", "部门")
	p.merged = []string{"C3:C4", "D3:D4"}
	kpis := []string{"成交数", "拜访数", "NPS"}
	for m := range 6 {
		at := 5 + m*len(kpis)
		p.at(at, 3, fmt.Sprintf("%d月", m+1))
		from, _ := excelize.CoordinatesToCellName(at, 3)
		to, _ := excelize.CoordinatesToCellName(at+2, 3)
		p.merged = append(p.merged, from+":"+to)
		for k, name := range kpis {
			p.at(at+k, 4, name)
		}
	}
	p.at(23, 3, "合计")
	for i, who := range somebody {
		line := 5 + i
		p.row(fmt.Sprintf("C%d", line), who, []string{"销售一部", "销售二部"}[i/4])
		for m := range 6 {
			if visits := d.within(20, 90); d.within(0, 9) > 0 {
				p.row(cellName(t, 5+3*m, line), d.within(2, 20), visits, d.within(-40, 80))
			}
		}
		p.at(23, line, d.within(300, 900))
	}
	p.row("C13", "合计")
	for col := 5; col < 24; col++ {
		p.at(col, 13, d.within(10, 500))
	}
	return workbook(t, p)
}

func cellName(t *testing.T, col, line int) string {
	t.Helper()
	name, err := excelize.CoordinatesToCellName(col, line)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// stackedTables has a table for each month one below the other, each with its
// title and headings, and beside the first a table of another KPI.
func stackedTables(t *testing.T) []byte {
	d, p := dial(2), newPage("月报")
	line := 1
	for m := range 3 {
		p.row(fmt.Sprintf("A%d", line), fmt.Sprintf("2025年%d月", m+4))
		p.row(fmt.Sprintf("A%d", line+1), "工号", "姓名", "团队", "缺陷数", "检验数", "返工工时")
		p.row(fmt.Sprintf("H%d", line+1), "工号", "满意度")
		for i, who := range somebody[:5] {
			at := line + 2 + i
			p.row(fmt.Sprintf("A%d", at), fmt.Sprintf("G%02d", i+1), who, "装配组", d.within(0, 9), d.within(40, 120), float64(d.within(0, 300))/10)
			p.row(fmt.Sprintf("H%d", at), fmt.Sprintf("G%02d", 5-i), float64(d.within(600, 999))/1000)
		}
		p.row(fmt.Sprintf("A%d", line+7), "合计", nil, nil, d.within(10, 40), d.within(300, 500), 77.5)
		line += 10
	}
	return workbook(t, p)
}

// sheetPerPerson has a sheet for each person: months as rows, money in 万元,
// durations as cells of time.
func sheetPerPerson(t *testing.T) []byte {
	d := dial(3)
	var pages []*page
	for _, who := range somebody[:4] {
		p := newPage(who)
		p.row("A1", "月份", "销售额(万元)", "首次响应时间", "处理时长(h:mm)")
		for m := range 6 {
			p.row(fmt.Sprintf("A%d", m+2), fmt.Sprintf("%d月", m+1), float64(d.within(100, 9999))/100,
				float64(d.within(20, 7200))/86400, fmt.Sprintf("%d:%02d", d.within(0, 3), d.within(0, 59)))
		}
		p.format["C2:C7"] = "[h]:mm:ss"
		pages = append(pages, p)
	}
	note := newPage("填表说明")
	note.row("A1", "每人一张表，由本人填写")
	return workbook(t, append(pages, note)...)
}

// targetBlocks has three rows for each person and KPI, 目标, 实际 and 差异, the
// names merged over them, and quarters as columns.
func targetBlocks(t *testing.T) []byte {
	d, p := dial(4), newPage("考核")
	p.row("B2", "姓名", "指标", "类别", "Q1", "Q2", "Q3", "Q4")
	line := 3
	for _, who := range somebody[:6] {
		p.row(fmt.Sprintf("B%d", line), who)
		p.merged = append(p.merged, fmt.Sprintf("B%d:B%d", line, line+5))
		for _, name := range []string{"单元测试覆盖率", "360度评估"} {
			p.row(fmt.Sprintf("C%d", line), name)
			p.merged = append(p.merged, fmt.Sprintf("C%d:C%d", line, line+2))
			for i, status := range []string{"目标", "实际", "差异"} {
				p.row(fmt.Sprintf("D%d", line+i), status)
				for q := range 4 {
					v := float64(d.within(500, 950)) / 1000
					if name == "360度评估" {
						v = float64(d.within(10, 50)) / 10
					}
					p.at(5+q, line+i, v)
				}
			}
			if name == "单元测试覆盖率" {
				p.format[fmt.Sprintf("E%d:H%d", line, line+2)] = "0.0%"
			}
			line += 3
		}
	}
	return workbook(t, p)
}

// peopleAcross has KPIs as rows and people as columns.
func peopleAcross(t *testing.T) []byte {
	d, p := dial(5), newPage("Sheet1")
	p.row("A1", "指标", "目标", "张三", "李四", "王芳", "赵敏", "平均")
	for i, name := range []string{"客户满意度(%)", "准时交付率(%)", "NPS", "返工工时"} {
		p.row(fmt.Sprintf("A%d", i+2), name)
		for c := range 6 {
			p.at(c+2, i+2, d.within(20, 95))
		}
	}
	delete(p.cells, "D4")
	return workbook(t, p)
}

// valuesText has the ways in which values are written.
func valuesText() string {
	d := dial(6)
	var b strings.Builder
	b.WriteString("工号,姓名,处理时长(mm:ss),销售额(千元),考试通过率,客户投诉率,NPS\r\n")
	for i, who := range somebody {
		fmt.Fprintf(&b, "Ｖ%02d,%s,%d:%02d,\"%d,%03d.5\",%s,%d.%02d%%,%s\r\n", i+1, who, d.within(0, 99), d.within(0, 59), d.within(1, 9), d.within(0, 999),
			[]string{"是", "否", "Y", "N", "TRUE", "√"}[d.within(0, 5)], d.within(100, 600), d.within(0, 99),
			[]string{"(25)", " - ", "１５", "+7", "-3", "12-"}[d.within(0, 5)])
	}
	return b.String()
}

func TestTheFixturesOfLayoutsAreReproducible(t *testing.T) {
	for name, data := range layouts(t) {
		path := filepath.Join(layoutsDir, name)
		if os.Getenv("GAPSTEP_UPDATE") != "" {
			if err := os.MkdirAll(layoutsDir, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		held, err := os.ReadFile(path)
		if err != nil || !maps.Equal(partsOf(t, held), partsOf(t, data)) {
			t.Errorf("%s is not what this test makes (%v)", name, err)
		}
	}
}

// partsOf is what a file holds: the parts of a workbook by name, any other file under
// "". How a workbook's parts are packed is up to the version of Go.
func partsOf(t *testing.T, data []byte) map[string]string {
	t.Helper()
	pack, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return map[string]string{"": string(data)}
	}
	parts := map[string]string{}
	for _, f := range pack.File {
		part, err := fs.ReadFile(pack, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(part)
	}
	return parts
}
