package booktext

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// look says how a cell looks; "" for the plain look.
func (d *dump) look(sheet, at string) (string, error) {
	id, err := d.file.GetCellStyle(sheet, at)
	if err != nil || id == 0 {
		return "", err
	}
	if said, ok := d.looks[id]; ok {
		return said, nil
	}
	s, err := d.file.GetStyle(id)
	if err != nil {
		return "", err
	}
	d.looks[id] = lookText(s)
	return d.looks[id], nil
}

func lookText(s *excelize.Style) string {
	words := append(fontWords(s.Font), fillWords(s.Fill)...)
	if a := s.Alignment; a != nil {
		words = append(words, named(a.Horizontal), named(a.Vertical), when(a.WrapText, "wrap"), when(a.Indent > 0, fmt.Sprintf("indent %d", a.Indent)))
	}
	edges := ""
	for _, b := range s.Border {
		if b.Style > 0 {
			edges += b.Type[:1]
		}
	}
	words = append(words, when(edges != "", "edges "+edges))
	said := ""
	switch {
	case s.CustomNumFmt != nil:
		said = "{" + *s.CustomNumFmt + "} "
	case s.NumFmt != 0:
		said = fmt.Sprintf("{#%d} ", s.NumFmt)
	}
	return said + "[" + strings.Join(strings.Fields(strings.Join(words, " ")), " ") + "]"
}

func fontWords(f *excelize.Font) []string {
	if f == nil {
		return nil
	}
	return []string{when(f.Bold, "bold"), when(f.Italic, "italic"), named(f.Underline), when(f.Size > 0, short(f.Size)), when(f.Color != "", "#"+f.Color)}
}

func fillWords(f excelize.Fill) []string {
	if len(f.Color) == 0 {
		return nil
	}
	return []string{"fill", "#" + f.Color[0]}
}

// named is a word that is the default where it says nothing.
func named(word string) string { return when(word != "none", word) }

func when(holds bool, text string) string {
	if !holds {
		return ""
	}
	return text
}
