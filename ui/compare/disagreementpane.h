#pragma once

#include "compare/disagreementtexts.h"
#include "folders/folderrunpane.h"

class QCheckBox;
class QLabel;
class QLineEdit;

namespace inceptoscope {

class Comparison;

/// Where two networks disagree over the photos of a folder: a table that fills as they answer.
class DisagreementPane : public FolderRunPane
{
    Q_OBJECT

public:
    explicit DisagreementPane(Comparison *comparison, QWidget *parent = nullptr);

    void run(const QStringList &folders);

    QCheckBox *onlyDisagreements() { return m_only; }
    QLineEdit *words() { return m_words; }

signals:
    void photoChosen(const QString &path); ///< to be looked at

private:
    void beginRun(const RowsBefore &before) override;
    void addRows(const FolderRows &rows) override;
    std::vector<FolderSettings> settingsOfRun() const override;
    std::vector<FolderSettings> settingsNow() const override;
    bool goesOnWithOthers() const override { return true; }
    void runAgain(const QStringList &folders) override;
    FolderCsvExport::Writer csvWriter() const override;
    QString csvName() const override;

    void buildTable();
    QWidget *buildBody();
    void connectRun();
    void connectTable();
    void chooseFolder();
    void showSummary();
    void filter();

    Comparison *m_comparison;
    AgreementTally m_tally;
    QCheckBox *m_only;
    QLineEdit *m_words;
    QLabel *m_count;
};

} // namespace inceptoscope
