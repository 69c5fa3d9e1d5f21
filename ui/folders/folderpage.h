#pragma once

#include "folders/folderrunpane.h"
#include "folders/foldertally.h"

#include <QTimer>

class QSplitter;

namespace inceptoscope {

class ConfusionModel;
class ConfusionView;
class Explorer;
class FolderFilterBar;
class TextCopier;

/// The photos of a folder in a table that fills as the network answers, with progress; where the
/// folders are named after classes, how often the network is right and which classes it mixes up.
/// The current row's photo is the selected one.
class FolderPage : public FolderRunPane
{
    Q_OBJECT

public:
    explicit FolderPage(Explorer *explorer, QWidget *parent = nullptr);

    FolderFilterBar *filterBar() { return m_filter; }
    ConfusionView *confusion() { return m_confusion; }

signals:
    void photoShown(); ///< the person wants to look at a photo, which was chosen

protected:
    bool event(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void beginRun(const RowsBefore &before) override;
    void addRows(const FolderRows &rows) override;
    std::vector<FolderSettings> settingsOfRun() const override;
    std::vector<FolderSettings> settingsNow() const override;
    bool goesOnWithOthers() const override { return false; } // one engine for all
    void runAgain(const QStringList &folders) override;
    FolderCsvExport::Writer csvWriter() const override;
    QString csvName() const override;

    QWidget *buildBody();
    void buildTable();
    QWidget *buildMatrix();
    void addCopyActions();
    void connectRun();
    void connectTable();
    void connectMatrix();
    void showState();
    void showSummary();
    void showMatrix();
    void chooseCell(int truth, int answer);
    void selectCurrent();
    void followPhoto();
    void showSelected();
    void openPhoto(const QModelIndex &index);
    void openFirstOf(int truth, int answer);
    void takeArranged();
    void copyRows();
    bool isFind(QEvent *event) const;

    Explorer *m_explorer;
    ConfusionModel *m_matrix;
    TextCopier *m_copier;
    FolderTally m_tally;
    FolderFilterBar *m_filter;
    QWidget *m_matrixPane = nullptr;
    ConfusionView *m_confusion;
    QString m_wanted; ///< photo of the row that was chosen, where it was in no list of photos yet
    bool m_opensFirst = false; ///< of what is about to be listed, for a cell of the matrix
    QTimer m_matrixDelay; ///< rows come more often than a matrix can be looked at
};

} // namespace inceptoscope
