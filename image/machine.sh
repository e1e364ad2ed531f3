# SPDX-License-Identifier: Apache-2.0
# Sourced by build: the machine that an image is for. That of another architecture has its JDK and C
# library in a folder, which image/sysroot makes, and qemu runs its programs here.

# Sets machine, sysroot and emulator for architecture $1, whose files are in $2.
choose_machine() {
  case $1 in
    native) machine=$(uname -m) ;;
    amd64) machine=x86_64 ;;
    arm64) machine=aarch64 ;;
    *) echo "image: no image for $1: native, amd64 or arm64" >&2 && return 1 ;;
  esac
  sysroot=
  emulator=()
  is_own_machine || emulate "$2"
}

is_own_machine() {
  [ "$machine" = "$(uname -m)" ]
}

emulate() {
  local qemu
  sysroot=$(realpath "$1")
  ls -d "$sysroot"/usr/lib/jvm/*/jmods >/dev/null 2>&1 ||
    { echo "image: no JDK for $machine in $1, see image/sysroot" >&2 && return 1; }
  qemu=$(command -v "qemu-$machine-static" || command -v "qemu-$machine") ||
    { echo "image: no qemu-$machine-static to run what is built (package qemu-user-static)" >&2 && return 1; }
  emulator=("$qemu" -L "$sysroot")
}

# As ldd(1) does: what the file $1 of that machine is linked to.
linked() {
  if is_own_machine; then
    ldd "$1"
  else
    "${emulator[@]}" -E LD_TRACE_LOADED_OBJECTS=1 "$(ls "$sysroot"/lib/ld-linux-*.so.* | head -n 1)" "$1"
  fi
}

# An image has the C library of its machine, and its machine code is for glibc.
require_glibc() {
  is_own_machine || return 0
  case $(linked "$JAVA_HOME/bin/java" 2>&1) in
    *ld-musl-*) echo "image: this machine's C library is musl, images take one with glibc, such as Debian" >&2 && return 1 ;;
  esac
}

# The architecture as engines call it.
platform() {
  case $machine in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) echo "image: no image for $machine" >&2 && return 1 ;;
  esac
}
