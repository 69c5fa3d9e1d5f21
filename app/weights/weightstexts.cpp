#include "weights/weightstexts.h"

#include "images/shownname.h"
#include "texts/percenttext.h"
#include "weights/downloadtexts.h"
#include "zoo/zoo.h"

#include <QCoreApplication>
#include <QStringList>
#include <QUrl>

namespace inceptoscope {

static QString tr(const char *text)
{
    return QCoreApplication::translate("WeightsTableModel", text);
}

static QString shown(const std::string &text)
{
    return shownName(QString::fromStdString(text));
}

static QString accuracyText(const std::optional<double> &percent)
{
    return percent ? percentText(*percent / 100.0) : QStringLiteral("–");
}

static QString sizeOf(const WeightsRow &row)
{
    return row.size() > 0 ? QString::fromStdString(sizeText(row.size())) : QStringLiteral("–");
}

/// The server's name; of what did not come from one, whatever was said.
static QString sourceText(const WeightsRow &row)
{
    const QString source = QString::fromStdString(row.weights.url);
    QString host = QUrl(source).host();
    if (!host.isEmpty())
        return host;
    return source.isEmpty() ? tr("your own") : shownName(source);
}

QString weightsCellText(const WeightsRow &row, int column)
{
    switch (column) {
    case WeightsTitleColumn:
        return shown(row.weights.title);
    case WeightsTop1Column:
        return accuracyText(row.weights.top1);
    case WeightsTop5Column:
        return accuracyText(row.weights.top5);
    case WeightsSizeColumn:
        return sizeOf(row);
    case WeightsLicenceColumn:
        return row.weights.licence.empty() ? QStringLiteral("–") : shown(row.weights.licence);
    case WeightsSourceColumn:
        return sourceText(row);
    case WeightsStateColumn:
        return weightsStateText(row);
    default:
        return {};
    }
}

static QString busyText(const WeightsRow &row)
{
    switch (row.download) {
    case DownloadState::Connecting:
        return tr("connecting…");
    case DownloadState::Waiting:
        return tr("waiting to try again");
    case DownloadState::Checking:
        return tr("checking…");
    default:
        return QString::fromStdString(progressText(row.progress));
    }
}

QString weightsStateText(const WeightsRow &row)
{
    switch (row.state()) {
    case WeightsState::NotHere:
        return tr("not here");
    case WeightsState::Busy:
        return busyText(row);
    case WeightsState::Paused:
        return tr("paused at %1").arg(QString::fromStdString(amountText(row.progress)));
    case WeightsState::Failed:
        return tr("failed");
    case WeightsState::Installed:
        return tr("installed");
    case WeightsState::Unusable:
        return tr("cannot be used");
    }
    return {};
}

QString weightsProblem(const WeightsRow &row)
{
    if (!row.message.empty())
        return shown(row.message);
    return row.installed ? shown(row.installed->problem) : QString();
}

QString weightsDetail(const WeightsRow &row)
{
    QStringList parts;
    if (const NetworkFamily *family = findNetworkFamily(row.weights.network))
        parts << QString::fromUtf8(family->title.data(),
                                   static_cast<qsizetype>(family->title.size()));
    if (!row.weights.note.empty())
        parts << shown(row.weights.note);
    if (row.installed)
        parts << shown(row.installed->file.string());
    else if (const std::string &url = row.weights.url; !url.empty())
        parts << shown(row.weights.page.empty() ? url : row.weights.page);
    return parts.join(QStringLiteral(" · "));
}

QString weightsAccessibleText(const WeightsRow &row)
{
    QStringList parts{weightsCellText(row, WeightsTitleColumn), weightsStateText(row)};
    if (row.weights.top1)
        parts << tr("top-1 %1").arg(accuracyText(row.weights.top1));
    if (row.weights.top5)
        parts << tr("top-5 %1").arg(accuracyText(row.weights.top5));
    parts << sizeOf(row);
    if (!row.weights.licence.empty())
        parts << tr("licence %1").arg(shown(row.weights.licence));
    parts << tr("from %1").arg(sourceText(row));
    return parts.join(QStringLiteral(", "));
}

} // namespace inceptoscope
