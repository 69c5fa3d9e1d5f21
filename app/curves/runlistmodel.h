#pragma once

#include "curves/runarrangement.h"
#include "curves/runroles.h"

#include <QAbstractItemModel>

#include <map>
#include <optional>
#include <set>

namespace inceptoscope {

/// The runs of a collection in its order, each with how far it came and whether its curves are
/// shown. Runs that differ only in their seeds, and those grouped by hand, are below one row, which
/// stands for all of them and has their means. Names, colours, pairs and groups that a person chose
/// are there again when a run comes back. Persistent indexes follow their runs wherever they go.
class RunListModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    using QAbstractItemModel::QAbstractItemModel;

    /// A run that was hidden stays so while it is in the collection.
    void setCollection(const RunCollection &collection);
    const RunCollection &collection() const { return m_collection; }
    const RunArrangement &arrangement() const { return m_arrangement; }
    /// As they were kept; no change by the person.
    void setChoices(const RunChoices &choices);
    const RunChoices &choices() const { return m_choices; }
    /// By run.
    std::vector<bool> shown() const;

    /// By run: the others are hidden.
    void showOnly(const std::vector<bool> &shown);
    void setShown(const std::vector<std::size_t> &runs, bool shown);

    /// The runs a row stands for, by their positions.
    std::vector<std::size_t> runsOf(const QModelIndex &index) const;
    /// Those of all the rows, in their order, none twice.
    std::vector<std::size_t> runsOf(const QModelIndexList &rows) const;
    /// The row of that run alone, whether it is at the top or below its group's.
    QModelIndex rowOf(std::size_t run) const;
    std::optional<std::size_t> partnerOf(std::size_t run) const;

    /// Nothing: the colours they have by themselves.
    void setColour(const std::vector<std::size_t> &runs, std::optional<std::uint32_t> colour);
    void pairRuns(std::size_t one, std::size_t other);
    void leaveAlone(std::size_t run);

    /// As in rungrouping.h.
    void groupRuns(const std::vector<std::size_t> &runs);
    void ungroup(const std::vector<std::size_t> &runs);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    /// By the person; not when the collection changes.
    void shownChanged();
    /// Names, colours, pairs or groups, by the person.
    void arrangementChanged();

private:
    using Runs = std::vector<std::size_t>;

    /// Of a run's validation error in percent, as it was when they were taken.
    struct Figures
    {
        Column values;
        std::optional<double> last;
        std::optional<CurvePoint> best;
    };

    void takeFigures();
    void take(const RunCollection &collection);
    void layRows();
    std::vector<std::vector<RunId>> idsOf(const QModelIndexList &rows) const;
    QModelIndexList rowsOf(const std::vector<std::vector<RunId>> &ids) const;
    QModelIndex rowOfMost(const Runs &runs) const;
    std::vector<RunId> idsOf(const Runs &runs) const;
    const RunGroup *groupOf(const Runs &runs) const;
    const RunShade &shadeOf(const Runs &runs) const;
    QVariant nameData(const Runs &runs, int role) const;
    QString name(const Runs &runs) const;
    QString title(const Runs &runs) const;
    Qt::CheckState checkState(const Runs &runs) const;
    QString accessibleText(const Runs &runs) const;
    QString toolTip(const Runs &runs) const;
    std::optional<double> value(const Runs &runs, int column) const;
    QString valueText(const Runs &runs, int column) const;
    void show(const Runs &runs, bool shown);
    void rename(const Runs &runs, const QString &name);
    void arrange();
    void tellAllChanged();

    RunCollection m_collection;
    RunChoices m_choices;
    RunArrangement m_arrangement;
    std::map<RunId, Figures> m_figures;
    std::vector<Runs> m_rows; ///< the runs of each row at the top
    std::vector<std::size_t> m_rowOf; ///< of each run
    std::set<RunId> m_hidden;
};

} // namespace inceptoscope
