#pragma once

#include "common/messagebar.h"
#include "folders/foldercsv.h"
#include "folders/folderrun.h"

#include <vector>

class QAction;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace inceptoscope {

class BusyVeil;
class EmptyState;
class FolderTableModel;
class PaneHeader;
class PhotoListModel;
class ProgressLine;

/// What pages for the photos of a folder have in common, however many networks answer: what can be
/// done with a run, its progress and what went wrong, and a table that fills. Before there is a run
/// they say what will appear. A page adds what its rows mean.
class FolderRunPane : public QWidget
{
    Q_OBJECT

public:
    /// Asks for a place and saves what is listed there.
    void exportCsv();
    void saveCsv(const QString &path);

    FolderTableModel *model() { return m_model; }
    QTableView *table() { return m_table; }
    MessageBar *messageBar() { return m_message; }
    PaneHeader *header() const { return m_header; }
    QPushButton *pauseButton() { return m_pause; }
    QPushButton *cancelButton() { return m_cancel; }
    QList<QAction *> exportActions() const { return {m_export}; }
    QString progressText() const;
    QString summaryText() const;

    /// Offers to run folders that were run last time, while there is nothing else.
    void offerFolders(const QStringList &folders);

signals:
    void folderRequested(); ///< to be opened

protected:
    /// Takes the model. Thumbnails in the table are those of `photos`.
    FolderRunPane(FolderRun *run, FolderTableModel *model, PhotoListModel *photos, QWidget *parent);

    /// Puts everything in its place: `body` has the table in it, `emptyLine` says what will appear.
    void layOut(const QString &emptyLine, QWidget *body);

    /// Whether there is something to list.
    bool hasRun() const;
    /// Whether that is all there will be.
    bool isComplete() const;
    QAction *openAction() { return m_open; }
    QAction *againAction() { return m_again; }
    /// What the rows amount to; hidden while it is empty.
    void setSummary(const QString &text);
    /// What that is for people who listen.
    void setSummaryName(const QString &name);
    void tell(MessageBar::Kind kind, const QString &sentence);
    /// Says whose answers are listed where others would answer now, and offers those.
    void showSettings();

    /// What was listed before: of which folders, in which classes.
    struct RowsBefore
    {
        QStringList folders;
        QStringList labels;
    };

private:
    /// Of a run whose rows take the place of those of before from now on. The model has its labels.
    virtual void beginRun(const RowsBefore &before) = 0;
    /// Who answers in the run, and who would now.
    virtual std::vector<FolderSettings> settingsOfRun() const = 0;
    virtual std::vector<FolderSettings> settingsNow() const = 0;
    /// Whether a run goes on while others would answer now.
    virtual bool goesOnWithOthers() const = 0;
    /// The table has them.
    virtual void addRows(const FolderRows &rows) = 0;
    virtual void runAgain(const QStringList &folders) = 0;
    virtual FolderCsvExport::Writer csvWriter() const = 0;
    virtual QString csvName() const = 0; ///< without the ending

    void buildHeader();
    QWidget *buildStatus();
    void buildTable(PhotoListModel *photos);
    void connectRun();
    void connectTable(PhotoListModel *photos);
    void boundSelection();
    enum class Offer { None, Run, NewRows };
    void offer(Offer offer, MessageBar::Kind kind, const QString &sentence, const QString &action);
    void withdrawOffer();
    void actOnOffer();
    void repeat();
    void begin();
    void take(const FolderRows &rows);
    void takeOver();
    void settleWaiting();
    void showState();
    void showProgress();

    FolderRun *m_run;
    FolderTableModel *m_model;
    FolderCsvExport *m_csv;
    PaneHeader *m_header;
    QAction *m_open;
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
    QTableView *m_table;
    BusyVeil *m_veil;
    Offer m_offer = Offer::None; ///< what the message's button does
    QString m_told; ///< of an offer, which the person may have closed
    QStringList m_offered; ///< folders, from the last time
    QStringList m_folders; ///< of the rows that are listed
    std::vector<FolderSettings> m_settings; ///< of those as well
    bool m_isComplete = false; ///< they are all of their run
    bool m_isWaiting = false; ///< the rows of before are listed, and those of the run come
    std::vector<FolderRows> m_coming; ///< meanwhile
    QStringList m_comingLabels;
    int m_comingRows = 0;
};

} // namespace inceptoscope
