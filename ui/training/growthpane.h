#pragma once

#include "training/runstatus.h"

#include <QWidget>

#include <memory>
#include <vector>

class QStackedWidget;
class QTableView;

namespace inceptoscope {

class EmptyState;
class Explorer;
class GrowthTableModel;
class GrowthWatcher;

/// What the growing networks make of the photos in the filmstrip, anew after each epoch.
class GrowthPane : public QWidget
{
    Q_OBJECT

public:
    explicit GrowthPane(Explorer *explorer, QWidget *parent = nullptr);
    ~GrowthPane() override;

    /// Of another training.
    void begin(const QStringList &titles);
    void showRuns(const std::vector<RunStatus> &runs);

    QTableView *table() { return m_table; }
    EmptyState *emptyState() { return m_empty; }

signals:
    void photosRequested(); ///< of the data
    void photoActivated(int id);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void build();
    void showRows();
    void setActive(bool active);

    Explorer *m_explorer;
    GrowthTableModel *m_model;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QTableView *m_table;
    std::vector<std::unique_ptr<GrowthWatcher>> m_watchers; ///< by network
};

} // namespace inceptoscope
