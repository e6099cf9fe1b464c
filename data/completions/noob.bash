# SPDX-License-Identifier: LGPL-2.1-or-later
# Bash completion for noob.

_noob () {
  local current=${COMP_WORDS[COMP_CWORD]}
  local previous=${COMP_WORDS[COMP_CWORD - 1]}
  local command=${COMP_WORDS[1]}

  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W 'run check graph --help --version' -- "$current")
    return
  fi

  case $command:$previous in
    run:--runner)
      mapfile -t COMPREPLY < <(compgen -W 'sync zmq' -- "$current")
      return ;;
    run:--input-format | run:--output-format)
      mapfile -t COMPREPLY < <(compgen -W 'json jsonl' -- "$current")
      return ;;
    run:-n | run:-i)
      return ;;
  esac

  case $command:$current in
    run:-*)
      mapfile -t COMPREPLY < <(compgen -W '-n --runner -i --input-format --output-format --progress
        --help' -- "$current") ;;
    *:-*)
      mapfile -t COMPREPLY < <(compgen -W '--help' -- "$current") ;;
    *)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -f -X '!*.@(yaml|yml|json)' -- "$current"
        compgen -d -- "$current") ;;
  esac
}

complete -F _noob noob
