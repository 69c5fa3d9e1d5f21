#include "curves/runtexts.h"

#include "images/shownname.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTextDocument>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr int mostSettings = 24; // lines; a log may hold anything
constexpr std::size_t mostNamed = 12; // runs of a group
constexpr qsizetype longestValue = 80; // characters

QString tr(const char *text)
{
    return QCoreApplication::translate("RunTexts", text);
}

QString shortened(const std::string &text)
{
    const QString line =
        shownName(QString::fromStdString(text.substr(0, 4 * longestValue))).simplified();
    return line.size() <= longestValue ? line : line.left(longestValue - 1) + u'…';
}

/// Large whole numbers in groups of three, as in "1,708,226".
QString valueText(const std::string &value)
{
    const QString text = shortened(value);
    bool isWhole = false;
    const qlonglong number = text.toLongLong(&isWhole);
    if (!isWhole || number < 10'000)
        return text;
    QLocale grouping = QLocale::c();
    grouping.setNumberOptions(QLocale::DefaultNumberOptions);
    return grouping.toString(number);
}

QString keyText(const std::string &key)
{
    return shortened(key).replace(u'_', u' ');
}

QStringList settingLines(const RunLog &run)
{
    QStringList lines;
    for (const auto &[key, value] : run.settings) {
        if (key == "title")
            continue;
        if (lines.size() == mostSettings) {
            lines += tr("…");
            break;
        }
        lines += QStringLiteral("%1: %2").arg(keyText(key), valueText(value));
    }
    return lines;
}

std::size_t mostPoints(const RunLog &run)
{
    std::size_t most = 0;
    for (const auto &[tag, series] : run.series)
        most = std::max(most, series.size() - series.overwrittenCount());
    return most;
}

QString plainText(const QStringList &lines)
{
    const QString text = lines.join(u'\n');
    return Qt::mightBeRichText(text) ? Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal) : text;
}

} // namespace

QString runToolTip(const RunLog &run, const QString &title)
{
    QStringList lines{title};
    const bool isOwn = run.format == LogFormat::Own; // others do not tell
    if (isOwn)
        lines +=
            run.residual ? tr("with residual connections") : tr("without residual connections");
    lines += settingLines(run);
    lines += (isOwn ? tr("epochs logged: %1") : tr("points of the longest curve: %1"))
                 .arg(mostPoints(run));
    if (run.leftOut > 0)
        lines += tr("lines or records that could not be read: %1").arg(run.leftOut);
    lines += shownName(QString::fromStdString(run.id.source.string()));
    return plainText(lines);
}

QString groupToolTip(const RunGroup &group, const QStringList &titles)
{
    QStringList lines{group.title,
                      (group.isByHand() ? tr("%1 runs, grouped by hand:")
                                        : tr("%1 runs that differ only in their seeds:"))
                          .arg(group.runs.size())};
    const std::size_t named = std::min(group.runs.size(), mostNamed);
    for (std::size_t i = 0; i < named; ++i)
        lines += titles[qsizetype(group.runs[i])];
    if (named < group.runs.size())
        lines += tr("and %1 more").arg(group.runs.size() - named);
    return plainText(lines);
}

} // namespace inceptoscope
