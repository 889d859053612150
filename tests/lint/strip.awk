# Print C sources as file:line:text with comments blanked; with -v strings=0 the insides of string
# literals too. So that a lint does not trip over words.
FNR == 1 { comment = 0 }
{
    text = $0
    if (!comment && text !~ /["'\/]/) { # nothing to strip: most lines
        print FILENAME ":" FNR ":" text
        next
    }
    out = ""
    quote = ""
    n = length(text)
    for (i = 1; i <= n; i++) {
        c = substr(text, i, 1)
        two = substr(text, i, 2)
        if (comment) {
            if (two == "*/") { comment = 0; i++ }
        } else if (quote != "") {
            if (c == "\\") {
                if (strings) out = out two
                i++
            } else if (c == quote) {
                quote = ""
                out = out c
            } else if (strings) {
                out = out c
            }
        } else if (two == "/*") {
            comment = 1
            i++
        } else if (two == "//") {
            break
        } else {
            if (c == "\"" || c == "'") quote = c
            out = out c
        }
    }
    print FILENAME ":" FNR ":" out
}
