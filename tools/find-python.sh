#!/bin/sh
# Print the newest Python 3.11-3.13 on this machine that runs and can make a virtual environment.
# Names on the path may be shims that fail, so each candidate is asked.
best='' best_version=0 without_venv='' without_venv_version=0
for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
    path=$(command -v "$candidate" 2>/dev/null) || continue
    version=$("$path" -c 'import sys; print(sys.version_info[0] * 100 + sys.version_info[1])' 2>/dev/null) || continue
    case $version in 311 | 312 | 313) ;; *) continue ;; esac
    if "$path" -c 'import ensurepip, venv' 2>/dev/null; then
        [ "$version" -gt "$best_version" ] && best=$path best_version=$version
    elif [ "$version" -gt "$without_venv_version" ]; then
        without_venv=$path without_venv_version=$version
    fi
done
if [ -n "$best" ]; then
    printf '%s\n' "$best"
elif [ -n "$without_venv" ]; then
    echo "Python's venv module is missing: install it with 'apt-get install python3.${without_venv_version#3}-venv' and try again." >&2
    exit 1
else
    echo "Tilt needs Python 3.11, 3.12 or 3.13 and found none: on Debian or Ubuntu, 'apt-get install python3 python3-venv'." >&2
    exit 1
fi
