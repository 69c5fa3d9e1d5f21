#pragma once

#include "compare/disagreementtexts.h"
#include "folders/folderrun.h"

#include <QWidget>

class QAction;
class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace inceptoscope {

class BusyVeil;
class Comparison;
class DisagreementModel;
class EmptyState;
class FolderCsvExport;
class MessageBar;
class PaneHeader;
class ProgressLine;

/// Where two networks disagree over the photos of a folder: a table that fills as they answer.
class DisagreementPane : public QWidget
{
    Q_OBJECT

public:
    explicit DisagreementPane(Comparison *comparison, QWidget *parent = nullptr);

    void run(const QStringList &folders);
    void saveCsv(const QString &path);

    DisagreementModel *model() { return m_model; }
    QTableView *table() { return m_table; }
    QCheckBox *onlyDisagreements() { return m_only; }
    QLineEdit *words() { return m_words; }
    QPushButton *pauseButton() { return m_pause; }
    QPushButton *cancelButton() { return m_cancel; }
    MessageBar *messageBar() { return m_message; }
    QString summaryText() const;
    QString progressText() const;

signals:
    void photoChosen(const QString &path); ///< to be looked at

private:
    void buildHeader();
    QWidget *buildStatus();
    void buildTable();
    void layOut();
    void connectRun();
    void connectTable();
    void chooseFolder();
    void exportCsv();
    void beginRun();
    void showRows(const FolderRows &rows);
    void showState();
    void showProgress();
    void filter();

    Comparison *m_comparison;
    AgreementTally m_tally;
    DisagreementModel *m_model;
    FolderCsvExport *m_csv;
    PaneHeader *m_header;
    QAction *m_again;
    QAction *m_export;
    ProgressLine *m_line;
    QLabel *m_progress;
    QPushButton *m_pause;
    QPushButton *m_cancel;
    QLabel *m_summary;
    MessageBar *m_message;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QCheckBox *m_only;
    QLineEdit *m_words;
    QLabel *m_count;
    QTableView *m_table;
    BusyVeil *m_veil;
};

} // namespace inceptoscope
