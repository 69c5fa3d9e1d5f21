#include "diagram/diagrampane.h"

#include "common/emptystate.h"
#include "common/iconloader.h"
#include "common/paneheader.h"
#include "diagram/breadcrumbbar.h"
#include "diagram/diagramlegend.h"
#include "diagram/diagramview.h"
#include "texts/numbertext.h"

#include <QAction>
#include <QVBoxLayout>

namespace inceptoscope {

DiagramPane::DiagramPane(QWidget *parent)
    : QWidget(parent)
    , m_header(new PaneHeader(tr("Diagram"), this))
    , m_view(new DiagramView(this))
    , m_breadcrumbs(new BreadcrumbBar(this))
    , m_legend(new DiagramLegend(this))
    , m_empty(new EmptyState(this))
    , m_content(content())
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_content, 1);
    addActions();
    setFocusProxy(m_view);
    connect(m_view, &DiagramView::currentChanged, this, &DiagramPane::currentChanged);
    connect(m_view, &DiagramView::currentChanged, this, &DiagramPane::showCrumbs);
    connect(m_breadcrumbs, &BreadcrumbBar::chosen, m_view, &DiagramView::setCurrent);
    connect(m_view, &DiagramView::overlayScaleChanged, this, &DiagramPane::showLegend);
    clear();
}

QWidget *DiagramPane::content()
{
    auto *content = new QWidget(this);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_breadcrumbs);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_legend);
    return content;
}

QAction *DiagramPane::addAction(const QString &icon, const QString &text, const QString &key,
                                void (DiagramView::*slot)())
{
    auto *action = new QAction(themedIcon(icon), text, this);
    action->setToolTip(key.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, key));
    connect(action, &QAction::triggered, m_view, slot);
    m_header->addActionButton(action);
    m_actions += action;
    return action;
}

void DiagramPane::addActions()
{
    addAction(QStringLiteral("expand"), tr("Open every stage and block"), {},
              &DiagramView::expandAll);
    addAction(QStringLiteral("collapse"), tr("Close every stage and block"), {},
              &DiagramView::collapseAll);
    addAction(QStringLiteral("zoom-out"), tr("Zoom out"), QStringLiteral("-"),
              &DiagramView::zoomOut);
    addAction(QStringLiteral("zoom-in"), tr("Zoom in"), QStringLiteral("+"), &DiagramView::zoomIn);
    addAction(QStringLiteral("fit"), tr("Fit the whole diagram"), QStringLiteral("0"),
              &DiagramView::fit);
}

void DiagramPane::setGraph(const NetworkGraph &graph, const QString &title)
{
    m_header->setDetail(tr("%1 · %2 parameters · %3 multiply-adds")
                            .arg(title.isEmpty() ? QString::fromStdString(graph.title()) : title,
                                 groupedNumber(graph.parameters()),
                                 groupedNumber(graph.multiplyAdds())));
    m_empty->hide();
    m_content->show();
    for (QAction *action : m_actions)
        action->setEnabled(true);
    m_view->setGraph(graph);
    showCrumbs();
}

void DiagramPane::clear(const QString &why)
{
    m_view->clear();
    m_header->setDetail({});
    for (QAction *action : m_actions)
        action->setEnabled(false);
    m_empty->setContent(QStringLiteral("explore"),
                        why.isEmpty() ? tr("The block diagram of the chosen network appears here")
                                      : why);
    m_content->hide();
    m_empty->show();
}

void DiagramPane::setOverlay(const OverlayValues &overlay, const QString &lack)
{
    m_overlayLack = lack;
    m_view->setOverlay(overlay);
    showLegend();
}

void DiagramPane::showCrumbs()
{
    if (m_view->graph())
        m_breadcrumbs->setCrumbs(crumbsOf(*m_view->graph(), m_view->current()));
}

void DiagramPane::showLegend()
{
    m_legend->setContent({m_view->overlay().overlay, m_view->overlayScale(), m_overlayLack});
}

QString DiagramPane::current() const
{
    return m_view->current();
}

void DiagramPane::setCurrent(const QString &id)
{
    m_view->setCurrent(id);
}

} // namespace inceptoscope
