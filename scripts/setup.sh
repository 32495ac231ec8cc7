#!/bin/sh
# Makes .venv exactly as uv.lock says. Takes the uv on the PATH, else brings one in .venv-uv, which git ignores.
set -eu

fail() {
    echo "$1" >&2
    exit 1
}

# Prints the first Python that starts and fits; 3.14 and later last, since libraries come late with their wheels.
find_python() {
    for fits in '(3, 11) <= v < (3, 14)' 'v >= (3, 11)'; do
        for name in python3 python3.13 python3.12 python3.11; do
            "$name" -c "import sys; v = sys.version_info[:2]; sys.exit(not $fits)" 2>/dev/null || continue
            "$name" -c 'import sys; print(sys.executable)'
            return
        done
    done
    return 1
}

# uv before 0.13 reads this lock file with warnings or not at all.
uv_on_path_fits() {
    case $(uv --version 2>/dev/null) in
    "" | "uv 0."[0-9].* | "uv 0.1"[0-2].*) return 1 ;;
    esac
}

bring_uv() {
    [ -x .venv-uv/bin/uv ] && return
    echo "Fetching uv, the installer, into .venv-uv."
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "This Python has no venv: install the package python3-venv (Debian, Ubuntu: apt-get install python3-venv) and try again."
    rm -rf .venv-uv
    "$python" -m venv .venv-uv || fail "Could not make .venv-uv: install the package python3-venv and try again."
    echo '*' >.venv-uv/.gitignore
    .venv-uv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13,<0.14' ||
        fail "Could not fetch uv: is there a network? A uv 0.13 or newer on the PATH does as well."
}

python=$(find_python) || fail "Python 3.11 or newer is needed and was not found on the PATH."
if uv_on_path_fits; then
    uv=uv
else
    bring_uv
    uv=.venv-uv/bin/uv
fi

if [ -x .venv/bin/hvidbog ]; then
    echo "Bringing .venv in step with uv.lock."
else
    echo "Setting up .venv from uv.lock (0.8 GB, about a minute)."
fi
# A .venv whose Python still starts is kept; another one is made with the Python found above.
.venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && python=.venv/bin/python
unset VIRTUAL_ENV
export UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never
# A network that opens TLS, as many a town hall's does, has its certificate in the system's store and not in uv's own.
for store in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do
    [ ! -s "$store" ] || export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"
done
"$uv" sync --locked --quiet --python "$python" || fail "The set-up failed; what uv says stands above."
