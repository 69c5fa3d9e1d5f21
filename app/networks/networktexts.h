#pragma once

#include "networks/networkcatalogue.h"

#include <QString>

namespace inceptoscope {

/// On one line, whatever the file says.
QString networkTitle(const CatalogueEntry &entry);

/// "Inception-v4 · Imagenette", "Inception-v4 (no weights)".
QString networkText(const CatalogueEntry &entry);

/// The title, and the width where it is not that of the paper: "Inception-v4 · Imagenette · width
/// 0.25".
QString networkDetail(const CatalogueEntry &entry);

/// For people who listen: the title and what there is of weights.
QString networkAccessibleText(const CatalogueEntry &entry);

/// "bundled", "installed", "no weights".
QString weightsText(CatalogueEntry::Weights weights);

/// Parameters, input, classes, source, note, and where the weights are.
QString networkToolTip(const CatalogueEntry &entry);

} // namespace inceptoscope
