#include "curves/curvetags.h"

#include "curves/runmeasures.h"
#include "images/shownname.h"

#include <QRegularExpression>

#include <set>
#include <string_view>

namespace inceptoscope {

std::vector<std::string> tagsOf(const std::vector<RunLog> &runs)
{
    std::set<std::string_view> tags;
    for (const RunLog &run : runs) {
        for (const auto &[tag, series] : run.series) {
            if (!series.empty())
                tags.insert(tag);
        }
    }
    return {tags.begin(), tags.end()};
}

std::string firstTag(const RunLog &run)
{
    std::string first;
    for (const auto &[tag, series] : run.series) {
        if (series.empty())
            continue;
        if (QString::fromStdString(tag).contains(QLatin1String("loss"), Qt::CaseInsensitive))
            return tag;
        if (first.empty())
            first = tag;
    }
    return first;
}

bool isAccuracy(const std::string &tag)
{
    static const QRegularExpression accuracy(
        QStringLiteral("(^|[^a-z])(acc|accuracy|top[-_ ]?[15])([^a-z]|$)"),
        QRegularExpression::CaseInsensitiveOption);
    if (const auto measure = measureNamed(tag))
        return measure->isAccuracy;
    const QString text = QString::fromStdString(tag);
    return accuracy.match(text).hasMatch()
        && !text.contains(QLatin1String("err"), Qt::CaseInsensitive);
}

bool isOfTraining(const std::string &tag)
{
    static const QRegularExpression training(QStringLiteral("(^|[^a-z])train(ing)?([^a-z]|$)"),
                                             QRegularExpression::CaseInsensitiveOption);
    if (const auto measure = measureNamed(tag))
        return measure->on == MeasuredOn::Training;
    return training.match(QString::fromStdString(tag)).hasMatch();
}

QString tagText(const std::string &tag)
{
    constexpr qsizetype longest = 60; // characters
    QString text = shownName(QString::fromStdString(tag));
    if (text.size() <= longest)
        return text;
    return text.left(longest / 2 - 1) + u'…' + text.right(longest / 2);
}

} // namespace inceptoscope
