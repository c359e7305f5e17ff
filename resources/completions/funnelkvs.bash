# SPDX-License-Identifier: GPL-3.0-or-later
#
# Completion for bash. Commands and options are read from the program's own --help, so there is no second list to keep.

_funnelkvs() {
    local program=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]} words
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        words=$("$program" --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z-]*\).*/\1/p')
        words+=' --help --version'
    elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == --@(file|config|log-file|output) ]]; then
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        return
    elif [[ ${COMP_WORDS[1]} == help ]]; then
        words=$("$program" --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z-]*\).*/\1/p')
    else
        words=$("$program" "${COMP_WORDS[1]}" --help 2>/dev/null | sed -n 's/^  \(--[a-z][a-z-]*\).*/\1/p')
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -F _funnelkvs funnelkvs
