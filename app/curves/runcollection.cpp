#include "curves/runcollection.h"

#include "curves/runnames.h"
#include "images/shownname.h"
#include "zoo/zoo.h"

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr qsizetype longestTitle = 60; // characters

QString shortened(const QString &text)
{
    const QString line = shownName(text.left(longestTitle + 1));
    return line.size() <= longestTitle ? line : line.left(longestTitle - 1) + u'…';
}

std::string settingOf(const RunLog &run, const std::string &key)
{
    const auto found = run.settings.find(key);
    return found != run.settings.end() ? found->second : std::string();
}

QString titleOf(const RunLog &run)
{
    if (const auto title = settingOf(run, "title"); !title.empty())
        return shortened(QString::fromStdString(title));
    if (const auto *family = findNetworkFamily(settingOf(run, "network")))
        return QString::fromUtf8(family->title.data(), qsizetype(family->title.size()));
    return shortened(QString::fromStdString(run.name));
}

QString folderOf(const RunLog &run)
{
    return shortened(QString::fromStdString(run.id.source.parent_path().filename().string()));
}

} // namespace

RunCollection merged(RunCollection older, const RunCollection &newer)
{
    for (const RunLog &run : newer.runs) {
        const auto before = std::ranges::find(older.runs, run.id, &RunLog::id);
        if (before != older.runs.end())
            *before = run;
        else
            older.runs.push_back(run);
    }
    nameRuns(older.runs);
    older.problems = newer.problems;
    return older;
}

QStringList runTitles(const std::vector<RunLog> &runs)
{
    QStringList plain;
    for (const RunLog &run : runs)
        plain += titleOf(run);
    QStringList titles;
    for (qsizetype i = 0; i < plain.size(); ++i) {
        const QString title = plain.count(plain[i]) == 1
            ? plain[i]
            : plain[i] + QStringLiteral(" · ") + folderOf(runs[std::size_t(i)]);
        QString unique = title;
        for (int number = 2; titles.contains(unique); ++number)
            unique = QStringLiteral("%1 (%2)").arg(title, QString::number(number));
        titles += unique;
    }
    return titles;
}

std::vector<RunShade> runShades(const std::vector<RunLog> &runs)
{
    std::vector<RunShade> shades;
    int residual = 0;
    int plain = 0;
    for (const RunLog &run : runs)
        shades.push_back({run.residual, run.residual ? residual++ : plain++});
    return shades;
}

std::vector<CurvePoint> curveOf(const RunLog &run, std::string_view tag)
{
    const auto found = run.series.find(tag);
    return found != run.series.end() ? curvePoints(found->second, CurveAxis::Epoch)
                                     : std::vector<CurvePoint>();
}

} // namespace inceptoscope
