# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts in the root: says what can be said about their options with nothing but bash, before anything is built.

# Whether the help text $1 has a line for the option $2; with $3, whether that character follows it there.
has_option() {
  local begin=$'\n +(-[A-Za-z], )?' end=${3:-$'[,= \n]'}
  [[ $1 =~ $begin"$2"$end ]]
}

# Prints the help text in the file $2 and ends, if the arguments from the third on ask for it; ends with one line and exit
# code 2 if one of them is not in it. $1 is what people type.
judge_options() {
  local script=$1 help argument
  help=$(<"$2")
  shift 2
  for argument; do
    case $argument in -h | --help) printf '%s\n' "$help" && exit 0 ;; esac
  done
  while [ $# -gt 0 ]; do
    argument=${1%%=*}
    if [[ $1 != -* ]] || ! has_option "$help" "$argument"; then
      echo "${script#./}: unknown option: $1; $script --help lists those that there are" >&2
      exit 2
    fi
    if [[ $1 != *=* ]] && has_option "$help" "$argument" = && [ $# -gt 1 ]; then shift; fi
    shift
  done
}
