#pragma once

#include <QList>
#include <QMainWindow>

class QAction;

namespace inceptoscope {

class PaneDock;
class PaneHeader;

/// Panes around a middle that stays: each can be moved to another side, laid over another as a tab,
/// hidden, and shown again. A strip along the whole width stands above or below, or is hidden.
class PaneArea : public QMainWindow
{
    Q_OBJECT

public:
    /// Where a pane is at first, and how wide (at the sides) or high. The panes of a side share its
    /// length evenly.
    struct Place
    {
        Qt::DockWidgetArea side;
        int size;
    };
    struct Pane
    {
        QWidget *frame; ///< a dock or a tool bar
        QAction *shown; ///< for menus, with a mnemonic; checked while the pane is shown
        Place first;
        QList<Qt::DockWidgetArea> sides; ///< it may be moved to
    };

    explicit PaneArea(QWidget *middle, QWidget *parent = nullptr);
    ~PaneArea() override;

    /// `id` is what a saved layout calls it, `name` what menus do.
    PaneDock *addPane(const QString &id, const QString &name, PaneHeader *header, QWidget *content,
                      const Place &first);
    void addStrip(const QString &id, const QString &name, QWidget *strip);
    /// While `action` is checked, the pane has all the room.
    void setAlone(QAction *action, PaneDock *pane);

    const QList<Pane> &panes() const { return m_panes; }
    Qt::DockWidgetArea sideOf(const Pane &pane) const;
    void moveTo(const Pane &pane, Qt::DockWidgetArea side);
    void setShown(const Pane &pane, bool shown);
    /// Shows the pane that `content` is in, in front of the others where it is one of several tabs.
    void showPaneOf(const QWidget *content);
    void arrangeAsAtFirst();
    /// What is dragged goes back where it was. Call it before the area is hidden or deleted: in the
    /// middle of a drag Qt does neither well. All that moves, shows or hides a pane begins with it.
    void cancelDrag();

    /// To come back as a person left it; without a state that can be used, as it was at first.
    QByteArray save() const;
    void restore(const QByteArray &state);

    QMenu *createPopupMenu() override;

signals:
    /// Somebody asked for one, maybe where the area is not in sight.
    void paneAskedFor();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void add(QWidget *frame, const QString &name, const Place &first,
             const QList<Qt::DockWidgetArea> &sides);
    bool isAlone() const;
    void leaveAlone();
    void changeAlone();
    void share(Qt::DockWidgetArea side);
    bool restoreDocked(const QByteArray &state);
    void orderForTab();
    void raisePaneOf(const QWidget *focus);
    void updateMotion();

    QList<Pane> m_panes;
    QAction *m_alone = nullptr;
    PaneDock *m_alonePane = nullptr;
    QByteArray m_before; ///< the pane was alone
    QByteArray m_next; ///< to be restored when there is a size to restore it in
    bool m_wasShown = false;
};

} // namespace inceptoscope
