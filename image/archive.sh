# SPDX-License-Identifier: Apache-2.0
# Sourced by build: an image as one file in the format of `docker save`, which engines of any age read.

# Packs paths below $1/root into the layer $2; the same files make the same bytes.
layer() {
  local folder=$1 name=$2
  shift 2
  pack --create --file "$folder/$name.tar" --directory "$folder/root" "$@"
}

pack() {
  tar --format=gnu --sort=name --mtime=@1 --owner="${owner:-0}" --group="${owner:-0}" \
    --numeric-owner "$@"
}

# The layers of program $2, whose files are in $1/root: what changes least comes first.
write_layers() {
  local home=opt/zoneprobe system=(etc)
  [ ! -d "$1/root/usr" ] || system+=(usr)
  layer "$1" system "${system[@]}" $(cd "$1/root" && ls -d lib lib64 2>/dev/null)
  owner=65532 pack --append --file "$1/system.tar" --directory "$1/root" --mode=700 var/lib/zoneprobe
  pack --append --file "$1/system.tar" --directory "$1/root" --mode=1777 tmp
  layer "$1" runtime opt/java
  layer "$1" libraries "$home/lib" "$home/native"
  layer "$1" program "$home"/{"zoneprobe-$2.jar",jvm.options,LICENSE}
  layer "$1" cache "$home/classes.aot"
}

quoted() {
  printf '"%s",' "$@" | sed 's/,$//'
}

digest() {
  sha256sum "$1" | cut -d ' ' -f 1
}

# The command line: the options in jvm.options are for every way to run it, these for the image.
entrypoint() {
  local home=/opt/zoneprobe
  quoted /opt/java/bin/java "@$home/jvm.options" "-XX:AOTCache=$home/classes.aot" -XX:-UsePerfData \
    "-Djava.library.path=$home/native" "-Dorg.sqlite.lib.path=$home/native" \
    -jar "$home/zoneprobe-$1.jar"
}

# What an engine has to know of program $1, whose layers lie in folder $2.
configuration() {
  local layer layers=()
  for layer in system runtime libraries program cache; do
    layers+=("sha256:$(digest "$2/$layer.tar")")
  done
  cat <<JSON
{
  "architecture": "$(platform)",
  "os": "linux",
  "created": "$created",
  "config": {
    "User": "65532:65532",
    "Env": ["PATH=/opt/java/bin", "MALLOC_ARENA_MAX=1"],
    "Entrypoint": [$(entrypoint "$1")],
    "Cmd": ["run", "--config", "/etc/zoneprobe/$1.yaml"],
    "WorkingDir": "/tmp",
    "Labels": {
      "org.opencontainers.image.title": "zoneprobe $1",
      "org.opencontainers.image.version": "$version",
      "org.opencontainers.image.licenses": "Apache-2.0 AND GPL-2.0-with-classpath-exception AND LGPL-2.1-or-later"
    }
  },
  "rootfs": {"type": "layers", "diff_ids": [$(quoted "${layers[@]}")]}
}
JSON
}

# Writes the image of program $1, whose files are in $2/root, to the file $3.
write_archive() {
  local program=$1 folder=$2 file=$3
  write_layers "$folder" "$program"
  configuration "$program" "$folder" >"$folder/configuration.json"
  cat >"$folder/manifest.json" <<JSON
[{
  "Config": "configuration.json",
  "RepoTags": ["ghcr.io/zoneprobe/$program:$version"],
  "Layers": ["system.tar", "runtime.tar", "libraries.tar", "program.tar", "cache.tar"]
}]
JSON
  pack --create --file "$file" --directory "$folder" \
    manifest.json configuration.json {system,runtime,libraries,program,cache}.tar
  rm "$folder"/*.tar
}
