#include "panes/panedock.h"

#include "common/iconloader.h"
#include "common/paneheader.h"

#include <QAction>
#include <QHelpEvent>
#include <QWhatsThis>

namespace inceptoscope {

/// It does not float: on Wayland a window of its own cannot be dragged back, nor come back where it
/// was.
PaneDock::PaneDock(PaneHeader *header, QWidget *content, QWidget *parent)
    : QDockWidget(header->title(), parent)
    , m_header(header)
    , m_pane(header->parentWidget())
{
    setFeatures(DockWidgetClosable | DockWidgetMovable);
    auto *hide = new QAction(themedIcon(QStringLiteral("close")),
                             tr("Hide the pane %1").arg(header->title()), this);
    hide->setToolTip(tr("Hide this pane; View > Panes shows it again"));
    connect(hide, &QAction::triggered, this, &PaneDock::hideRequested);
    header->addActionButton(hide);
    header->setToolTip(tr("Drag the pane to another side or onto another pane"));
    setWidget(content);
    setTitleBarWidget(header);
}

/// The header is no longer within what has the text.
bool PaneDock::event(QEvent *event)
{
    if (event->type() == QEvent::QueryWhatsThis) {
        event->setAccepted(!m_pane->whatsThis().isEmpty());
        return true;
    }
    if (event->type() == QEvent::WhatsThis) {
        QWhatsThis::showText(static_cast<QHelpEvent *>(event)->globalPos(), m_pane->whatsThis(),
                             this);
        return true;
    }
    return QDockWidget::event(event);
}

} // namespace inceptoscope
