# Shared by the scripts in this folder, which read it after they have gone to the top of the checkout.
# shellcheck shell=bash

# The head of the calling script, for --help: nothing is started by somebody who asks what it would do.
help_if_asked() {
    case "${1-}" in
    -h | --help)
        sed -n '2,/^[^#]/s/^# \{0,1\}//p' "script/$(basename "$0")"
        exit
        ;;
    esac
}

say() { printf '%s\n' "$*" >&2; }

die() {
    printf '\n%s\n' "$@" >&2
    exit 1
}

# The system's package manager may be used: by root, or where sudo asks for no password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

# Install Debian packages where the machine has apt and we may; false where not.
apt_install() {
    command -v apt-get >/dev/null || return 1
    as_root true || return 1
    say "Installing $* with apt …"
    local log
    log=$(mktemp)
    if as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >"$log" 2>&1 &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >>"$log" 2>&1; then
        rm -f "$log"
        return 0
    fi
    tail -n 5 "$log" >&2
    rm -f "$log"
    return 1
}

# A fingerprint of files and folders: it changes when a name or a content does.
fingerprint() {
    find "$@" -type f ! -name '.*' ! -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

# Is the work behind a stamp file still the one for this fingerprint?
is_done() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# Chromium without windows: a page of its own opens in a third of the time and a quarter of the work.
HEADLESS=chromium-headless-shell

find_browser() {
    local candidate
    for candidate in ${OGL_CHROMIUM:-} "$HEADLESS" chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$candidate" && return
    done
    return 1
}

# Name the browser in OGL_CHROMIUM; install it where that may be done.
need_browser() {
    if [ -z "${OGL_CHROMIUM:-}" ] && ! command -v "$HEADLESS" >/dev/null && apt-cache show "$HEADLESS" >/dev/null 2>&1; then
        apt_install "$HEADLESS" || say "Chromium with windows does as well, more slowly."
    fi
    OGL_CHROMIUM=$(find_browser) || { apt_install "$HEADLESS" || apt_install chromium; } && OGL_CHROMIUM=$(find_browser) || die \
        "No browser: Chromium is needed. Install it (on Debian: apt-get install chromium) or name one with OGL_CHROMIUM."
    export OGL_CHROMIUM
}

# For script/audit --firefox.
need_firefox() {
    command -v firefox-esr >/dev/null || command -v firefox >/dev/null || apt_install firefox-esr || die \
        "No Firefox: install it (on Debian: apt-get install firefox-esr)."
}

# The HTML checker is a Java program.
need_java() {
    java -version >/dev/null 2>&1 || apt_install openjdk-17-jre-headless || apt_install default-jre-headless || die \
        "No Java: the HTML checker needs it. Install it (on Debian: apt-get install default-jre-headless)."
}
