package reports

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// luminance is the relative luminance of #rgb or #rrggbb (WCAG 2.2).
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	hex = strings.TrimPrefix(hex, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(v) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrastOfBlackOnWhite(t *testing.T) {
	if c := contrast(t, "#000", "#ffffff"); math.Abs(c-21) > 1e-9 {
		t.Errorf("%g, want 21", c)
	}
}

// TestHTMLTextCanBeRead: text has a contrast of 4.5 or more, in the light, in
// the dark and in print.
func TestHTMLTextCanBeRead(t *testing.T) {
	style, err := templateFiles.ReadFile("templates/style.html")
	if err != nil {
		t.Fatal(err)
	}
	themes := regexp.MustCompile(`:root\{([^}]*)\}`).FindAllStringSubmatch(string(style), -1)
	if len(themes) != 3 {
		t.Fatalf("%d themes, want light, dark and print", len(themes))
	}
	for i, theme := range themes {
		colour := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z]+):(#[0-9a-f]+)`).FindAllStringSubmatch(theme[1], -1) {
			colour[m[1]] = m[2]
		}
		for _, text := range []string{"ink", "soft", "link", "serious", "gap", "watch", "met", "sustained", "mean", "standard"} {
			for _, ground := range []string{"bg", "paper"} {
				if c := contrast(t, colour[text], colour[ground]); c < 4.5 {
					t.Errorf("theme %d: %s on %s has a contrast of %.2f", i, text, ground, c)
				}
			}
		}
	}
}

func TestXLSXTextCanBeRead(t *testing.T) {
	for word, ink := range inks {
		if c := contrast(t, ink, "#ffffff"); c < 4.5 {
			t.Errorf("%s has a contrast of %.2f", word, c)
		}
	}
}
