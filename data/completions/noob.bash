# SPDX-License-Identifier: LGPL-2.1-or-later
# Bash completion for noob.

_noob () {
  local current=${COMP_WORDS[COMP_CWORD]}
  local previous=${COMP_WORDS[COMP_CWORD - 1]}
  local command=${COMP_WORDS[1]}
  local words=

  if [ "$COMP_CWORD" -eq 1 ]; then
    words='run check graph deploy inspect keygen help --help --version'
  else
    case $command:$previous in
      help:*) words='run check graph deploy inspect keygen' ;;
      run:-r | run:--runner) words='sync zmq' ;;
      run:--transport) words='ipc inproc' ;;
      run:--input-format | run:--output-format) words='json jsonl' ;;
      graph:-f | graph:--format) words='dot svg' ;;
      run:-n | run:--number | *:-i | *:--input) return ;;
    esac
  fi

  if [ -z "$words" ]; then
    case $command:$current in
      run:-*)
        words='--number --runner --transport --input --input-format --output-format --progress
          --verbose --ledger --help' ;;
      check:-*)
        words='--load --input --help' ;;
      deploy:-*)
        words='--deployment --describe --json --help' ;;
      inspect:-*)
        words='--json --input --help' ;;
      inspect:*)
        return ;;
      keygen:-*)
        words='--show --help' ;;
      keygen:*)
        return ;;
      graph:-*)
        words='--format --output --input --help' ;;
      *)
        compopt -o filenames
        mapfile -t COMPREPLY < <(
          compgen -f -X '!*.@(yaml|yml|json)' -- "$current"
          compgen -d -- "$current")
        return ;;
    esac
  fi

  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -F _noob noob
