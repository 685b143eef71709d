package locale

import (
	"math"
	"strconv"
)

// fixed writes a magnitude with so many decimals, its thousands grouped.
func (p *Printer) fixed(x float64, places int) string {
	return p.numbers.Sprintf("%.*f", places, halfUp(x, places))
}

// halfUp rounds a magnitude to decimals as spreadsheets do, so that the page and
// the workbook show the same digit: halves go up, and of the value only the 15
// digits count that a cell holds, so that 7.25 is a half however its binary
// fraction came about.
func halfUp(x float64, places int) float64 {
	shift := math.Pow10(places)
	digits, err := strconv.ParseFloat(strconv.FormatFloat(x*shift, 'e', 14, 64), 64)
	if err != nil || digits >= immense {
		return x
	}
	return math.Round(digits) / shift
}
