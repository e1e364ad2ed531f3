# SPDX-License-Identifier: Apache-2.0
# Sourced by build: both programs run once, against each other, to write down which classes they
# load (JEP 483). In two steps: a JVM that is emulated cannot begin the second by itself.

seconds=6
patience=60

listens() {
  (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# Ports that nobody listens on at this moment, $1 of them.
free_ports() {
  local port count=$1
  for port in $(shuf --input-range=20000-31999 --head-count=200); do
    [ "$count" -gt 0 ] || break
    if ! listens "$port"; then
      echo "$port"
      count=$((count - 1))
    fi
  done
}

write_settings() {
  local grpc=$1 http=$2 peer_http=$3 peer_grpc=$4 peer_tcp=$5 admin=$6
  cat >collector.yaml <<YAML
listen: {grpc: $grpc, http: $http}
store: {directory: store}
peers:
  - {node: training, zone: training, host: 127.0.0.1, http: $peer_http, grpc: $peer_grpc, tcp: $peer_tcp}
YAML
  cat >agent.yaml <<YAML
node: {name: training, zone: training}
collector: {address: "127.0.0.1:$grpc", interval: 1s, stateDirectory: state}
responder: {address: 127.0.0.1, http: $peer_http, grpc: $peer_grpc, tcp: $peer_tcp}
admin: {port: $admin}
mesh: {interval: 100ms}
targets:
  - {name: page, url: "http://localhost:$http/healthz/ready", interval: 100ms}
YAML
}

# Becomes program $1 of root $2; the arguments after these are options of its JVM.
java() {
  local home=$2/opt/zoneprobe
  MALLOC_ARENA_MAX=1 exec "${emulator[@]}" "$2/opt/java/bin/java" "@$home/jvm.options" "${@:3}" \
    -Xlog:aot=error -XX:-UsePerfData "-Djava.library.path=$home/native" "-Dorg.sqlite.lib.path=$home/native" \
    -jar "$home/zoneprobe-$1.jar" "${arguments[@]}"
}

# Starts program $1 of root $2 in the background.
launch() {
  local arguments=(run --config "$1.yaml")
  java "$1" "$2" -XX:AOTMode=record "-XX:AOTConfiguration=$1.classes" -XX:-AOTRecordTraining >"$1.log" 2>&1 &
}

# Makes the cache of program $1 in root $2 of what was written down, and shows that it can be used.
make_cache() {
  local arguments=() cache=-XX:AOTCache=$2/opt/zoneprobe/classes.aot
  (java "$1" "$2" -XX:AOTMode=create "-XX:AOTConfiguration=$1.classes" "$cache") >"$1.log" 2>&1 ||
    { cat "$1.log" >&2 && return 1; }
  arguments=(--version)
  (java "$1" "$2" -XX:AOTMode=on "$cache") >"$1.log" 2>&1 || { cat "$1.log" >&2 && return 1; }
}

# Fetches path $2 from port $1 of this machine.
fetch() {
  local answer=
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET /%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&3
  read -r answer <&3 && cat <&3 >/dev/null
  exec 3>&-
  [[ $answer == *" 200 "* ]]
}

# Waits until what listens on port $1 says that it is ready.
await_ready() {
  local end=$((SECONDS + patience))
  until listens "$1" && fetch "$1" healthz/ready; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}

# What a Prometheus and a person ask for.
visit() {
  local path
  for path in metrics healthz/live api/v1/attempts; do
    fetch "$1" "$path"
  done
}

# Asks process $1 to end; prints the file $2 if it does not do so well.
stop() {
  kill "$1"
  wait "$1" || { cat "$2" >&2 && return 1; }
}

run_both() {
  local collector agent http=${ports[1]} admin=${ports[5]}
  write_settings "${ports[@]}"
  launch collector "$2"
  collector=$!
  launch agent "$1"
  agent=$!
  trap 'kill "$agent" "$collector" 2>/dev/null || true' EXIT
  await_ready "$http" && await_ready "$admin" || { cat ./*.log >&2 && return 1; }
  sleep "$seconds"
  visit "$http"
  visit "$admin"
  stop "$agent" agent.log
  stop "$collector" collector.log
  trap - EXIT
  make_cache agent "$1"
  make_cache collector "$2"
}

# Adds its cache of classes to the roots $1 (agent) and $2 (collector); works in folder $3.
train() {
  local ports
  mkdir -p "$3"
  is_own_machine || seconds=60 patience=1800 # emulated, everything takes ten times as long
  mapfile -t ports < <(free_ports 6)
  (cd "$3" && run_both "$1" "$2")
  chmod 644 "$1/opt/zoneprobe/classes.aot" "$2/opt/zoneprobe/classes.aot"
}
