#!/usr/bin/env bash
# checklayers.sh ROOT: the rules between the layers that the link graph alone does not enforce,
# since all of Debian's headers lie on the compiler's default path. Prints every include that
# breaks one as FILE:LINE:INCLUDE and exits with 1 if there is any.
set -euo pipefail

cd "$1"
status=0

# forbid RULE INCLUDES ALLOWED FOLDER...: no file below the folders, save those whose path matches
# ALLOWED, includes a header whose name matches INCLUDES.
forbid()
{
  local rule=$1 includes=$2 allowed=$3 found
  shift 3
  found=$(grep -rnE --include='*.h' --include='*.cpp' "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($includes)" "$@" \
    | grep -vE "^($allowed):" || true)
  [[ -z $found ]] && return
  printf '%s\n%s\n' "$rule" "$found"
  status=1
}

readonly nowhere='^$'

forbid 'LibTorch and oneDNN stay in the sources of models/, and in folders named torch and onednn:' \
  '(torch|ATen|c10|caffe2)/|dnnl|oneapi/' \
  'models/[^:]*\.cpp|models/[^:]*/(torch|onednn)/[^:]*|tests/models/torch/[^:]*' \
  app models tests ui
forbid 'There is no Qt in models/:' 'Q[A-Z]|Qt|qcustomplot' "$nowhere" models tests/models
forbid 'There are no widgets in app/, save in program.cpp:' \
  'Qt(Widgets|SvgWidgets|PrintSupport|OpenGLWidgets)/' 'app/program\.cpp' app
forbid 'QCustomPlot stays in ui/curves:' 'qcustomplot' 'ui/curves/[^:]*' app models tests ui
forbid 'No include climbs out of its layer:' '\.\./' "$nowhere" app models tests ui

exit "$status"
