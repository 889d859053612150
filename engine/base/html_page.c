#include "base/html_page.h"

#include "base/chart.h"

static const char before_title[] =
    "<head><meta charset=\"utf-8\"/>\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
    "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
    "<title>";

static const char style[] =
    "</title>\n<style>\n"
    ":root{--page:#fbfbf9;--card:#fff;--ink:#1c1d1f;--soft:#5f6368;--rule:#e3e3de;--a:#1f5fbf;"
    "--b:#0f7b5f;--c:#a8620c}\n"
    "@media (prefers-color-scheme:dark){:root{--page:#151618;--card:#1d1f22;--ink:#e9e9e6;"
    "--soft:#a0a4a9;--rule:#33363a;--a:#7db4ff;--b:#52c8a2;--c:#e2ac55}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif;"
    "font-variant-numeric:tabular-nums}\n"
    "main{max-width:1180px;margin:0 auto;padding:36px 20px 64px}\n"
    "h1{font-size:26px;line-height:1.2;margin:0 0 6px;font-weight:650}\n"
    "h2{font-size:16px;margin:0 0 2px;font-weight:650}\n"
    "p{margin:0 0 10px;color:var(--soft);max-width:72ch}\n"
    ".figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(180px,1fr));gap:12px;"
    "margin:22px 0}\n"
    ".card{background:var(--card);border:1px solid var(--rule);border-radius:10px;"
    "padding:16px 18px;min-width:0}\n"
    ".big{display:block;font-size:30px;font-weight:650;line-height:1.25}\n"
    ".card small{display:block;color:var(--soft);font-size:13px}\n"
    ".grid2{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));"
    "gap:12px;margin:12px 0}\n"
    ".wide{grid-column:1/-1;overflow-x:auto}\n"
    "svg{display:block;width:100%;height:auto}\n"
    ".grid{stroke:var(--rule)}.tick,.axis{fill:var(--soft);font-size:12px}\n"
    ".line{fill:none;stroke-width:2;stroke-linejoin:round}.span{stroke-width:1.5;opacity:.6}\n"
    ".line.a,.span.a{stroke:var(--a)}.line.b{stroke:var(--b)}.line.c{stroke:var(--c)}\n"
    ".dot{stroke:var(--card);stroke-width:1.5}.dot.a{fill:var(--a)}.dot.b{fill:var(--b)}"
    ".dot.c{fill:var(--c)}.dot.hollow{fill:var(--card);stroke:var(--a)}\n"
    ".chance{stroke:var(--soft);stroke-dasharray:4 4;stroke-width:1.2}"
    ".here{stroke:var(--soft);stroke-dasharray:2 4}\n"
    ".key{list-style:none;display:flex;flex-wrap:wrap;gap:2px 18px;margin:6px 0 0;padding:0;"
    "color:var(--soft);font-size:13px}\n"
    ".key li::before{content:\"\";display:inline-block;width:16px;height:3px;margin-right:7px;"
    "vertical-align:middle;border-radius:2px;background:currentColor}\n"
    ".key .a::before{background:var(--a)}.key .b::before{background:var(--b)}"
    ".key .c::before{background:var(--c)}\n"
    "table{border-collapse:collapse;width:100%;font-size:14px;margin-top:6px}\n"
    "th{font-weight:500;color:var(--soft);text-align:right;vertical-align:bottom}\n"
    "td{text-align:right}th,td{padding:5px 0 5px 14px;border-bottom:1px solid var(--rule);"
    "white-space:nowrap}\n"
    "th:first-child,td:first-child{text-align:left;padding-left:0}"
    "td:first-child{white-space:normal}\n"
    "tr:last-child td{border-bottom:0}\n"
    ".bar{display:inline-block;width:88px;height:8px;margin-left:10px;"
    "border-radius:4px;background:var(--rule);overflow:hidden;vertical-align:middle}\n"
    ".bar i{display:block;height:100%;background:var(--a)}\n";

/* What is told rather than counted. */
static const char style_of_telling[] =
    "section.card{margin:12px 0}.grid2>section.card{margin:0}section.card>p{margin:2px 0 "
    "8px;font-size:13px}\n"
    ".facts{display:grid;grid-template-columns:max-content 1fr;gap:3px 22px;margin:8px 0 0}"
    ".facts dt{color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere}\n"
    "td.text,th.text{text-align:left}td.text{white-space:normal;overflow-wrap:break-word}\n"
    ".steps{list-style:none;margin:10px 0 0 5px;padding:0;border-left:2px solid var(--rule)}\n"
    ".steps li{position:relative;display:grid;gap:0 14px;padding:3px 0 3px 20px;"
    "grid-template-columns:150px 96px minmax(0,1fr)}\n"
    ".steps li::before{content:\"\";position:absolute;left:-6px;top:10px;width:8px;height:8px;"
    "border-radius:50%;background:var(--card);border:1px solid var(--soft)}\n"
    ".steps time,.steps i{color:var(--soft);font-style:normal;white-space:nowrap}"
    ".steps span{overflow-wrap:anywhere}.steps "
    "small{display:inline;color:var(--soft);font-size:13px}\n"
    ".steps .a::before{background:var(--a);border-color:var(--a)}"
    ".steps .b::before{background:var(--b);border-color:var(--b)}"
    ".steps .c::before{background:var(--c);border-color:var(--c)}\n"
    "h3{font-size:14px;font-weight:600;margin:14px 0 2px}code{font:12.5px/1.6 "
    "ui-monospace,monospace;"
    "overflow-wrap:anywhere}\n"
    ".drawing{background:#fff;border-radius:6px;overflow-x:auto;margin-top:8px}"
    ".drawing svg{width:auto;max-width:100%}\n"
    "@media(max-width:640px){.steps li{grid-template-columns:1fr}}\n"
    "@media print{body{background:#fff}.card{break-inside:avoid}}\n"
    "</style></head><body><main>\n";

void html_page_begin(const char *language, const char *title, FILE *to)
{
    (void)fprintf(to, "<!DOCTYPE html>\n<html lang=\"%s\">", language);
    (void)fputs(before_title, to);
    chart_escape(title, to);
    (void)fputs(style, to);
    (void)fputs(style_of_telling, to);
}

void html_page_end(FILE *to)
{
    (void)fputs("</main></body></html>\n", to);
}
