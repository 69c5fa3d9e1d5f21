#pragma once

#include "diagram/breadcrumbs.h"

#include <QWidget>

class QLabel;
class QMenu;
class QToolButton;

namespace inceptoscope {

/// The way to the selected element, each step a button. Where there is no room, steps after the
/// network go into a menu behind "…", then the last one is elided.
class BreadcrumbBar : public QWidget
{
    Q_OBJECT

public:
    explicit BreadcrumbBar(QWidget *parent = nullptr);

    void setCrumbs(const QList<Crumb> &crumbs);
    const QList<Crumb> &crumbs() const { return m_crumbs; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void chosen(const QString &id);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QToolButton *button(qsizetype index);
    void takeInOrder(qsizetype position);
    int widthFrom(qsizetype first) const;
    qsizetype firstShown() const;
    void put(QWidget *widget, int wanted, int &x);
    void putCrumb(qsizetype index, int &x);
    void fillMenu(qsizetype end);
    void layOut();

    QList<Crumb> m_crumbs;
    QList<QToolButton *> m_buttons; ///< at least as many as crumbs, so that the focus stays
    QList<QLabel *> m_marks; ///< before each button but the first
    QToolButton *m_hidden; ///< "…"
    QLabel *m_hiddenMark;
    QMenu *m_menu;
};

} // namespace inceptoscope
