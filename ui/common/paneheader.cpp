#include "common/paneheader.h"

#include "common/elidedlabel.h"
#include "style/metrics.h"

#include <QAction>
#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace inceptoscope {

/// A menu takes the mouse from its button without a word: the button would look as if it had it
/// still when the menu is closed.
static void letGoWith(const QMenu *menu, QToolButton *button)
{
    QObject::connect(menu, &QMenu::aboutToHide, button, [button] {
        if (button->rect().contains(button->mapFromGlobal(QCursor::pos())))
            return;
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(button, &leave);
    });
}

PaneHeader::PaneHeader(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_title(new ElidedLabel(this))
    , m_detail(new ElidedLabel(this))
    , m_layout(new QHBoxLayout(this))
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    // The detail gives way before the title and the controls do.
    m_detail->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_detail->setSecondary(true);
    m_layout->setContentsMargins(gridUnit, halfUnit, halfUnit, halfUnit);
    m_layout->setSpacing(gridUnit);
    m_layout->addWidget(m_title);
    m_layout->addWidget(m_detail, 1);
    m_layout->addStretch();
    // As high with buttons as without, so that the headers of neighbouring panes line up.
    setMinimumHeight(4 * gridUnit + halfUnit);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setTitle(title);
    m_detail->hide();
}

QString PaneHeader::title() const
{
    return m_title->text();
}

void PaneHeader::setTitle(const QString &title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

QString PaneHeader::detail() const
{
    return m_detail->text();
}

void PaneHeader::setDetail(const QString &detail)
{
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
}

QToolButton *PaneHeader::addActionButton(QAction *action)
{
    auto *button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setIconSize({iconSize, iconSize});
    button->setAccessibleName(action->text().remove(QLatin1Char('&')));
    m_layout->addWidget(button);
    if (action->menu())
        letGoWith(action->menu(), button);
    return button;
}

void PaneHeader::addControl(QWidget *control)
{
    m_layout->addWidget(control);
}

} // namespace inceptoscope
