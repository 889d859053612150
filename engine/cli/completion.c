#include "cli/completion.h"

#include "cli/commands.h"
#include "jaga/settings.h"

#include <string.h>

typedef void put_one(const option *of, FILE *out);

/* Calls `put` for every option that a command takes, its settings included. */
static void each_option(const command *of, put_one *put, FILE *out)
{
    for (size_t i = 0; i < of->option_count; i++) {
        put(&of->options[i], out);
    }
    for (size_t id = 0; id < JAGA_SETTINGS && of->has_settings; id++) {
        const jaga_setting *setting = jaga_setting_at(id);
        const option made = { .name = setting->name,
                              .kind = OPTION_NUMBER, /* no file */
                              .value = setting->initial,
                              .help = setting->help };
        put(&made, out);
    }
    if (of->has_settings) {
        put(&options_config, out);
    }
    put(&(const option){ .name = "help", .kind = OPTION_FLAG, .help = "tell about it" }, out);
}

static void put_choices(const char *value, FILE *out)
{
    const char *word = NULL;
    size_t length = 0;

    while ((word = options_next_choice(&value, &length)) != NULL) {
        (void)fprintf(out, " %.*s", (int)length, word);
    }
}

static void put_words(const command *of, FILE *out)
{
    for (size_t i = 0; of->words(i) != NULL; i++) {
        (void)fprintf(out, " %s", of->words(i));
    }
}

static void put_bash_flag(const option *of, FILE *out)
{
    (void)fprintf(out, " --%s", of->name);
}

static void put_bash_value(const option *of, FILE *out)
{
    if (of->kind == OPTION_CHOICE) {
        (void)fprintf(out, "        --%s) words=\"", of->name);
        put_choices(of->value, out);
        (void)fputs("\" ;;\n", out);
    } else if (of->kind == OPTION_TEXT) {
        (void)fprintf(out, "        --%s) files=1 ;;\n", of->name);
    } else if (of->kind == OPTION_NUMBER) {
        (void)fprintf(out, "        --%s) return ;;\n", of->name);
    }
}

void completion_bash(FILE *out)
{
    (void)fputs("# bash completion for jaga, made by `jaga help --completion bash`\n"
                "_jaga() {\n"
                "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                "    local command=${COMP_WORDS[1]} words= flags= files=\n"
                "    COMPREPLY=()\n"
                "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words=\"",
                out);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        (void)fprintf(out, " %s", command_at(i)->name);
    }
    (void)fputs(
        " --help --version\"\n        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
        "        return\n    fi\n    case $command in\n",
        out);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        const command *of = command_at(i);
        (void)fprintf(out, "    %s)\n        flags=\"", of->name);
        each_option(of, put_bash_flag, out);
        (void)fputs("\"\n        case $prev in\n", out);
        each_option(of, put_bash_value, out);
        (void)fputs("        *) ", out);
        if (of->words != NULL) {
            (void)fputs("[ \"$COMP_CWORD\" -ne 2 ] || words=\"", out);
            put_words(of, out);
            (void)fputs("\" ;;\n", out);
        } else {
            (void)fprintf(out, "files=%s ;;\n", of->most_words > 0 ? "1" : "");
        }
        (void)fputs("        esac ;;\n", out);
    }
    (void)fputs("    esac\n"
                "    case $cur in -*) words=$flags files= ;; esac\n"
                "    mapfile -t COMPREPLY < <(compgen ${files:+-f} -W \"$words\" -- \"$cur\")\n"
                "    [ -z \"$files\" ] || compopt -o filenames 2>/dev/null || :\n"
                "}\n"
                "complete -F _jaga jaga\n",
                out);
}

/* Inside single quotes, where _arguments gives [ ] and : a meaning. */
static void put_zsh_text(const char *text, FILE *out)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'') {
            (void)fputs("'\\''", out);
        } else {
            (void)fprintf(out, "%s%c", strchr("[]:\\", *text) != NULL ? "\\" : "", *text);
        }
    }
}

static void put_zsh_option(const option *of, FILE *out)
{
    (void)fprintf(out, "      '--%s[", of->name);
    put_zsh_text(of->help, out);
    (void)fputc(']', out);
    if (of->kind != OPTION_FLAG) {
        (void)fputc(':', out);
        put_zsh_text(of->value, out);
        (void)fputc(':', out);
    }
    if (of->kind == OPTION_CHOICE) {
        (void)fputc('(', out);
        put_choices(of->value, out);
        (void)fputc(')', out);
    } else if (of->kind == OPTION_TEXT) {
        (void)fputs("_files", out);
    }
    (void)fputs("' \\\n", out);
}

void completion_zsh(FILE *out)
{
    (void)fputs("#compdef jaga\n# made by `jaga help --completion zsh`\n"
                "_jaga() {\n  local -a commands\n  commands=(\n",
                out);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        (void)fprintf(out, "    '%s:", command_at(i)->name);
        put_zsh_text(command_at(i)->help, out);
        (void)fputs("'\n", out);
    }
    (void)fputs("  )\n"
                "  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n"
                "  local command=$words[2]\n  shift words\n  (( CURRENT-- ))\n  case $command in\n",
                out);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        const command *of = command_at(i);
        (void)fprintf(out, "  %s)\n    _arguments \\\n", of->name);
        each_option(of, put_zsh_option, out);
        if (of->words != NULL) {
            (void)fputs("      '1:word:(", out);
            put_words(of, out);
            (void)fputs(")' ;;\n", out);
        } else {
            (void)fputs(of->most_words > 0 ? "      '*:file:_files' ;;\n" : "      && : ;;\n", out);
        }
    }
    (void)fputs("  esac\n}\n_jaga \"$@\"\n", out);
}

static void put_fish_text(const char *text, FILE *out)
{
    (void)fputc('\'', out);
    for (; *text != '\0'; text++) {
        (void)fprintf(out, "%s%c", *text == '\'' || *text == '\\' ? "\\" : "", *text);
    }
    (void)fputc('\'', out);
}

static void put_fish_option(const option *of, FILE *out)
{
    (void)fprintf(out, "    -l %s", of->name);
    if (of->kind == OPTION_CHOICE) {
        (void)fputs(" -x -a '", out);
        put_choices(of->value, out);
        (void)fputc('\'', out);
    } else if (of->kind == OPTION_TEXT) {
        (void)fputs(" -r -F", out);
    } else if (of->kind == OPTION_NUMBER) {
        (void)fputs(" -x", out);
    }
    (void)fputs(" -d ", out);
    put_fish_text(of->help, out);
    (void)fputc('\n', out);
}

/* fish wants the command before every option. */
static void put_fish_command(const command *of, FILE *out)
{
    char text[16384];
    FILE *into = fmemopen(text, sizeof text, "w");

    if (into == NULL) {
        return;
    }
    each_option(of, put_fish_option, into);
    (void)fclose(into);
    text[sizeof text - 1] = '\0';
    for (const char *line = text; *line != '\0'; line += strcspn(line, "\n") + 1) {
        (void)fprintf(out, "complete -c jaga -n '__fish_seen_subcommand_from %s' %.*s\n", of->name,
                      (int)strcspn(line + 4, "\n"), line + 4);
    }
    if (of->words != NULL) {
        (void)fprintf(out, "complete -c jaga -n '__fish_seen_subcommand_from %s' -f -a '",
                      of->name);
        put_words(of, out);
        (void)fputs("'\n", out);
    }
}

void completion_fish(FILE *out)
{
    (void)fputs("# fish completion for jaga, made by `jaga help --completion fish`\n", out);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        const command *of = command_at(i);
        (void)fprintf(out, "complete -c jaga -n __fish_use_subcommand -f -a %s -d ", of->name);
        put_fish_text(of->help, out);
        (void)fputc('\n', out);
        put_fish_command(of, out);
    }
}
