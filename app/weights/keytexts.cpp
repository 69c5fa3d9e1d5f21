#include "weights/keytexts.h"

#include "images/shownname.h"
#include "weights/keyroles.h"

#include <QAbstractItemModel>
#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace inceptoscope {

static QString tr(const char *text)
{
    return QCoreApplication::translate("KeyTableModel", text);
}

static QString toQt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

static QString statusText(KeyStatus status)
{
    switch (status) {
    case KeyStatus::Missing:
        return tr("missing");
    case KeyStatus::Misshapen:
        return tr("another shape");
    case KeyStatus::Unexpected:
        return tr("unexpected");
    case KeyStatus::Explained:
        return tr("not needed");
    case KeyStatus::Matched:
        return tr("matched");
    }
    return {};
}

QString keyText(const KeyRow &row, int column)
{
    switch (column) {
    case KeyStatusColumn:
        return statusText(row.status);
    case KeyNameColumn:
        return shownName(toQt(row.name));
    case KeyShapeColumn:
        return toQt(dimensionsText(row.shape));
    case KeyDTypeColumn:
        return row.dtype ? toQt(dtypeName(*row.dtype)) : QStringLiteral("–");
    case KeyLayerColumn:
        return toQt(row.layer);
    case KeyRoleColumn:
        return toQt(row.role);
    case KeyNoteColumn:
        return toQt(row.note);
    default:
        return {};
    }
}

QString keyAccessibleText(const KeyRow &row)
{
    QStringList cells;
    for (int column = 0; column < KeyColumnCount; ++column) {
        if (const QString text = keyText(row, column); !text.isEmpty())
            cells << text;
    }
    return cells.join(QStringLiteral(", "));
}

QString keySummary(const KeyTable &table)
{
    QStringList parts;
    if (!table.network.empty())
        parts << toQt(table.network)
              << (table.source == sourceName(WeightSource::Own)
                      ? tr("the project's own names")
                      : tr("%1's names").arg(toQt(table.source)));
    QStringList counts;
    const QLocale english(QLocale::English);
    for (const KeyStatus status : {KeyStatus::Missing, KeyStatus::Misshapen, KeyStatus::Unexpected,
                                   KeyStatus::Explained, KeyStatus::Matched}) {
        if (const auto count = static_cast<qulonglong>(table.count(status)); count > 0)
            counts << tr("%1 %2").arg(english.toString(count), statusText(status));
    }
    parts << (counts.isEmpty() ? tr("no tensors") : counts.join(QStringLiteral(", ")));
    return parts.join(QStringLiteral(" · "));
}

QString tabSeparatedRow(const QAbstractItemModel &model, int row)
{
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells << model.index(row, column).data().toString();
    return cells.join(u'\t') + u'\n';
}

QString tabSeparated(const QAbstractItemModel &model)
{
    QStringList headings;
    for (int column = 0; column < model.columnCount(); ++column)
        headings << model.headerData(column, Qt::Horizontal).toString();
    QString text = headings.join(u'\t') + u'\n';
    for (int row = 0; row < model.rowCount(); ++row)
        text += tabSeparatedRow(model, row);
    return text;
}

} // namespace inceptoscope
