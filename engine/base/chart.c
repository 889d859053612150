#include "base/chart.h"

/* The drawing's own units; the page scales it. */
static const double width = 560.0, height = 340.0;
static const double left = 58.0, right = 18.0, top = 14.0, bottom = 46.0;

static double place_x(const chart *self, double x)
{
    const double share = (x - self->from_x) / (self->until_x - self->from_x);
    return left + share * (width - left - right);
}

static double place_y(const chart *self, double y)
{
    const double share = (y - self->from_y) / (self->until_y - self->from_y);
    return height - bottom - share * (height - top - bottom);
}

void chart_begin(const chart *self, const char *what)
{
    (void)fprintf(self->to, "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"", width,
                  height);
    chart_escape(what, self->to);
    (void)fputs("\">\n", self->to);
}

void chart_end(const chart *self)
{
    (void)fputs("</svg>\n", self->to);
}

void chart_tick_x(const chart *self, double x, const char *label)
{
    const double at = place_x(self, x);

    (void)fprintf(self->to,
                  "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>"
                  "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>\n",
                  at, at, top, height - bottom, at, height - bottom + 17.0, label);
}

void chart_tick_y(const chart *self, double y, const char *label)
{
    const double at = place_y(self, y);

    (void)fprintf(self->to,
                  "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>"
                  "<text class=\"tick\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
                  left, width - right, at, at, left - 8.0, at + 4.0, label);
}

void chart_axes(const chart *self, const char *x, const char *y)
{
    const double middle = (top + height - bottom) / 2.0;

    (void)fprintf(self->to,
                  "<text class=\"axis\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>"
                  "<text class=\"axis\" transform=\"translate(13 %.1f) rotate(-90)\" "
                  "text-anchor=\"middle\">%s</text>\n",
                  (left + width - right) / 2.0, height - 8.0, x, middle, y);
}

void chart_line(const chart *self, const chart_point *points, size_t count, const char *class)
{
    if (count == 0) {
        return;
    }
    (void)fprintf(self->to, "<polyline class=\"line %s\" points=\"", class);
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(self->to, "%s%.1f,%.1f", i > 0 ? " " : "", place_x(self, points[i].x),
                      place_y(self, points[i].y));
    }
    (void)fputs("\"/>\n", self->to);
}

void chart_dot(const chart *self, chart_point at, double radius, const char *class,
               const char *title)
{
    (void)fprintf(self->to, "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>",
                  class, place_x(self, at.x), place_y(self, at.y), radius);
    chart_escape(title, self->to);
    (void)fputs("</title></circle>\n", self->to);
}

void chart_span(const chart *self, double x, double low, double high, const char *class)
{
    const double at = place_x(self, x);

    (void)fprintf(self->to,
                  "<line class=\"span %s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>\n",
                  class, at, at, place_y(self, low), place_y(self, high));
}

void chart_escape(const char *text, FILE *to)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&': (void)fputs("&amp;", to); break;
        case '<': (void)fputs("&lt;", to); break;
        case '>': (void)fputs("&gt;", to); break;
        case '"': (void)fputs("&quot;", to); break;
        default: (void)fputc(*text, to); break;
        }
    }
}
