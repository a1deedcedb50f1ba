#!/bin/sh
# install-debian-packages.sh POLICY PACKAGE...
#
# Installs Debian packages, as root, without starting the services inside them: they would take the
# default ports, and every test and demo starts its own on free ports.
#
# POLICY, /usr/sbin/policy-rc.d, is Debian's documented way to say so. It is asked by invoke-rc.d and by
# deb-systemd-invoke, so it holds with and without systemd. RUNLEVEL=1 reaches only the first of the
# two, and masking units would stay behind for an administrator to puzzle over. An existing policy is
# the administrator's and is left alone.
set -eu

POLICY=$1
shift
MARK="Written by Tocsin's set-up for the length of one installation; may be deleted."

# A policy of ours that a power cut left behind.
if [ -f "$POLICY" ] && grep -qF "$MARK" "$POLICY"; then rm -f "$POLICY"; fi

if [ ! -e "$POLICY" ]; then
  trap 'rm -f "$POLICY"' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  printf '#!/bin/sh\n# %s\nexit 101\n' "$MARK" >"$POLICY"
  chmod 755 "$POLICY"
fi

export DEBIAN_FRONTEND=noninteractive
apt-get -qq -o DPkg::Lock::Timeout=120 update >/dev/null ||
  echo "The package lists could not be refreshed; going on with those that are here." >&2
apt-get -qq -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@" </dev/null >/dev/null

# Installed services are also enabled for the next boot.
if [ -d /run/systemd/system ]; then
  for package in "$@"; do
    for unit in $(dpkg-query -L "$package" | sed -n 's|^.*/systemd/system/\([^/@]*\.service\)$|\1|p'); do
      systemctl --quiet disable "$unit" >&2 || true
    done
  done
fi
