#pragma once

#include "graph/networkgraph.h"

#include <QList>
#include <QString>

namespace inceptoscope {

/// One step of the way from the network to an element.
struct Crumb
{
    QString id; ///< empty: the whole network
    QString title;

    bool operator==(const Crumb &) const = default;
};

/// Network, stage, block, branch and layer, as far as the element is inside them, itself last;
/// what shares its id with what holds it is left out. The network alone for an unknown id.
QList<Crumb> crumbsOf(const NetworkGraph &graph, const QString &id);

/// A sentence with ids in it, each before a colon, as people see them: "Reduction-A · branch 1 of
/// 3".
QString withShownNames(const NetworkGraph &graph, const QString &sentence);

} // namespace inceptoscope
