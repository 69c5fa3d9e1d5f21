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
class MessageBar;
class PaneHeader;
class WeightsDetailPane;
class WeightsFilter;
class WeightsLibrary;
struct WeightsRow;

/// The weights that can be had and those that are here, beside the main window: a list to search
/// and sort, and below it what can be done with the selected ones. Downloads go on when it is
/// closed.
class WeightsWindow : public QDialog
{
    Q_OBJECT

public:
    explicit WeightsWindow(WeightsLibrary *library, QWidget *parent = nullptr);

    /// Reads what there is, then selects the weights with this id, or the first for the family with
    /// this id. Empty: selects nothing.
    void showFor(const QString &id);
    /// The same, then asks whether they are to be removed.
    void showToRemove(const QString &id);
    /// Of the selected row; empty where there is none.
    QString selected() const;

    QString summary() const; ///< "18 published · 2 on this computer"
    QString countText() const; ///< "2 of 18": those that the search finds

    QLineEdit *filterLine() { return m_filterLine; }
    QTableView *view() { return m_view; }
    MessageBar *messageBar() { return m_message; }
    WeightsDetailPane *detail() { return m_detail; }

signals:
    void useRequested(const QString &id);
    void importRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Remedy { None, Use, Remove, Import };

    void build();
    QWidget *buildFilterRow();
    void buildView();
    void layOutColumns();
    void look(const QString &id, bool asksToRemove);
    QAction *addRowAction(const QString &icon, const QString &text, void (WeightsWindow::*slot)());
    void addActions();
    void connectLibrary();
    void filter(const QString &text);
    void updateSummary();
    void updateRow();
    void updateActions(const WeightsRow &row);
    void select(const QString &id);
    void selectWanted();
    void act();
    void get();
    void pause();
    void discard();
    void removeSelected();
    void askToRemove(const QString &id);
    void use();
    void say(Remedy remedy, const QString &id, const QString &sentence);
    void fail(const QString &sentence);
    void actOnMessage();
    const WeightsRow *row(const QString &id) const;

    WeightsLibrary *m_library;
    WeightsFilter *m_filter;
    PaneHeader *m_header;
    MessageBar *m_message;
    QLineEdit *m_filterLine;
    QLabel *m_count;
    QTableView *m_view;
    EmptyState *m_empty;
    QStackedWidget *m_stack;
    WeightsDetailPane *m_detail;
    BusyVeil *m_veil;
    QAction *m_get = nullptr;
    QAction *m_pause = nullptr;
    QAction *m_discard = nullptr;
    QAction *m_remove = nullptr;
    QAction *m_use = nullptr;
    QString m_wanted; ///< to be selected when the list is there
    bool m_asksToRemove = false; ///< when they are selected
    Remedy m_remedy = Remedy::None; ///< what the message offers
    QString m_concerned; ///< id that the message is about
};

} // namespace inceptoscope
