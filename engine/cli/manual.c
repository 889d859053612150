#include "cli/manual.h"

#include "cli/commands.h"
#include "jaga/settings.h"
#include "jaga/version.h"

#include <string.h>

/* Text that roff prints as it is: a dash is a dash, and no line begins with a request. */
static void put_text(const char *text, FILE *out)
{
    bool begins = true;

    for (; *text != '\0'; text++) {
        if (begins && (*text == '.' || *text == '\'')) {
            (void)fputs("\\&", out);
        }
        switch (*text) {
        case '\\': (void)fputs("\\e", out); break;
        case '-': (void)fputs("\\-", out); break;
        case '`': (void)fputs("\\(ga", out); break;
        case '\'': (void)fputs("\\(aq", out); break;
        case '"': (void)fputs("\\(dq", out); break;
        default: (void)fputc(*text, out); break;
        }
        begins = *text == '\n';
    }
}

static void put_line(const char *before, const char *text, FILE *out)
{
    (void)fputs(before, out);
    put_text(text, out);
    (void)fputc('\n', out);
}

/* A list or commands: lines stay lines. */
static void put_lines(const char *text, FILE *out)
{
    (void)fputs(".PP\n.RS 4\n.nf\n", out);
    put_text(text, out);
    (void)fputs("\n.fi\n.RE\n", out);
}

static void put_option(const option *of, FILE *out)
{
    (void)fputs(".TP\n.B \\-\\-", out);
    put_text(of->name, out);
    if (of->kind != OPTION_FLAG) {
        (void)fputs(" \\fI", out);
        put_text(of->value, out);
        (void)fputs("\\fR", out);
    }
    (void)fputc('\n', out);
    put_text(of->help, out);
    if (of->initial != NULL) {
        (void)fputs(" (default: ", out);
        put_text(of->initial, out);
        (void)fputc(')', out);
    }
    (void)fputc('\n', out);
}

/* What more_help would print, without its last line end. */
static void put_more_help(const command *of, FILE *out)
{
    char text[8192];
    FILE *into = fmemopen(text, sizeof text, "w");

    if (into == NULL) {
        return;
    }
    of->more_help(into);
    (void)fclose(into);
    text[sizeof text - 1] = '\0';
    const size_t length = strlen(text);
    if (length > 0) {
        text[length - 1] = '\0';
        put_lines(text, out);
    }
}

static void put_command(const command *of, FILE *out)
{
    (void)fputs(".SS jaga ", out);
    put_text(of->name, out);
    put_line(of->usage[0] == '\0' ? "" : " ", of->usage, out);
    put_text(of->help, out);
    (void)fputs(".\n", out);
    if (of->about != NULL) {
        put_lines(of->about, out);
    }
    if (of->more_help != NULL) {
        put_more_help(of, out);
    }
    for (size_t i = 0; i < of->option_count; i++) {
        put_option(&of->options[i], out);
    }
    if (of->has_settings) {
        put_option(&options_config, out);
        (void)fputs(".PP\nAlso every setting below, as a flag.\n", out);
    }
    put_lines(of->examples, out);
}

static void put_settings(FILE *out)
{
    char range[JAGA_SETTING_RANGE_BYTES];

    (void)fputs(
        ".SH SETTINGS\nLines of the file of\n.B \\-\\-config\n(YAML, \\(ganame: value\\(ga) "
        "and flags of the same name. A flag beats the file, the file the default.\n",
        out);
    for (size_t id = 0; id < JAGA_SETTINGS; id++) {
        const jaga_setting *of = jaga_setting_at(id);
        jaga_setting_range(id, range);
        put_line(".TP\n.B ", of->name, out);
        put_text(of->help, out);
        (void)fputs(".\nTakes ", out);
        put_text(range, out);
        (void)fputs("; default ", out);
        put_line("", of->initial, out);
    }
}

void manual_print(FILE *out)
{
    (void)fputs(
        ".TH JAGA 1 " JAGA_VERSION_DATE " \"jaga " JAGA_VERSION "\" \"User Commands\"\n"
        ".SH NAME\njaga \\- guard wallets against account takeover\n"
        ".SH SYNOPSIS\n.B jaga\n.I COMMAND\n[words] [options]\n"
        ".SH DESCRIPTION\n"
        "Reads a digital wallet\\(aqs event log, recognises the account that is no longer in "
        "its\nowner\\(aqs hands, stops the money and has the owner called.\n"
        ".SH COMMANDS\n",
        out);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        put_command(command_at(i), out);
    }
    put_settings(out);
    (void)fputs(".SH FILES\n.TP\n.I X.db\nwhat was concluded: a SQLite database, private to its "
                "owner\n"
                ".TP\n.I X.state\nbeside it: the input log, a snapshot and a lock; for jaga alone\n"
                ".SH EXIT STATUS\n"
                ".TP\n.B 0\ndone, whether anything was found or not\n"
                ".TP\n.B 2\nusage: an option, a word or a setting that does not exist or fit\n"
                ".TP\n.B 3\nenvironment: a file, the disk, the database, the receiver\n"
                ".TP\n.B 4\nmore than half of the rows were rejected\n"
                ".SH ENVIRONMENT\n"
                ".TP\n.B NO_COLOR\nset and not empty: no colours, also on a terminal\n"
                ".TP\n.B TERM\n\\(dqdumb\\(dq: no progress line\n",
                out);
}
