#include "diagram/diagrampane.h"

#include "common/emptystate.h"
#include "common/iconloader.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "common/savedialog.h"
#include "diagram/breadcrumbbar.h"
#include "diagram/diagramexporter.h"
#include "diagram/diagramlegend.h"
#include "diagram/diagramview.h"
#include "style/metrics.h"
#include "texts/numbertext.h"

#include <QAction>
#include <QMenu>
#include <QToolButton>
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
    , m_problem(new MessageBar(this))
    , m_message(new MessageBar(this))
    , m_exporter(new DiagramExporter(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_header);
    m_problem->setObjectName(QStringLiteral("sizeBar"));
    m_problem->setClosable(false); // it goes when it is solved
    layout->addWidget(m_problem);
    layout->addWidget(m_message);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_content, 1);
    addActions();
    addExports();
    connectExporter();
    setFocusProxy(m_view);
    connect(m_view, &DiagramView::currentChanged, this, &DiagramPane::currentChanged);
    connect(m_view, &DiagramView::currentChanged, this, &DiagramPane::showCrumbs);
    connect(m_breadcrumbs, &BreadcrumbBar::chosen, m_view, &DiagramView::setCurrent);
    connect(m_view, &DiagramView::overlayScaleChanged, this, &DiagramPane::showLegend);
    connect(m_problem, &MessageBar::actionTriggered, this, &DiagramPane::ownSizeRequested);
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

void DiagramPane::addExports()
{
    const auto add = [this](const QString &text, auto run) {
        auto *action = new QAction(text, this);
        connect(action, &QAction::triggered, this, run);
        m_exports += action;
    };
    add(tr("&Copy the diagram as a picture"), [this] { m_exporter->copy(picture()); });
    add(tr("Save the diagram as &SVG…"), [this] { saveAs(ExportFormat::Svg); });
    add(tr("Save the diagram as P&DF…"), [this] { saveAs(ExportFormat::Pdf); });
    add(tr("Save the diagram as P&NG…"), [this] { saveAs(ExportFormat::Png); });
    m_exports.constLast()->setShortcut(QKeySequence::Save);
    m_exports.constLast()->setShortcutContext(Qt::WidgetShortcut);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_view->addActions(m_exports);
    auto *button = new QToolButton(this);
    button->setIcon(themedIcon(QStringLiteral("export")));
    button->setIconSize({iconSize, iconSize});
    button->setAutoRaise(true);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(new QMenu(button));
    button->menu()->addActions(m_exports);
    button->setAccessibleName(tr("Export the diagram"));
    button->setToolTip(tr("Export the whole diagram as shown"));
    m_header->addControl(button);
}

void DiagramPane::connectExporter()
{
    connect(m_exporter, &DiagramExporter::started, this, [this](const QString &sentence) {
        m_message->showMessage(MessageBar::Kind::Info, sentence, tr("Cancel"));
    });
    connect(m_exporter, &DiagramExporter::finished, this, [this](const QString &sentence) {
        m_message->showMessage(MessageBar::Kind::Info, sentence);
    });
    connect(m_exporter, &DiagramExporter::failed, this, [this](const QString &sentence) {
        m_message->showMessage(MessageBar::Kind::Error, sentence);
    });
    connect(m_exporter, &DiagramExporter::cancelled, m_message, &MessageBar::clear);
    connect(m_message, &MessageBar::actionTriggered, m_exporter, &DiagramExporter::cancel);
}

static QString suffixOf(ExportFormat format)
{
    switch (format) {
    case ExportFormat::Svg:
        return QStringLiteral("svg");
    case ExportFormat::Pdf:
        return QStringLiteral("pdf");
    case ExportFormat::Png:
        break;
    }
    return QStringLiteral("png");
}

/// The picture is that of the moment the person asked for it.
void DiagramPane::saveAs(ExportFormat format)
{
    const SaveOffer offer{
        tr("Save the diagram"), QString::fromStdString(m_view->graph()->id()), {suffixOf(format)}};
    askWhereToSave(this, offer, [this, format, shown = picture()](const QString &path) {
        m_exporter->save(shown, path, format);
    });
}

DiagramPicture DiagramPane::picture() const
{
    return {.title = m_title,
            .spec = m_view->diagram().spec,
            .wrapWidth = m_view->wrapWidth(),
            .overlay = m_view->overlay(),
            .legend = m_legend->content(),
            .theme = Theme::fromPalette(m_view->palette())};
}

void DiagramPane::setGraph(const NetworkGraph &graph, const QString &title)
{
    m_problem->clear();
    m_title = title.isEmpty() ? QString::fromStdString(graph.title()) : title;
    showNetwork(
        graph, {},
        tr("%1 · %2 parameters · %3 multiply-adds")
            .arg(m_title, groupedNumber(graph.parameters()), groupedNumber(graph.multiplyAdds())));
}

void DiagramPane::setUnfitGraph(const NetworkGraph &graph, int size, const QString &title,
                                const QString &problem)
{
    m_problem->showMessage(MessageBar::Kind::Warning, problem,
                           tr("Use %1 px").arg(graph.input().height));
    m_title = title.isEmpty() ? QString::fromStdString(graph.title()) : title;
    showNetwork(graph, unfitShapes(graph, {size, size}), m_title);
}

void DiagramPane::showNetwork(const NetworkGraph &graph, const std::optional<UnfitShapes> &unfit,
                              const QString &detail)
{
    m_header->setDetail(detail);
    m_empty->hide();
    m_content->show();
    for (QAction *action : m_actions + m_exports)
        action->setEnabled(true);
    m_view->setGraph(graph, unfit);
    showCrumbs();
}

void DiagramPane::clear(const QString &why)
{
    m_view->clear();
    m_problem->clear();
    m_header->setDetail({});
    for (QAction *action : m_actions + m_exports)
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
