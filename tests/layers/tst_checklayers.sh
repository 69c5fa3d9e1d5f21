#!/usr/bin/env bash
# Shows that checklayers.sh finds what it is there to find, and lets pass what is allowed.
set -euo pipefail

check="$(dirname -- "${BASH_SOURCE[0]}")/checklayers.sh"
tree=$(mktemp -d)
trap 'rm -rf -- "$tree"' EXIT
failures=0

# Lays out a tree with one file in it and the folders the check expects.
lay_out()
{
  rm -rf -- "${tree:?}"/*
  mkdir -p "$tree"/{app,models,ui,tests/models} "$tree/$(dirname -- "$1")"
  printf '#pragma once\n%s\n' "$2" >"$tree/$1"
}

# breaks FILE INCLUDE: the check must report just this line.
breaks()
{
  local report
  lay_out "$1" "$2"
  if report=$("$BASH" "$check" "$tree"); then
    printf 'not found: %s in %s\n' "$2" "$1"
    failures=$((failures + 1))
  elif [[ $(grep -cF "$1:2:$2" <<<"$report") -lt 1 ]]; then
    printf 'reported without its place: %s in %s\n%s\n' "$2" "$1" "$report"
    failures=$((failures + 1))
  fi
}

# passes FILE INCLUDE: the check must have nothing to say.
passes()
{
  local report
  lay_out "$1" "$2"
  if ! report=$("$BASH" "$check" "$tree"); then
    printf 'wrongly reported: %s in %s\n%s\n' "$2" "$1" "$report"
    failures=$((failures + 1))
  fi
}

breaks ui/diagram/view.cpp '#include <torch/torch.h>'
breaks app/classify.cpp '#include <ATen/ATen.h>'
breaks tests/models/tst_engine.cpp '#include <c10/util/Half.h>'
breaks models/engine/engine.h '#include <torch/torch.h>'
breaks models/engine/engine.h '#  include "oneapi/dnnl/dnnl.hpp"'
breaks models/engine/engine.h '#include <dnnl.hpp>'
breaks models/graph/layer.cpp '#include <QString>'
breaks models/graph/layer.h '#include <QtCore/QString>'
breaks tests/models/tst_graph.cpp '#include <QTest>'
breaks app/session.h '#include <QtWidgets/QWidget>'
breaks app/images/decoder.cpp '#include <QtPrintSupport/QPrinter>'
breaks ui/mainwindow.cpp '#include <qcustomplot.h>'
breaks tests/ui/tst_curves.cpp '#include "qcustomplot.h"'
breaks ui/diagram/view.cpp '#include "../mainwindow.h"'

passes models/engine/executor.cpp '#include <torch/torch.h>'
passes models/engine/torch/executor.h '#include <torch/nn.h>'
passes models/training/torch/optimizer.h '#include <torch/optim.h>'
passes models/engine/onednn/executor.h '#include <dnnl.hpp>'
passes models/engine/engine.h '#include "engine/torchruntime.h"'
passes models/engine/engine.h '#include "engine/torch/runtime.h"'
passes app/program.cpp '#include <QtWidgets/QApplication>'
passes app/session.cpp '#include <QString>'
passes ui/curves/plot.cpp '#include <qcustomplot.h>'
passes ui/mainwindow.cpp '#include <QtWidgets/QWidget>'

if ((failures > 0)); then
  printf '%d expectations failed\n' "$failures"
  exit 1
fi
