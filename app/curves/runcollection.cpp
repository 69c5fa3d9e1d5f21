#include "curves/runcollection.h"

#include "curves/runnames.h"
#include "curves/runpairs.h"
#include "images/shownname.h"
#include "zoo/zoo.h"

#include <QHash>
#include <QSet>

#include <map>
#include <set>

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

std::set<RunId> idsOf(const std::vector<RunLog> &runs)
{
    std::set<RunId> ids;
    for (const RunLog &run : runs)
        ids.insert(run.id);
    return ids;
}

} // namespace

RunCollection merged(RunCollection older, const RunCollection &newer)
{
    std::map<RunId, std::size_t> places;
    for (const RunLog &run : older.runs)
        places.emplace(run.id, places.size());
    for (const RunLog &run : newer.runs) {
        const auto [place, isNew] = places.emplace(run.id, places.size());
        if (isNew)
            older.runs.push_back(run);
        else
            older.runs[place->second] = run;
    }
    nameRuns(older.runs);
    older.problems = newer.problems;
    return older;
}

std::vector<RunLog> runsAmong(std::vector<RunLog> runs, const std::vector<RunLog> &others)
{
    const auto ids = idsOf(others);
    std::erase_if(runs, [&ids](const RunLog &run) { return !ids.contains(run.id); });
    return runs;
}

std::vector<RunLog> runsBeyond(std::vector<RunLog> runs, const std::vector<RunLog> &others)
{
    const auto ids = idsOf(others);
    std::erase_if(runs, [&ids](const RunLog &run) { return ids.contains(run.id); });
    return runs;
}

QStringList runTitles(const std::vector<RunLog> &runs)
{
    QStringList plain;
    QHash<QString, int> counts;
    for (const RunLog &run : runs) {
        plain += titleOf(run);
        ++counts[plain.constLast()];
    }
    QStringList titles;
    QSet<QString> taken;
    QHash<QString, int> last; // the number of the last one with a title
    for (qsizetype i = 0; i < plain.size(); ++i) {
        const QString title = counts[plain[i]] == 1
            ? plain[i]
            : plain[i] + QStringLiteral(" · ") + folderOf(runs[std::size_t(i)]);
        QString unique = title;
        for (int &number = last.insert(title, last.value(title, 1)).value();
             taken.contains(unique);)
            unique = QStringLiteral("%1 (%2)").arg(title, QString::number(++number));
        taken += unique;
        titles += unique;
    }
    return titles;
}

std::vector<RunShade> runShades(const std::vector<RunLog> &runs)
{
    std::vector<RunShade> shades;
    int residual = 0;
    int plain = 0;
    for (const RunLog &run : runs) {
        const bool isWarm = isResidual(run);
        shades.push_back({isWarm, isWarm ? residual++ : plain++});
    }
    return shades;
}

std::vector<CurvePoint> curveOf(const RunLog &run, std::string_view tag)
{
    const auto found = run.series.find(tag);
    return found != run.series.end() ? curvePoints(found->second, CurveAxis::Epoch)
                                     : std::vector<CurvePoint>();
}

} // namespace inceptoscope
