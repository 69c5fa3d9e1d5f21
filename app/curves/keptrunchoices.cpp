#include "curves/keptrunchoices.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <limits>
#include <optional>

namespace inceptoscope {

namespace {

constexpr qsizetype longestPath = 4096; // bytes
constexpr qsizetype mostBytes = 16 * 1024 * 1024;

const QString sourceKey = QStringLiteral("source");
const QString partKey = QStringLiteral("part");
const QString nameKey = QStringLiteral("name");
const QString colourKey = QStringLiteral("colour");
const QString plainKey = QStringLiteral("plain");
const QString aloneKey = QStringLiteral("alone");
const QString groupKey = QStringLiteral("group");
const QString ungroupedKey = QStringLiteral("ungrouped");
const QString groupNameKey = QStringLiteral("group_name");

QString encoded(const std::string &bytes)
{
    return QString::fromLatin1(QByteArray::fromStdString(bytes).toPercentEncoding("/ "));
}

std::optional<std::string> decoded(const QJsonValue &text)
{
    const QByteArray bytes = QByteArray::fromPercentEncoding(text.toString().toLatin1());
    if (!text.isString() || bytes.size() > longestPath || bytes.contains('\0'))
        return std::nullopt;
    return bytes.toStdString();
}

QJsonObject objectOf(const RunId &id)
{
    return {{sourceKey, encoded(id.source.string())}, {partKey, encoded(id.part)}};
}

std::optional<RunId> idOf(const QJsonObject &object)
{
    const auto source = decoded(object[sourceKey]);
    const auto part = decoded(object[partKey]);
    if (!source || !part || source->empty())
        return std::nullopt;
    return RunId{*source, *part};
}

QJsonObject objectOf(const RunId &id, const RunChoices &choices)
{
    QJsonObject object = objectOf(id);
    if (const auto name = choices.names.find(id); name != choices.names.end())
        object[nameKey] = name->second;
    if (const auto colour = choices.colours.find(id); colour != choices.colours.end())
        object[colourKey] = qint64(colour->second);
    if (const auto plain = choices.pairs.find(id); plain != choices.pairs.end())
        object[plainKey] = objectOf(plain->second);
    if (choices.alone.contains(id))
        object[aloneKey] = true;
    if (const auto group = choices.groups.find(id); group != choices.groups.end())
        object[groupKey] = group->second;
    if (choices.ungrouped.contains(id))
        object[ungroupedKey] = true;
    if (const auto name = choices.groupNames.find(id); name != choices.groupNames.end())
        object[groupNameKey] = name->second;
    return object;
}

std::optional<QString> nameIn(const QJsonObject &object, const QString &key)
{
    const QString name = object[key].toString().simplified();
    return !name.isEmpty() && name.size() <= longestRunName ? std::optional(name) : std::nullopt;
}

/// One after the other, the runs of a list.
class ChoicesReader
{
public:
    void take(const QJsonObject &object)
    {
        const auto id = idOf(object);
        if (!id || !m_seen.insert(*id).second)
            return;
        const bool hasLooks = takeLooks(*id, object);
        const bool isGrouped = takeGroup(*id, object);
        if (takePair(*id, object) || hasLooks || isGrouped)
            m_choices.order.push_back(*id);
    }
    const RunChoices &choices() const { return m_choices; }

private:
    bool takeLooks(const RunId &id, const QJsonObject &object)
    {
        constexpr qint64 opaque = 0xff000000;
        constexpr qint64 white = 0xffffffff;
        const auto name = nameIn(object, nameKey);
        if (name)
            m_choices.names[id] = *name;
        const qint64 colour = object[colourKey].toInteger();
        const bool isColoured = colour >= opaque && colour <= white;
        if (isColoured)
            m_choices.colours[id] = std::uint32_t(colour);
        return name || isColoured;
    }

    /// No run is in two pairs, or alone in one.
    bool takePair(const RunId &id, const QJsonObject &object)
    {
        if (object[aloneKey].toBool())
            return m_paired.insert(id).second && m_choices.alone.insert(id).second;
        const auto plain = idOf(object[plainKey].toObject());
        if (!plain || *plain == id || m_paired.contains(id) || m_paired.contains(*plain))
            return false;
        m_paired.insert({id, *plain});
        return m_choices.pairs.emplace(id, *plain).second;
    }

    /// What is in no group is in none with a name.
    bool takeGroup(const RunId &id, const QJsonObject &object)
    {
        if (object[ungroupedKey].toBool())
            return m_choices.ungrouped.insert(id).second;
        const qint64 number = object[groupKey].toInteger();
        const bool isInGroup = number > 0 && number <= std::numeric_limits<int>::max();
        if (isInGroup)
            m_choices.groups[id] = int(number);
        const auto name = nameIn(object, groupNameKey);
        if (name)
            m_choices.groupNames[id] = *name;
        return isInGroup || name;
    }

    RunChoices m_choices;
    std::set<RunId> m_seen;
    std::set<RunId> m_paired; ///< or alone
};

} // namespace

QByteArray keptRunChoices(const RunChoices &choices)
{
    QJsonArray runs;
    for (const RunId &id : choices.order)
        runs.append(objectOf(id, choices));
    return QJsonDocument(runs).toJson(QJsonDocument::Compact);
}

RunChoices runChoicesOf(const QByteArray &kept)
{
    if (kept.size() > mostBytes)
        return {};
    ChoicesReader reader;
    const QJsonArray runs = QJsonDocument::fromJson(kept).array();
    const qsizetype most = std::min(runs.size(), qsizetype(RunChoices::mostRuns));
    for (qsizetype i = runs.size() - most; i < runs.size(); ++i)
        reader.take(runs[i].toObject());
    return reader.choices();
}

} // namespace inceptoscope
