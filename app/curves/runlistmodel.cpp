#include "curves/runlistmodel.h"

#include "curves/curvetexts.h"
#include "curves/milestones.h"
#include "curves/rungrouping.h"
#include "curves/runmeasures.h"
#include "curves/runtexts.h"

#include <QTextDocument>

#include <algorithm>
#include <cmath>

namespace inceptoscope {

namespace {

constexpr quintptr atTheTop = 0; // ids of rows; of those below another, its row and 1

std::optional<double> lastValue(const std::vector<CurvePoint> &curve)
{
    const auto last =
        std::ranges::find_if(curve.rbegin(), curve.rend(),
                             [](const CurvePoint &point) { return std::isfinite(point.y); });
    return last != curve.rend() ? std::optional(last->y) : std::nullopt;
}

} // namespace

/// What has not changed is not looked at again: a list asks for its values
/// whenever it is painted.
void RunListModel::takeFigures()
{
    std::map<RunId, Figures> figures;
    for (const RunLog &run : m_collection.runs) {
        const auto error = validationSeries(run, CurveMetric::TopOneError);
        if (!error)
            continue;
        const Column &values = error->series->values();
        const auto known = m_figures.find(run.id);
        if (known != m_figures.end() && known->second.values.shares(values)) {
            figures.emplace(*known);
            continue;
        }
        const auto curve = measuredCurve(*error->series, error->unit);
        figures.emplace(run.id, Figures{values, lastValue(curve), bestPoint(curve)});
    }
    m_figures = std::move(figures);
}

void RunListModel::setCollection(const RunCollection &collection)
{
    std::set<RunId> hidden;
    for (const RunLog &run : collection.runs) {
        if (m_hidden.contains(run.id))
            hidden.insert(run.id);
    }
    m_hidden = std::move(hidden);
    take(collection);
}

void RunListModel::setChoices(const RunChoices &choices)
{
    m_choices = choices;
    take(m_collection);
}

void RunListModel::take(const RunCollection &collection)
{
    RunArrangement arrangement = arranged(collection.runs, m_choices);
    const bool areRowsTheSame =
        std::ranges::equal(collection.runs, m_collection.runs, {}, &RunLog::id, &RunLog::id)
        && std::ranges::equal(arrangement.groups, m_arrangement.groups, {}, &RunGroup::runs,
                              &RunGroup::runs);
    QModelIndexList rows;
    std::vector<std::vector<RunId>> ids;
    if (!areRowsTheSame) {
        emit layoutAboutToBeChanged();
        rows = persistentIndexList();
        ids = idsOf(rows);
    }
    if (&collection != &m_collection)
        m_collection = collection;
    m_arrangement = std::move(arrangement);
    takeFigures();
    if (areRowsTheSame)
        return tellAllChanged();
    layRows();
    QModelIndexList others = rowsOf(ids);
    for (qsizetype i = 0; i < rows.size(); ++i)
        others[i] = others[i].siblingAtColumn(rows[i].column());
    changePersistentIndexList(rows, others);
    emit layoutChanged();
}

/// A group's row is where the first of its runs would be.
void RunListModel::layRows()
{
    const std::size_t count = m_collection.runs.size();
    std::vector<const RunGroup *> groups(count, nullptr);
    for (const RunGroup &group : m_arrangement.groups) {
        for (const std::size_t run : group.runs)
            groups[run] = &group;
    }
    m_rows.clear();
    m_rowOf.assign(count, 0);
    for (std::size_t run = 0; run < count; ++run) {
        const bool isBelow = groups[run] != nullptr && groups[run]->runs.front() != run;
        m_rowOf[run] = isBelow ? m_rowOf[groups[run]->runs.front()] : m_rows.size();
        if (!isBelow)
            m_rows.push_back(groups[run] != nullptr ? groups[run]->runs : Runs{run});
    }
}

std::vector<RunId> RunListModel::idsOf(const Runs &runs) const
{
    std::vector<RunId> ids;
    ids.reserve(runs.size());
    for (const std::size_t run : runs)
        ids.push_back(m_collection.runs[run].id);
    return ids;
}

/// Of the runs that each row stands for.
std::vector<std::vector<RunId>> RunListModel::idsOf(const QModelIndexList &rows) const
{
    std::vector<std::vector<RunId>> ids;
    for (const QModelIndex &row : rows)
        ids.push_back(idsOf(runsOf(row)));
    return ids;
}

/// Where they are now; none of runs that are gone.
QModelIndexList RunListModel::rowsOf(const std::vector<std::vector<RunId>> &ids) const
{
    std::map<RunId, std::size_t> places;
    for (const RunLog &run : m_collection.runs)
        places.emplace(run.id, places.size());
    QModelIndexList rows;
    for (const auto &each : ids) {
        Runs runs;
        for (const RunId &id : each) {
            if (const auto place = places.find(id); place != places.end())
                runs.push_back(place->second);
        }
        rows += each.size() == 1 && runs.size() == 1 ? rowOf(runs.front()) : rowOfMost(runs);
    }
    return rows;
}

/// What was a group's row.
QModelIndex RunListModel::rowOfMost(const Runs &runs) const
{
    std::map<std::size_t, int> counts;
    for (const std::size_t run : runs)
        ++counts[m_rowOf[run]];
    const auto most =
        std::ranges::max_element(counts, {}, [](const auto &each) { return each.second; });
    return most != counts.end() ? index(static_cast<int>(most->first), RunNameColumn)
                                : QModelIndex();
}

std::vector<bool> RunListModel::shown() const
{
    std::vector<bool> shown;
    shown.reserve(m_collection.runs.size());
    for (const RunLog &run : m_collection.runs)
        shown.push_back(!m_hidden.contains(run.id));
    return shown;
}

void RunListModel::showOnly(const std::vector<bool> &shown)
{
    for (std::size_t run = 0; run < shown.size(); ++run)
        show({run}, shown[run]);
    tellAllChanged();
    emit shownChanged();
}

void RunListModel::setShown(const std::vector<std::size_t> &runs, bool shown)
{
    show(runs, shown);
    tellAllChanged();
    emit shownChanged();
}

QModelIndex RunListModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : atTheTop);
}

QModelIndex RunListModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == atTheTop)
        return {};
    return createIndex(static_cast<int>(index.internalId() - 1), 0, atTheTop);
}

int RunListModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_rows.size());
    if (parent.internalId() != atTheTop || parent.column() != RunNameColumn)
        return 0;
    const std::size_t runs = m_rows[static_cast<std::size_t>(parent.row())].size();
    return runs > 1 ? static_cast<int>(runs) : 0;
}

int RunListModel::columnCount(const QModelIndex &) const
{
    return RunColumnCount;
}

std::vector<std::size_t> RunListModel::runsOf(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    return index.internalId() == atTheTop ? m_rows[row] : Runs{m_rows[index.internalId() - 1][row]};
}

std::vector<std::size_t> RunListModel::runsOf(const QModelIndexList &rows) const
{
    std::set<std::size_t> runs;
    for (const QModelIndex &row : rows) {
        const Runs some = runsOf(row);
        runs.insert(some.begin(), some.end());
    }
    return {runs.begin(), runs.end()};
}

QModelIndex RunListModel::rowOf(std::size_t run) const
{
    const Runs &runs = m_rows[m_rowOf[run]];
    const QModelIndex top = index(static_cast<int>(m_rowOf[run]), RunNameColumn);
    if (runs.size() == 1)
        return top;
    const auto place = std::ranges::find(runs, run) - runs.begin();
    return index(static_cast<int>(place), RunNameColumn, top);
}

std::optional<std::size_t> RunListModel::partnerOf(std::size_t run) const
{
    for (const RunPair &pair : m_arrangement.pairs) {
        if (pair.residual == run || pair.plain == run)
            return pair.residual == run ? pair.plain : pair.residual;
    }
    return std::nullopt;
}

QVariant RunListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Runs runs = runsOf(index);
    switch (role) {
    case Qt::ToolTipRole:
        return toolTip(runs);
    case RunShadeRole:
        return QVariant::fromValue(shadeOf(runs));
    default:
        break;
    }
    if (index.column() == RunNameColumn)
        return nameData(runs, role);
    switch (role) {
    case Qt::DisplayRole:
        return valueText(runs, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    case RunValueRole:
        return value(runs, index.column()) ? QVariant(*value(runs, index.column())) : QVariant();
    default:
        return {};
    }
}

/// As the first of them that is shown: their mean has that, too.
const RunShade &RunListModel::shadeOf(const Runs &runs) const
{
    const auto shown = std::ranges::find_if(
        runs, [this](std::size_t run) { return !m_hidden.contains(m_collection.runs[run].id); });
    return m_arrangement.shades[shown != runs.end() ? *shown : runs.front()];
}

QVariant RunListModel::nameData(const Runs &runs, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return title(runs);
    case Qt::EditRole:
        return name(runs);
    case Qt::AccessibleTextRole:
        return accessibleText(runs);
    case Qt::CheckStateRole:
        return checkState(runs);
    default:
        return {};
    }
}

/// Nothing: a run of its own.
const RunGroup *RunListModel::groupOf(const Runs &runs) const
{
    const auto group = std::ranges::find(m_arrangement.groups, runs, &RunGroup::runs);
    return group != m_arrangement.groups.end() ? &*group : nullptr;
}

QString RunListModel::name(const Runs &runs) const
{
    const RunGroup *group = groupOf(runs);
    return group != nullptr ? group->title : m_arrangement.titles[qsizetype(runs.front())];
}

QString RunListModel::title(const Runs &runs) const
{
    const RunGroup *group = groupOf(runs);
    if (group == nullptr)
        return name(runs);
    return (group->isByHand() ? tr("%1, %2 runs") : tr("%1, %2 seeds"))
        .arg(group->title, QString::number(runs.size()));
}

QString RunListModel::toolTip(const Runs &runs) const
{
    if (const RunGroup *group = groupOf(runs))
        return groupToolTip(*group, m_arrangement.titles);
    const std::size_t run = runs.front();
    const QString text = runToolTip(m_collection.runs[run], m_arrangement.titles[qsizetype(run)]);
    const auto partner = partnerOf(run);
    return !partner || Qt::mightBeRichText(text)
        ? text
        : text + u'\n' + tr("paired with %1").arg(m_arrangement.titles[qsizetype(*partner)]);
}

Qt::CheckState RunListModel::checkState(const Runs &runs) const
{
    const auto hidden = std::ranges::count_if(
        runs, [this](std::size_t run) { return m_hidden.contains(m_collection.runs[run].id); });
    if (hidden == 0)
        return Qt::Checked;
    return hidden == std::ssize(runs) ? Qt::Unchecked : Qt::PartiallyChecked;
}

bool RunListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || index.column() != RunNameColumn)
        return false;
    if (role == Qt::EditRole)
        rename(runsOf(index), value.toString());
    else if (role == Qt::CheckStateRole)
        setShown(runsOf(index), value.value<Qt::CheckState>() == Qt::Checked);
    return role == Qt::EditRole || role == Qt::CheckStateRole;
}

void RunListModel::show(const Runs &runs, bool shown)
{
    for (const std::size_t run : runs) {
        if (shown)
            m_hidden.erase(m_collection.runs[run].id);
        else
            m_hidden.insert(m_collection.runs[run].id);
    }
}

/// An empty name gives a run, or a group, its own again.
void RunListModel::rename(const Runs &runs, const QString &name)
{
    const QString line = name.simplified().left(longestRunName);
    if (const RunGroup *group = groupOf(runs))
        m_choices.nameGroup(group->isByHand() ? m_choices.inGroup(group->number) : idsOf(runs),
                            line);
    else
        m_choices.rename(m_collection.runs[runs.front()].id, line);
    arrange();
}

void RunListModel::setColour(const Runs &runs, std::optional<std::uint32_t> colour)
{
    for (const std::size_t run : runs)
        m_choices.setColour(m_collection.runs[run].id, colour);
    arrange();
}

/// Which of them has residual connections follows from what they are; else it is the first.
void RunListModel::pairRuns(std::size_t one, std::size_t other)
{
    const RunLog &first = m_collection.runs[one];
    const RunLog &second = m_collection.runs[other];
    if (isResidual(second) && !isResidual(first))
        m_choices.pair(second.id, first.id);
    else
        m_choices.pair(first.id, second.id);
    arrange();
}

void RunListModel::leaveAlone(std::size_t run)
{
    m_choices.leaveAlone(m_collection.runs[run].id);
    arrange();
}

void RunListModel::groupRuns(const Runs &runs)
{
    m_choices = withGroup(std::move(m_choices), m_collection.runs, runs);
    arrange();
}

void RunListModel::ungroup(const Runs &runs)
{
    m_choices = withoutGroup(std::move(m_choices), m_collection.runs, runs);
    arrange();
}

void RunListModel::arrange()
{
    take(m_collection);
    emit arrangementChanged();
}

void RunListModel::tellAllChanged()
{
    if (m_rows.empty())
        return;
    emit dataChanged(index(0, 0), index(rowCount() - 1, RunColumnCount - 1));
    for (int row = 0; row < rowCount(); ++row) {
        const QModelIndex parent = index(row, 0);
        if (const int below = rowCount(parent); below > 0)
            emit dataChanged(index(0, 0, parent), index(below - 1, RunColumnCount - 1, parent));
    }
}

Qt::ItemFlags RunListModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    if (!index.isValid())
        return flags;
    if (rowCount(index.siblingAtColumn(RunNameColumn)) == 0)
        flags |= Qt::ItemNeverHasChildren;
    if (index.column() == RunNameColumn)
        flags |= Qt::ItemIsUserCheckable | Qt::ItemIsEditable;
    return flags;
}

QVariant RunListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= RunColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole && section != RunNameColumn)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    const QStringList names{tr("Run"), tr("Last"), tr("Best"), tr("Epoch")};
    const QStringList explanations{tr("A checked run is drawn"),
                                   tr("Validation top-1 error after the last epoch"),
                                   tr("Lowest validation top-1 error"),
                                   tr("Epoch that first had the lowest validation top-1 error")};
    if (role == Qt::DisplayRole)
        return names[section];
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole)
        return explanations[section];
    return {};
}

QString RunListModel::accessibleText(const Runs &runs) const
{
    if (!value(runs, RunBestColumn))
        return title(runs);
    return tr("%1: last validation top-1 error %2, best %3 at epoch %4")
        .arg(title(runs), valueText(runs, RunLastColumn), valueText(runs, RunBestColumn),
             valueText(runs, RunBestEpochColumn));
}

/// The mean of those that have one.
std::optional<double> RunListModel::value(const Runs &runs, int column) const
{
    double sum = 0;
    int count = 0;
    for (const std::size_t run : runs) {
        const auto figures = m_figures.find(m_collection.runs[run].id);
        if (figures == m_figures.end() || !figures->second.best)
            continue;
        sum += column == RunLastColumn ? *figures->second.last
            : column == RunBestColumn  ? figures->second.best->y
                                       : figures->second.best->x;
        ++count;
    }
    return count > 0 ? std::optional(sum / count) : std::nullopt;
}

QString RunListModel::valueText(const Runs &runs, int column) const
{
    const auto number = value(runs, column);
    if (!number)
        return QStringLiteral("–");
    return column == RunBestEpochColumn ? QString::number(*number, 'g', runs.size() > 1 ? 3 : 6)
                                        : curveValueText(CurveMetric::TopOneError, *number);
}

} // namespace inceptoscope
