#include "folders/folderarrangement.h"

#include <QCollator>

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>

namespace inceptoscope {

namespace {

/// What has nothing to sort by comes last, whichever way round.
constexpr double nothing = std::numeric_limits<double>::infinity();

/// Where each class stands when they are sorted by name.
std::vector<double> ranksByName(const QStringList &labels)
{
    QCollator collator;
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    std::vector<QCollatorSortKey> keys;
    for (const QString &label : labels)
        keys.push_back(collator.sortKey(label));
    std::vector<std::size_t> order(keys.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(
        order, [&](std::size_t one, std::size_t other) { return keys[one] < keys[other]; });
    std::vector<double> ranks(keys.size());
    for (std::size_t place = 0; place < order.size(); ++place)
        ranks[order[place]] = static_cast<double>(place);
    return ranks;
}

double rankOf(std::span<const double> ranks, int index)
{
    const auto place = static_cast<std::size_t>(index);
    return index < 0 || place >= ranks.size() ? nothing : ranks[place];
}

/// Numbers sort quicker than texts.
double sortKey(const FolderRow &row, int column, std::span<const double> ranks)
{
    const auto [answer, kind] = answerColumn(row, column);
    switch (kind) {
    case FolderTopColumn:
        return rankOf(ranks, answer.top);
    case FolderConfidenceColumn:
        return answer.top >= 0 ? answer.confidence : nothing;
    case FolderRankColumn:
        return answer.rank > 0 ? answer.rank : nothing;
    case FolderClassColumn:
        return rankOf(ranks, row.folderClass());
    case FolderAgreeColumn:
        return row.isCompared() ? (row.isDisputed() ? 1.0 : 0.0) : nothing;
    case FolderTimeColumn:
        return row.isRead() ? row.milliseconds() : nothing;
    default:
        return 0.0;
    }
}

struct Keyed
{
    double key;
    int row;
};

std::vector<Keyed> keyedRows(const FolderChunks &chunks, int column, const FolderSieve &sieve,
                             const QStringList &labels, const std::stop_token &stop)
{
    const std::vector<double> ranks = ranksByName(labels);
    std::vector<Keyed> keyed;
    int row = 0;
    for (const FolderRows &chunk : chunks) {
        if (stop.stop_requested())
            break;
        for (const FolderRow &each : *chunk) {
            if (sieve.passes(each))
                keyed.push_back({sortKey(each, column, ranks), row});
            ++row;
        }
    }
    return keyed;
}

QString folded(QString text)
{
    return text.toCaseFolded();
}

} // namespace

AnswerColumn answerColumn(const FolderRow &row, int column)
{
    const FolderAnswer other = row.other.value_or(FolderAnswer());
    switch (column) {
    case FolderOtherTopColumn:
        return {other, FolderTopColumn};
    case FolderOtherConfidenceColumn:
        return {other, FolderConfidenceColumn};
    case FolderOtherRankColumn:
        return {other, FolderRankColumn};
    default:
        return {row, column};
    }
}

std::vector<const FolderRow *> rowsIn(const FolderChunks &chunks)
{
    std::vector<const FolderRow *> rows;
    for (const FolderRows &chunk : chunks) {
        for (const FolderRow &row : *chunk)
            rows.push_back(&row);
    }
    return rows;
}

FolderFilter withClassesOf(const FolderFilter &filter, const QStringList &before,
                           const QStringList &labels)
{
    FolderFilter same = filter;
    for (int *place : {&same.truth, &same.top}) {
        const QString label = labelOf(before, *place);
        if (label != labelOf(labels, *place) || label.isEmpty())
            *place = label.isEmpty() ? -1 : static_cast<int>(labels.indexOf(label));
    }
    return same;
}

FolderSieve::FolderSieve(const FolderFilter &filter, const QStringList &labels)
    : m_filter(filter)
    , m_words(folded(filter.words).split(u' ', Qt::SkipEmptyParts))
{
    if (m_words.isEmpty())
        return;
    for (const QString &label : labels)
        m_labels << folded(label);
}

bool FolderSieve::passes(const FolderRow &row) const
{
    const bool shown = m_filter.show == FolderFilter::Show::All
        || (m_filter.show == FolderFilter::Show::Right && row.isJudged() && !row.isWrong())
        || (m_filter.show == FolderFilter::Show::Wrong && row.isWrong())
        || (m_filter.show == FolderFilter::Show::Unreadable && !row.isRead())
        || (m_filter.show == FolderFilter::Show::Disputed && row.isDisputed());
    return shown && (m_filter.truth < 0 || row.truth == m_filter.truth)
        && (m_filter.top < 0 || row.top == m_filter.top) && hasWords(row);
}

bool FolderSieve::hasWords(const FolderRow &row) const
{
    if (m_words.isEmpty())
        return true;
    const QString text = folded(row.name) + u'\n' + labelOf(m_labels, row.top) + u'\n'
        + labelOf(m_labels, row.folderClass()) + u'\n'
        + labelOf(m_labels, row.other ? row.other->top : -1) + u'\n' + folded(row.error);
    return std::ranges::all_of(m_words,
                               [&text](const QString &word) { return text.contains(word); });
}

std::vector<int> arrangedRows(const FolderChunks &chunks, const FolderOrder &order,
                              const FolderFilter &filter, const QStringList &labels,
                              const std::stop_token &stop)
{
    std::vector<Keyed> keyed =
        keyedRows(chunks, order.column, FolderSieve(filter, labels), labels, stop);
    const bool descending = order.order == Qt::DescendingOrder;
    if (order.column == FolderPhotoColumn) {
        if (descending)
            std::ranges::reverse(keyed);
    } else if (!stop.stop_requested()) {
        std::ranges::sort(keyed, [descending](const Keyed &one, const Keyed &other) {
            if (one.key == other.key)
                return one.row < other.row;
            if (one.key == nothing || other.key == nothing)
                return other.key == nothing;
            return (one.key < other.key) != descending;
        });
    }
    std::vector<int> rows;
    rows.reserve(keyed.size());
    for (const Keyed &each : keyed)
        rows.push_back(each.row);
    return rows;
}

} // namespace inceptoscope
