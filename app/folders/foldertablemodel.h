#pragma once

#include "folders/folderarrangement.h"
#include "folders/folderroles.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QThreadPool>
#include <QTimer>

#include <optional>
#include <stop_token>
#include <vector>

namespace inceptoscope {

/// The photos of a folder, a row each, sorted and filtered. Sorting and filtering are done on a
/// worker, on what was there then; the newest wish counts, and what was listed stays until then.
/// Rows that come meanwhile follow, in chunks.
class FolderTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit FolderTableModel(QObject *parent = nullptr);
    ~FolderTableModel() override;

    void clear();
    /// Of the classes, before the rows that need them.
    void setLabels(const QStringList &labels);
    void addRows(const FolderRows &rows);

    const QStringList &labels() const { return m_labels; }
    /// All of them, in the order they came.
    const FolderChunks &chunks() const { return m_chunks; }
    int allRows() const { return static_cast<int>(m_rows.size()); }
    const FolderRow &row(int row) const { return *m_rows[shownAt(row)]; }
    /// Those listed, in order: positions in the chunks one after the other.
    const std::vector<int> &shown() const { return m_shown; }

    /// The one listed of that photo; -1: none.
    int rowOf(const QString &path) const;

    const FolderFilter &filter() const { return m_filter; }
    void setFilter(const FolderFilter &filter);
    const FolderOrder &order() const { return m_order; }
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    /// A wish is being carried out.
    bool isArranging() const { return m_isArranging; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

signals:
    void arrangingChanged(bool arranging);
    void arranged(); ///< other rows are listed, or in another order
    void failed(const QString &sentence); ///< a wish; what was listed stays

private:
    std::size_t shownAt(int row) const
    {
        return static_cast<std::size_t>(m_shown[static_cast<std::size_t>(row)]);
    }
    void wish();
    void arrange();
    void apply(const std::vector<int> &rows, std::size_t known);
    void drop(const std::vector<char> &wanted);
    void append(const std::vector<int> &rows);
    void permute(std::vector<int> rows);
    void appendArrived();
    void setArranging(bool arranging);

    QStringList m_labels;
    FolderChunks m_chunks;
    std::vector<const FolderRow *> m_rows; ///< in the chunks
    std::vector<int> m_shown;
    std::size_t m_known = 0; ///< of the rows, those that were sorted in or left out
    FolderFilter m_filter;
    FolderOrder m_order;
    bool m_isArranging = false;
    int m_ticket = 0; ///< of the wish that counts
    std::stop_source m_stop;
    QElapsedTimer m_duration; ///< since the worker was asked
    qint64 m_lastDuration = 0; ///< milliseconds that it took
    QTimer m_later; ///< to the next time that rows are sorted in
    QThreadPool m_worker;
};

} // namespace inceptoscope
