#include "networks/networktexts.h"

#include "images/shownname.h"
#include "texts/plaintooltip.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace inceptoscope {

static QString tr(const char *text)
{
    return QCoreApplication::translate("NetworkListModel", text);
}

static QString toQt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// "10,431,210 parameters, input 128×128×3, 10 classes", or why there is no such network.
static QString costs(const CatalogueEntry &entry)
{
    const Expected<NetworkGraph> graph = buildNetwork(entry.network, entry.options);
    if (!graph)
        return QString::fromStdString(graph.error().message);
    const QLocale english(QLocale::English);
    return tr("%1 parameters, input %2, %3 classes")
        .arg(english.toString(static_cast<qlonglong>(graph->parameters())),
             QString::fromStdString(formatShape(graph->input())),
             english.toString(graph->classes()));
}

QString networkTitle(const CatalogueEntry &entry)
{
    return shownName(QString::fromStdString(entry.title));
}

QString networkText(const CatalogueEntry &entry)
{
    if (entry.weights != CatalogueEntry::Weights::None)
        return networkTitle(entry);
    return tr("%1 (%2)").arg(networkTitle(entry), weightsText(entry.weights));
}

QString networkDetail(const CatalogueEntry &entry)
{
    const QString title = networkTitle(entry);
    if (entry.options.width == 1.0)
        return title;
    return QCoreApplication::translate("NetworkListModel", "%1 · width %2")
        .arg(title, QString::number(entry.options.width));
}

QString networkAccessibleText(const CatalogueEntry &entry)
{
    return tr("%1, %2").arg(networkTitle(entry), weightsText(entry.weights));
}

QString weightsText(CatalogueEntry::Weights weights)
{
    switch (weights) {
    case CatalogueEntry::Weights::Bundled:
        return tr("bundled");
    case CatalogueEntry::Weights::Installed:
        return tr("installed");
    case CatalogueEntry::Weights::None:
        break;
    }
    return tr("no weights");
}

QString networkToolTip(const CatalogueEntry &entry)
{
    QStringList lines{networkTitle(entry), costs(entry)};
    if (const NetworkFamily *family = findNetworkFamily(entry.network))
        lines << toQt(family->source) << toQt(family->note);
    if (entry.weights == CatalogueEntry::Weights::Installed)
        lines << tr("Weights: %1").arg(shownName(QString::fromStdString(entry.file.string())));
    else
        lines << tr("Weights: %1").arg(weightsText(entry.weights));
    lines.removeAll(QString());
    return plainToolTip(lines.join(u'\n'));
}

} // namespace inceptoscope
