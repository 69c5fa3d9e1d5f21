#include "diagram/breadcrumbbar.h"

#include "style/metrics.h"

#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr int markWidth = 2 * gridUnit;

QToolButton *flatButton(QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

QLabel *mark(QWidget *parent)
{
    auto *label = new QLabel(QStringLiteral("›"), parent);
    label->setAlignment(Qt::AlignCenter);
    return label;
}

} // namespace

BreadcrumbBar::BreadcrumbBar(QWidget *parent)
    : QWidget(parent)
    , m_hidden(flatButton(this))
    , m_hiddenMark(mark(this))
    , m_menu(new QMenu(this))
{
    setAccessibleName(tr("Way to the selected element"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_hidden->setText(QStringLiteral("…"));
    m_hidden->setAccessibleName(tr("Steps between"));
    m_hidden->setToolTip(m_hidden->accessibleName());
    m_hidden->setPopupMode(QToolButton::InstantPopup);
    m_hidden->setMenu(m_menu);
    m_hidden->hide();
    m_hiddenMark->hide();
}

QToolButton *BreadcrumbBar::button(qsizetype index)
{
    while (m_buttons.size() <= index) {
        const qsizetype position = m_buttons.size();
        m_marks.append(mark(this));
        m_buttons.append(flatButton(this));
        takeInOrder(position);
        connect(m_buttons.constLast(), &QToolButton::clicked, this, [this, position] {
            if (position < m_crumbs.size())
                emit chosen(m_crumbs.at(position).id);
        });
    }
    return m_buttons.at(index);
}

/// Else what is made late comes last of all the window for the Tab key.
void BreadcrumbBar::takeInOrder(qsizetype position)
{
    QToolButton *made = m_buttons.at(position);
    setTabOrder(position > 1 ? m_buttons.at(position - 1) : m_hidden, made);
    if (position == 0)
        setTabOrder(made, m_hidden);
}

void BreadcrumbBar::setCrumbs(const QList<Crumb> &crumbs)
{
    if (crumbs == m_crumbs)
        return;
    m_crumbs = crumbs;
    for (qsizetype i = 0; i < m_crumbs.size(); ++i)
        button(i)->setAccessibleName(m_crumbs.at(i).title);
    layOut();
}

/// Of the first crumb and those from `first` on, with what stands between.
int BreadcrumbBar::widthFrom(qsizetype first) const
{
    int width = m_buttons.constFirst()->sizeHint().width();
    for (qsizetype i = first; i < m_crumbs.size(); ++i)
        width += markWidth + m_buttons.at(i)->sizeHint().width();
    return first > 1 ? width + markWidth + m_hidden->sizeHint().width() : width;
}

/// The first of the crumbs after the network that there is room for; the last one always has its.
qsizetype BreadcrumbBar::firstShown() const
{
    qsizetype first = 1;
    while (widthFrom(first) > width() - gridUnit && first + 1 < m_crumbs.size())
        ++first;
    return first;
}

/// Puts a widget at `x`, as wide as it wants to be or there is room, and goes on behind it.
void BreadcrumbBar::put(QWidget *widget, int wanted, int &x)
{
    const int there = std::clamp(width() - x, 0, wanted);
    widget->setGeometry(x, 0, there, height());
    widget->show();
    x += there;
}

void BreadcrumbBar::putCrumb(qsizetype index, int &x)
{
    QToolButton *crumb = m_buttons.at(index);
    const QString &title = m_crumbs.at(index).title;
    const int borders = crumb->sizeHint().width() - crumb->fontMetrics().horizontalAdvance(title);
    const int room = width() - x - borders;
    put(crumb, crumb->sizeHint().width(), x);
    crumb->setText(crumb->fontMetrics().elidedText(title, Qt::ElideRight, room));
}

void BreadcrumbBar::fillMenu(qsizetype end)
{
    m_menu->clear();
    for (qsizetype i = 1; i < end; ++i)
        m_menu->addAction(m_crumbs.at(i).title, this,
                          [this, id = m_crumbs.at(i).id] { emit chosen(id); });
}

/// Nothing that stays is hidden meanwhile: it would lose the focus.
void BreadcrumbBar::layOut()
{
    for (qsizetype i = 0; i < m_crumbs.size(); ++i) {
        m_buttons.at(i)->setText(m_crumbs.at(i).title);
        m_buttons.at(i)->setToolTip(m_crumbs.at(i).title);
    }
    const qsizetype first = m_crumbs.isEmpty() ? 0 : firstShown();
    for (qsizetype i = 0; i < m_buttons.size(); ++i) {
        const bool isShown = i < m_crumbs.size() && (i == 0 || i >= first);
        m_buttons.at(i)->setVisible(isShown);
        m_marks.at(i)->setVisible(isShown && i > 0);
    }
    m_hidden->setVisible(first > 1);
    m_hiddenMark->setVisible(first > 1);
    fillMenu(first);
    int x = halfUnit;
    for (qsizetype i = 0; i < m_crumbs.size(); ++i) {
        if (i == 1 && first > 1) {
            put(m_hiddenMark, markWidth, x);
            put(m_hidden, m_hidden->sizeHint().width(), x);
        }
        if (i > 0 && i < first)
            continue;
        if (i > 0)
            put(m_marks.at(i), markWidth, x);
        putCrumb(i, x);
    }
}

QSize BreadcrumbBar::sizeHint() const
{
    return {40 * gridUnit, m_hidden->sizeHint().height()};
}

QSize BreadcrumbBar::minimumSizeHint() const
{
    return {16 * gridUnit, m_hidden->sizeHint().height()};
}

void BreadcrumbBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        updateGeometry();
        layOut();
    }
    QWidget::changeEvent(event);
}

void BreadcrumbBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layOut();
}

} // namespace inceptoscope
