# SPDX-License-Identifier: Apache-2.0
# Sourced by build: the files of an image. All of them are as old as the epoch, because a cache of
# classes is valid for jars and runtime of one size and age only.

modules=java.base,java.logging,java.management,java.naming,java.net.http,java.sql,jdk.httpserver,jdk.management,jdk.net,jdk.unsupported

# A runtime of those modules of the JDK that the programs need, in $1/opt/java. Machine code of another
# machine is not stripped, but what is in files of its own for debuggers stays away.
make_runtime() {
  local source=(--strip-debug)
  is_own_machine ||
    source=(--strip-java-debug-attributes --module-path "$(ls -d "$sysroot"/usr/lib/jvm/*/jmods | head -n 1)")
  "$JAVA_HOME/bin/jlink" --add-modules "$modules" "${source[@]}" --no-header-files --no-man-pages --compress zip-6 \
    --output "$1/opt/java" 2>&1 | { grep -v '^Linking from run-time image' || true; }
  rm -f "$1"/opt/java/{bin/keytool,lib/jrt-fs.jar,lib/jexec,lib/classlist}
  find "$1/opt/java" -name '*.debuginfo' -delete
}

# Jars of program $1, and the machine code in them as files, so that nothing is unpacked at run time.
copy_program() {
  local home=$2/opt/zoneprobe
  mkdir -p "$home/native"
  cp -r "$1/target/lib" "$1/target/zoneprobe-$1.jar" "$1/jvm.options" LICENSE "$home"
  unpack "$home/native" "$home"/lib/netty-transport-native-epoll-*-linux-"${machine/aarch64/aarch_64}".jar \
    META-INF/native/
  if [ "$1" = collector ]; then
    unpack "$home/native" "$home"/lib/sqlite-jdbc-*.jar "org/sqlite/native/Linux/$machine/"
  fi
  rm "$home"/lib/netty-transport-native-epoll-*.jar
}

# The libraries below path $3 in jar $2, into $1.
unpack() {
  local scratch
  scratch=$(mktemp -d)
  (cd "$scratch" && "$JAVA_HOME/bin/jar" --extract --file "$2" "$3")
  find "$scratch" -name '*.so' -exec cp -t "$1" {} +
  rm -r "$scratch"
}

# What the machine code in root $1 is linked to: the C library, and for some JDKs that of C++ and zlib.
copy_libraries() {
  local file library
  find "$1" -type f \( -name '*.so' -o -path '*/bin/java' \) | while read -r file; do linked "$file"; done |
    grep -oE '/[^ ]*/(ld-linux[^ ]*|lib(c|m|dl|rt|pthread|gcc_s|stdc\+\+|z)\.so\.[0-9]+)' |
    sed "s|^$sysroot/|/|" | sort -u |
    while read -r library; do
      copy_library "$library" "$1"
      case $library in */libc.so.6) copy_resolvers "$(dirname "$library")" "$1" ;; esac
    done
}

copy_library() {
  mkdir -p "$2/$(dirname "$1")"
  cp -L "$sysroot$1" "$2/$1"
}

# What a glibc before 2.34 loads from its folder $1 when it first looks a name up, which no list of links shows.
copy_resolvers() {
  local library
  for library in libnss_files.so.2 libnss_dns.so.2 libresolv.so.2; do
    [ ! -f "$sysroot$1/$library" ] || copy_library "$1/$library" "$2"
  done
}

copy_licenses_of_libraries() {
  local package notice packages=(libc6)
  [ -z "$(find "$1" -name 'libstdc++.so.*')" ] || packages+=(libgcc-s1 libstdc++6 zlib1g)
  for package in "${packages[@]}"; do
    notice=/usr/share/doc/$package/copyright
    if [ -f "$sysroot$notice" ]; then
      mkdir -p "$1$(dirname "$notice")"
      cp -L "$sysroot$notice" "$1$notice"
    fi
  done
}

write_accounts() {
  mkdir -p "$1/etc/zoneprobe"
  printf 'root:x:0:0::/:/\nzoneprobe:x:65532:65532::/tmp:/\n' >"$1/etc/passwd"
  printf 'root:x:0:\nzoneprobe:x:65532:\n' >"$1/etc/group"
  printf 'hosts: files dns\n' >"$1/etc/nsswitch.conf"
}

# Everything of program $1's image but its cache of classes, in folder $2.
make_root() {
  mkdir -p "$2"/{opt,tmp,var/lib/zoneprobe}
  make_runtime "$2"
  copy_program "$1" "$2"
  copy_libraries "$2"
  copy_licenses_of_libraries "$2"
  write_accounts "$2"
  find "$2" -type d -exec chmod 755 {} +
  find "$2" -type f -exec chmod 644 {} +
  find "$2" -type f \( -path '*/bin/*' -o -name jspawnhelper -o -name 'ld-linux*' \) -exec chmod 755 {} +
  find "$2" -exec touch --no-dereference --date=@1 {} +
}
