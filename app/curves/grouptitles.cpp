#include "curves/grouptitles.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace inceptoscope {

namespace {

/// Where a word stands in its title.
struct Word
{
    QString text;
    qsizetype begin = 0;
    qsizetype end = 0;
};

/// A point is in a word only between digits: "lr0.1", but "run" and "jsonl".
bool isOfWord(const QString &title, qsizetype place)
{
    if (title[place] != u'.')
        return title[place].isLetterOrNumber() || title[place].isSurrogate();
    return place > 0 && place + 1 < title.size() && title[place - 1].isDigit()
        && title[place + 1].isDigit();
}

std::vector<Word> wordsOf(const QString &title)
{
    std::vector<Word> words;
    for (qsizetype place = 0; place < title.size(); ++place) {
        if (!isOfWord(title, place))
            continue;
        if (words.empty() || words.back().end != place)
            words.push_back({{}, place, place});
        words.back().text += title[place];
        words.back().end = place + 1;
    }
    return words;
}

bool isSeed(const Word &word)
{
    return word.text.compare(QStringLiteral("seed"), Qt::CaseInsensitive) == 0;
}

/// How many words all begin with.
std::size_t commonBeginning(const std::vector<std::vector<Word>> &all)
{
    std::size_t common = all.front().size();
    for (const auto &words : all) {
        const auto different =
            std::ranges::mismatch(words, all.front(), {}, &Word::text, &Word::text).in1;
        common = std::min(common, static_cast<std::size_t>(different - words.begin()));
    }
    return common;
}

/// How many of the words behind the first `beginning` ones all end with.
std::size_t commonEnd(const std::vector<std::vector<Word>> &all, std::size_t beginning)
{
    std::size_t common = all.front().size() - beginning;
    for (const auto &words : all) {
        std::size_t same = 0;
        while (same < std::min(common, words.size() - beginning)
               && words[words.size() - 1 - same].text
                   == all.front()[all.front().size() - 1 - same].text)
            ++same;
        common = same;
    }
    return common;
}

/// "run" of "run1" and "run2", whose only word is not the same.
QString commonLetters(const QStringList &titles)
{
    QString letters = titles.constFirst();
    for (const QString &title : titles) {
        const auto different = std::ranges::mismatch(letters, title).in1;
        letters.truncate(different - letters.begin());
    }
    const bool areFollowedByNumbers = std::ranges::all_of(titles, [&](const QString &title) {
        return title.size() > letters.size() && title[letters.size()].isDigit();
    });
    const bool areLetters =
        std::ranges::all_of(letters, [](QChar each) { return each.isLetter(); });
    const bool areSeed = letters.compare(QStringLiteral("seed"), Qt::CaseInsensitive) == 0;
    return areFollowedByNumbers && areLetters && !areSeed ? letters : QString();
}

/// What stands between the two in the title: "-", say; only a space where that is no mere stroke.
QString between(const QString &title, const Word &before, const Word &next)
{
    const QString signs = title.mid(before.end, next.begin - before.end);
    return signs.size() == 1 && QStringLiteral("-_/.,:").contains(signs) ? signs
                                                                         : QStringLiteral(" ");
}

/// Where all have the same name, and only their folders tell them apart: that name.
QString sameName(const QStringList &titles)
{
    const auto nameOf = [](const QString &title) {
        return title.section(QStringLiteral(" · "), 0, 0);
    };
    const QString name = nameOf(titles.constFirst());
    return std::ranges::all_of(titles, [&](const QString &title) { return nameOf(title) == name; })
        ? name
        : QString();
}

QStringList candidates(const std::vector<std::size_t> &group, const QStringList &titles,
                       const QStringList &unrenamed)
{
    QStringList candidates;
    for (const QStringList *all : {&titles, &unrenamed}) {
        QStringList own;
        for (const std::size_t run : group)
            own += (*all)[qsizetype(run)];
        candidates += {sameName(own), commonTitle(own)};
    }
    candidates.removeIf([](const QString &title) { return title.isEmpty(); });
    candidates.removeDuplicates();
    return candidates;
}

/// Titles of runs that are in no group.
QSet<QString> titlesBeside(const std::vector<std::vector<std::size_t>> &groups,
                           const QStringList &titles)
{
    QStringList beside = titles;
    for (const auto &group : groups) {
        for (const std::size_t run : group)
            beside[qsizetype(run)].clear();
    }
    return {beside.begin(), beside.end()};
}

/// "a-2" and "b-2" have no name in common.
QString withLetters(const QString &title)
{
    return std::ranges::any_of(title, [](QChar each) { return each.isLetter(); }) ? title
                                                                                  : QString();
}

} // namespace

QString commonTitle(const QStringList &titles)
{
    std::vector<std::vector<Word>> all;
    for (const QString &title : titles)
        all.push_back(wordsOf(title));
    const std::size_t beginning = commonBeginning(all);
    const std::size_t end = commonEnd(all, beginning);
    const QString &title = titles.constFirst();
    const std::vector<Word> &words = all.front();
    std::size_t kept = beginning;
    if (kept > 0 && kept < words.size() && isSeed(words[kept - 1]))
        --kept;
    const QString first = kept > 0
        ? title.mid(words.front().begin, words[kept - 1].end - words.front().begin)
        : QString();
    if (end == 0)
        return beginning > 0 ? withLetters(first) : commonLetters(titles);
    const Word &behind = words[words.size() - end];
    const QString last = title.mid(behind.begin, words.back().end - behind.begin);
    return withLetters(kept > 0 ? first + between(title, words[kept - 1], words[kept]) + last
                                : last);
}

QStringList commonTitles(const std::vector<std::vector<std::size_t>> &groups,
                         const QStringList &titles, const QStringList &unrenamed)
{
    QList<QStringList> all;
    QHash<QString, int> counts; // of groups that could have it
    for (const auto &group : groups) {
        all += candidates(group, titles, unrenamed);
        for (const QString &title : all.constLast())
            ++counts[title];
    }
    const QSet<QString> beside = titlesBeside(groups, titles);
    QStringList common;
    for (const QStringList &own : all) {
        const auto found = std::ranges::find_if(own, [&](const QString &title) {
            return counts[title] == 1 && !beside.contains(title);
        });
        common += found != own.end() ? *found : QString();
    }
    return common;
}

} // namespace inceptoscope
