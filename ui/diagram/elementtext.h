#pragma once

#include "graph/networkgraph.h"

#include <QList>
#include <QString>

namespace inceptoscope {

/// "Inception-B 4 · 1×7 conv": a stage, block, branch or layer for people. Empty for an unknown id.
QString elementName(const NetworkGraph &graph, const QString &id);

/// Several lines of plain text: name, id, how it is computed, grids in and out, costs.
QString elementToolTip(const NetworkGraph &graph, const QString &id);

/// The same in one line, for people who listen.
QString elementSpokenText(const NetworkGraph &graph, const QString &id);

/// A stage, block or layer that a search has found.
struct FoundElement
{
    QString id;
    QString name; ///< see elementName
    QString grid; ///< of the output, "17×17×224"

    bool operator==(const FoundElement &) const = default;
};

/// Stages, blocks and layers whose name, id, kind or shape contains every word of `text`, in the
/// order of the data; nothing for no words. 17x17 is 17×17, and not a part of 117×17.
QList<FoundElement> findElements(const NetworkGraph &graph, const QString &text);

} // namespace inceptoscope
