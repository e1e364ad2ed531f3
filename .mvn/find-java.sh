# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts in the root: sets JAVA_HOME to a JDK that builds and runs zoneprobe.

needed_java=25

java_version_of() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

is_suitable_jdk() {
  local version
  [ -x "$1/bin/javac" ] || return 1
  version=$(java_version_of "$1") && [ -n "$version" ] && [ "$version" -ge "$needed_java" ]
}

jdk_on_the_path() {
  local java
  java=$(command -v java) && java=$(readlink -f "$java") && dirname "$(dirname "$java")"
}

find_jdk() {
  local home
  for home in \
    "${JAVA_HOME:-}" \
    "$(jdk_on_the_path)" \
    /usr/lib/jvm/* \
    /opt/* \
    "${HOME:-}"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if is_suitable_jdk "$home"; then
      echo "$home"
      return 0
    fi
  done
  return 1
}

if ! JAVA_HOME=$(find_jdk); then
  echo "No JDK $needed_java or newer found: install one (https://adoptium.net) or set JAVA_HOME." >&2
  exit 1
fi
export JAVA_HOME
