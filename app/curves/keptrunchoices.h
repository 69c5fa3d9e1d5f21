#pragma once

#include "curves/runchoices.h"

#include <QByteArray>

namespace inceptoscope {

/// JSON, to be kept from one start of the program to the next: a list with an object for each run,
/// the one changed last at the end. Paths and parts are percent-encoded, for they may be no text.
QByteArray keptRunChoices(const RunChoices &choices);

/// What is damaged, or longer than it could have been written, is left out: nothing is believed of
/// a list that is none.
RunChoices runChoicesOf(const QByteArray &kept);

} // namespace inceptoscope
