#pragma once

#include "graph/networkgraph.h"

#include <QString>
#include <QStringList>

namespace inceptoscope {

/// "Inception-B 4 · 1×7 conv": a stage, block or layer for people. Empty for an unknown id.
QString elementName(const NetworkGraph &graph, const QString &id);

/// Several lines of plain text: name, id, how it is computed, grids in and out, costs.
QString elementToolTip(const NetworkGraph &graph, const QString &id);

/// The same in one line, for people who listen.
QString elementSpokenText(const NetworkGraph &graph, const QString &id);

/// Ids of stages, blocks and layers whose title, id, kind or grid contains every word of `text`,
/// in the order of the data; nothing for no words.
QStringList findElements(const NetworkGraph &graph, const QString &text);

} // namespace inceptoscope
