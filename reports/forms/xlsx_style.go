package forms

import (
	"github.com/xuri/excelize/v2"
)

// styleID returns the id of a role's style with a number format, made once.
func (b *book) styleID(role, format string) (int, error) {
	key := role + "\x00" + format
	if id, ok := b.styles[key]; ok {
		return id, nil
	}
	s := &excelize.Style{Font: &excelize.Font{Size: 11, Family: "Calibri"}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}
	if format != "" {
		s.CustomNumFmt = &format
	}
	thin := func(kinds ...string) {
		for _, kind := range kinds {
			s.Border = append(s.Border, excelize.Border{Type: kind, Color: "8795A1", Style: 1})
		}
	}
	switch role {
	case "title":
		s.Font.Size, s.Font.Bold, s.Alignment.Horizontal, s.Alignment.Vertical = 16, true, "center", "center"
	case "strong":
		s.Font.Bold, s.Font.Size = true, 12
	case "note":
		s.Font.Color = "56606B"
	case "small":
		s.Font.Color, s.Font.Size = "56606B", 9
	case "head":
		s.Font.Bold, s.Fill = true, excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8ECEF"}}
		thin("left", "right", "top", "bottom")
	case "cell":
		if format != "" { // off the text of the next column
			s.Alignment.Horizontal, s.Alignment.Indent = "right", 1
		}
		thin("left", "right", "top", "bottom")
	case "write":
		thin("bottom")
	}
	id, err := b.file.NewStyle(s)
	b.styles[key] = id
	return id, err
}
