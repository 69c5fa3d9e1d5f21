#pragma once

#include <QDialog>

class QAction;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QTableView;

namespace inceptoscope {

class BusyVeil;
class EmptyState;
class KeyFilter;
class KeyTableLoader;
class KeyTableModel;
class MessageBar;
class PaneHeader;
struct KeyTable;

/// The tensors of a file of weights, beside the main window: which layer each belongs to, and what
/// is missing, misshapen or unexpected first. Also for files that could not be loaded.
class KeysWindow : public QDialog
{
    Q_OBJECT

public:
    explicit KeysWindow(QWidget *parent = nullptr);

    /// Reads the file and shows its tensors; `network` is the id of a family to hold it against.
    /// `title` is what the network is called; empty: as its family.
    void showFile(const QString &path, const QString &network = {}, const QString &title = {});
    /// What is listed, as text with tabulators, to the clipboard.
    void copyAll();

    QLineEdit *filterLine() { return m_filterLine; }
    QTableView *view() { return m_view; }
    PaneHeader *header() { return m_header; }
    MessageBar *messageBar() { return m_message; }
    QString countText() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    QWidget *buildFilterRow();
    void buildView();
    void fitColumns();
    void addActions();
    void connectLoader();
    void showTable(const KeyTable &table);
    void filter(const QString &text);
    void updateCount();
    void copySelected();

    KeyTableModel *m_model;
    KeyFilter *m_filter;
    KeyTableLoader *m_loader;
    PaneHeader *m_header;
    MessageBar *m_message;
    QLineEdit *m_filterLine;
    QLabel *m_count;
    QTableView *m_view;
    EmptyState *m_empty;
    QStackedWidget *m_stack;
    QAction *m_copyAll;
    BusyVeil *m_veil;
    QString m_title; ///< of the network
};

} // namespace inceptoscope
