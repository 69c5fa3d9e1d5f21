#include "folders/foldertablemodel.h"

#include "async/whendone.h"
#include "folders/foldertexts.h"

#include <QtConcurrentRun>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>

namespace inceptoscope {

namespace {

/// While photos come, those before are sorted anew that often, or less where it takes long.
constexpr qint64 shortestPause = 250; // milliseconds
constexpr qint64 pauseFactor = 5;

constexpr std::array<const char *, FolderColumnCount> names{
    QT_TRANSLATE_NOOP("inceptoscope::FolderTableModel", "Photo"),
    QT_TRANSLATE_NOOP("inceptoscope::FolderTableModel", "Answer"),
    QT_TRANSLATE_NOOP("inceptoscope::FolderTableModel", "Confidence"),
    QT_TRANSLATE_NOOP("inceptoscope::FolderTableModel", "Rank"),
    QT_TRANSLATE_NOOP("inceptoscope::FolderTableModel", "Class"),
    QT_TRANSLATE_NOOP("inceptoscope::FolderTableModel", "Time"),
};

constexpr std::array<const char *, FolderColumnCount> explanations{
    QT_TRANSLATE_NOOP("inceptoscope::FolderTableModel",
                      "The photo's name below the folder; in the order of names"),
    QT_TRANSLATE_NOOP("inceptoscope::FolderTableModel",
                      "The most probable class, or why the photo could not be read"),
    QT_TRANSLATE_NOOP("inceptoscope::FolderTableModel", "Probability of that class"),
    QT_TRANSLATE_NOOP("inceptoscope::FolderTableModel",
                      "Which of the answers, by probability, is the class of the folder; up to 5 "
                      "counts for top-5"),
    QT_TRANSLATE_NOOP("inceptoscope::FolderTableModel",
                      "The class that the photo's folder is named after"),
    QT_TRANSLATE_NOOP("inceptoscope::FolderTableModel",
                      "Decoding, preparing and the photo's share of computing"),
};

/// Numbers stand to the right, but for those that words follow, which they would run into.
QVariant alignmentOf(int column)
{
    Qt::AlignmentFlag side = Qt::AlignLeft;
    if (column == FolderConfidenceColumn || column == FolderOtherConfidenceColumn
        || column == FolderTimeColumn)
        side = Qt::AlignRight;
    else if (column == FolderRankColumn || column == FolderOtherRankColumn
             || column == FolderAgreeColumn)
        side = Qt::AlignHCenter;
    return QVariant::fromValue(side | Qt::AlignVCenter);
}

} // namespace

FolderTableModel::FolderTableModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_worker.setMaxThreadCount(1);
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, &FolderTableModel::arrange);
}

FolderTableModel::~FolderTableModel()
{
    m_stop.request_stop();
    m_worker.waitForDone();
}

void FolderTableModel::clear()
{
    ++m_ticket;
    m_stop.request_stop();
    m_later.stop();
    beginResetModel();
    m_labels.clear();
    m_rows.clear();
    m_shown.clear();
    m_chunks.clear();
    m_known = 0;
    endResetModel();
    setArranging(false);
    emit arranged();
}

void FolderTableModel::setLabels(const QStringList &labels)
{
    m_labels = labels;
}

void FolderTableModel::addRows(const FolderRows &rows)
{
    m_chunks.push_back(rows);
    for (const FolderRow &row : *rows)
        m_rows.push_back(&row);
    appendArrived();
}

/// At the end, where that is their place; else they are sorted in a little later.
void FolderTableModel::appendArrived()
{
    if (m_isArranging || m_known == m_rows.size())
        return; // what is arranged comes back here
    if (!m_order.isArrival()) {
        if (!m_later.isActive()) {
            const qint64 pause = pauseFactor * m_lastDuration;
            m_later.start(std::chrono::milliseconds(std::max(shortestPause, pause)));
        }
        return;
    }
    const FolderSieve sieve(m_filter, m_labels);
    std::vector<int> passing;
    for (; m_known < m_rows.size(); ++m_known) {
        if (sieve.passes(*m_rows[m_known]))
            passing.push_back(static_cast<int>(m_known));
    }
    append(passing);
    emit arranged();
}

void FolderTableModel::setFilter(const FolderFilter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    wish();
}

void FolderTableModel::sort(int column, Qt::SortOrder order)
{
    const FolderOrder wanted{std::max(column, 0), order};
    if (wanted == m_order)
        return;
    m_order = wanted;
    wish();
}

void FolderTableModel::wish()
{
    m_stop.request_stop();
    arrange();
}

void FolderTableModel::arrange()
{
    m_later.stop();
    m_stop = {};
    const int ticket = ++m_ticket;
    m_duration.start();
    setArranging(true);
    const auto work = [chunks = m_chunks, order = m_order, filter = m_filter, labels = m_labels,
                       stop = m_stop.get_token()] {
        return arrangedRows(chunks, order, filter, labels, stop);
    };
    whenDone(this, QtConcurrent::run(&m_worker, work),
             [this, ticket, known = m_rows.size()](const Expected<std::vector<int>> &rows) {
                 if (ticket != m_ticket)
                     return;
                 m_lastDuration = m_duration.elapsed();
                 if (rows)
                     apply(*rows, known);
                 else
                     emit failed(QString::fromStdString(rows.error().message));
                 setArranging(false);
                 appendArrived();
             });
}

/// What goes, goes from the end, and what comes, comes there: two moves at most, whatever was
/// wished, and what is selected stays.
void FolderTableModel::apply(const std::vector<int> &rows, std::size_t known)
{
    std::vector<char> wanted(m_rows.size(), 0);
    for (const int row : rows)
        wanted[static_cast<std::size_t>(row)] = 1;
    drop(wanted);
    for (const int row : m_shown)
        wanted[static_cast<std::size_t>(row)] = 0;
    std::vector<int> others;
    std::ranges::copy_if(rows, std::back_inserter(others),
                         [&](int row) { return wanted[static_cast<std::size_t>(row)] != 0; });
    append(others);
    permute(rows);
    m_known = known;
    emit arranged();
}

void FolderTableModel::drop(const std::vector<char> &wanted)
{
    std::vector<int> rows = m_shown;
    const auto gone = std::ranges::stable_partition(
        rows, [&](int row) { return wanted[static_cast<std::size_t>(row)] != 0; });
    if (gone.empty())
        return;
    const auto kept = static_cast<int>(gone.begin() - rows.begin());
    permute(rows);
    beginRemoveRows({}, kept, rowCount() - 1);
    m_shown.resize(static_cast<std::size_t>(kept));
    endRemoveRows();
}

void FolderTableModel::append(const std::vector<int> &rows)
{
    if (rows.empty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(rows.size()) - 1);
    m_shown.insert(m_shown.end(), rows.begin(), rows.end());
    endInsertRows();
}

/// The same rows in another order.
void FolderTableModel::permute(std::vector<int> rows)
{
    if (rows == m_shown)
        return;
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    std::vector<int> places(m_rows.size(), -1);
    for (int place = 0; place < static_cast<int>(rows.size()); ++place)
        places[static_cast<std::size_t>(rows[static_cast<std::size_t>(place)])] = place;
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    to.reserve(from.size());
    for (const QModelIndex &each : from)
        to << index(places[shownAt(each.row())], each.column());
    m_shown = std::move(rows);
    changePersistentIndexList(from, to);
    emit layoutChanged({}, VerticalSortHint);
}

void FolderTableModel::setArranging(bool arranging)
{
    if (arranging == m_isArranging)
        return;
    m_isArranging = arranging;
    emit arrangingChanged(arranging);
}

int FolderTableModel::rowOf(const QString &path) const
{
    const auto found = std::ranges::find_if(
        m_shown, [&](int row) { return m_rows[static_cast<std::size_t>(row)]->path == path; });
    return found == m_shown.end() ? -1 : static_cast<int>(found - m_shown.begin());
}

int FolderTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int FolderTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : FolderColumnCount;
}

QVariant FolderTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const FolderRow &each = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return folderCellText(each, index.column(), m_labels);
    case Qt::TextAlignmentRole:
        return alignmentOf(index.column());
    case Qt::ToolTipRole:
        return folderToolTip(each, m_labels);
    case Qt::AccessibleTextRole:
        return index.column() == FolderPhotoColumn ? folderAccessibleText(each, m_labels)
                                                   : folderCellText(each, index.column(), m_labels);
    case FolderPathRole:
        return each.path;
    case FolderWrongRole:
        return each.isWrong();
    case FolderErrorRole:
        return each.error;
    case FolderConfidenceRole:
        return each.confidence;
    default:
        return {};
    }
}

QVariant FolderTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (section >= FolderColumnCount)
        return {};
    const auto place = static_cast<std::size_t>(section);
    if (role == Qt::DisplayRole)
        return tr(names[place]);
    if (role == Qt::ToolTipRole)
        return tr(explanations[place]);
    return {};
}

} // namespace inceptoscope
