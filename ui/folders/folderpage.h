#pragma once

#include "folders/folderrun.h"
#include "folders/foldertally.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QAction;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace inceptoscope {

class BusyVeil;
class ConfusionModel;
class ConfusionView;
class EmptyState;
class Explorer;
class FolderCsvExport;
class FolderFilterBar;
class FolderTableModel;
class MessageBar;
class PaneHeader;
class ProgressLine;

/// The photos of a folder in a table that fills as the network answers, with progress; where the
/// folders are named after classes, how often the network is right and which classes it mixes up.
class FolderPage : public QWidget
{
    Q_OBJECT

public:
    explicit FolderPage(Explorer *explorer, QWidget *parent = nullptr);

    /// Asks for a place and saves what is listed there.
    void exportCsv();
    void saveCsv(const QString &path);

    FolderTableModel *model() { return m_model; }
    QTableView *table() { return m_table; }
    FolderFilterBar *filterBar() { return m_filter; }
    ConfusionView *confusion() { return m_confusion; }
    MessageBar *messageBar() { return m_message; }
    PaneHeader *header() { return m_header; }
    QPushButton *pauseButton() { return m_pause; }
    QPushButton *cancelButton() { return m_cancel; }
    QString progressText() const;
    QString summaryText() const;
    QList<QAction *> exportActions() const;

signals:
    void folderRequested(); ///< to be opened
    void photoShown(); ///< the person wants to look at a photo, which was chosen

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Remedy { None, Run };

    void buildHeader();
    QWidget *buildStatus();
    QWidget *buildTable();
    QWidget *buildMatrix();
    void layOut();
    void addCopyActions();
    void connectRun();
    void connectTable();
    void connectMatrix();
    void beginRun();
    void showRows(const FolderRows &rows);
    void showState();
    void showProgress();
    void showSummary();
    void showMatrix();
    void showNetwork();
    void chooseCell(int truth, int answer);
    void openPhoto(const QModelIndex &index);
    void openFirstOf(int truth, int answer);
    void runAgain();
    void copyRows();
    bool isFind(QEvent *event) const;

    Explorer *m_explorer;
    FolderTableModel *m_model;
    ConfusionModel *m_matrix;
    FolderCsvExport *m_csv;
    FolderTally m_tally;
    PaneHeader *m_header;
    ProgressLine *m_line;
    QLabel *m_progress;
    QPushButton *m_pause;
    QPushButton *m_cancel;
    QLabel *m_summary;
    MessageBar *m_message;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QSplitter *m_body;
    FolderFilterBar *m_filter;
    QTableView *m_table;
    BusyVeil *m_veil;
    QWidget *m_matrixPane = nullptr;
    ConfusionView *m_confusion;
    QAction *m_again;
    QAction *m_export;
    QTimer m_matrixDelay; ///< rows come more often than a matrix can be looked at
    std::optional<FolderSettings> m_toldOf; ///< that they are others than the run's
    Remedy m_remedy = Remedy::None; ///< what the message's button does
};

} // namespace inceptoscope
