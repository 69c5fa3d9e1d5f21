#include "compare/mapcolumn.h"

#include "activations/channelgrid.h"
#include "activations/channelview.h"
#include "activations/scalebar.h"
#include "common/busyveil.h"
#include "common/elidedlabel.h"
#include "common/emptystate.h"
#include "common/messagebar.h"
#include "common/savedialog.h"
#include "graph/networkgraph.h"
#include "render/activationimage.h"
#include "render/mapexport.h"
#include "render/valuetext.h"
#include "style/metrics.h"

#include <QAction>
#include <QFileInfo>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace inceptoscope {

MapColumn::MapColumn(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_title(new ElidedLabel)
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_maps(new QWidget)
    , m_views(new QStackedWidget)
    , m_grid(new ChannelGrid)
    , m_view(new ChannelView)
    , m_legend(new ScaleBar)
    , m_statistics(new ElidedLabel)
    , m_foot(new QHBoxLayout)
    , m_message(new MessageBar)
    , m_export(new MapExport(this))
{
    build(name);
    addExports();
    m_veil = new BusyVeil(m_stack);
    connect(m_veil, &BusyVeil::cancelRequested, this, &MapColumn::cancelRequested);
    connect(m_grid, &ChannelGrid::channelActivated, this, [this] { emit enlargeRequested(true); });
    connect(m_view, &ChannelView::backRequested, this, [this] { emit enlargeRequested(false); });
    connect(m_view, &ChannelView::stepRequested, m_grid, &ChannelGrid::moveCurrent);
}

void MapColumn::build(const QString &name)
{
    m_grid->setAccessibleName(tr("Activation maps of %1").arg(name));
    m_title->setCaption(true);
    m_title->setSecondary(true);
    m_statistics->setCaption(true);
    m_statistics->setSecondary(true);

    m_foot->setContentsMargins(gridUnit, halfUnit, gridUnit, halfUnit);
    m_foot->addWidget(m_legend);
    m_foot->addWidget(m_statistics, 1);
    setFootInLine(true);
    auto *maps = new QVBoxLayout(m_maps);
    maps->setContentsMargins(0, 0, 0, 0);
    maps->setSpacing(0);
    m_views->addWidget(m_grid);
    m_views->addWidget(m_view);
    maps->addWidget(m_views, 1);
    maps->addLayout(m_foot);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_maps);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(gridUnit, 0, gridUnit, halfUnit);
    head->addWidget(m_title, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_message);
    layout->addWidget(m_stack, 1);
}

void MapColumn::addExports()
{
    const auto add = [this](const QString &text, auto run) {
        auto *action = new QAction(text, this);
        connect(action, &QAction::triggered, this, run);
        m_grid->addAction(action);
        return action;
    };
    m_grid->setContextMenuPolicy(Qt::ActionsContextMenu);
    add(tr("&Copy all maps as a picture"), [this] { m_export->copy(picture()); });
    QAction *png = add(tr("Save all maps as &PNG…"), [this] { save(QStringLiteral("png")); });
    png->setShortcut(QKeySequence::Save);
    png->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(png);
    add(tr("Save the values as &NPY…"), [this] { save(QStringLiteral("npy")); });
    add(tr("Save the values as CS&V…"), [this] { save(QStringLiteral("csv")); });
    connect(m_export, &MapExport::finished, m_message, [this](const QString &sentence) {
        m_message->showMessage(MessageBar::Kind::Info, sentence);
    });
    connect(m_export, &MapExport::failed, this, &MapColumn::tellProblem);
    connect(m_grid, &ChannelGrid::failed, this, &MapColumn::tellProblem);
}

void MapColumn::tellProblem(const QString &sentence)
{
    m_message->showMessage(MessageBar::Kind::Error, sentence);
}

MapPicture MapColumn::picture() const
{
    MapPicture picture;
    picture.activation = m_grid->activation();
    picture.options.map = m_grid->colourMap();
    picture.options.scale.mode = m_scale;
    picture.options.elsewhere = m_grid->extremesElsewhere();
    picture.options.channels = m_grid->channels();
    picture.title = m_title->text();
    picture.scale = m_scaleText;
    return picture;
}

void MapColumn::save(const QString &suffix)
{
    askWhereToSave(this, {tr("Save all maps"), QStringLiteral("maps"), {suffix}},
                   [this](const QString &path) { saveTo(path); });
}

void MapColumn::saveTo(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QStringLiteral("npy"))
        m_export->saveNpy(path, {m_grid->activation()});
    else if (suffix == QStringLiteral("csv"))
        m_export->saveCsv(path, {m_grid->activation()});
    else
        m_export->savePng(path, picture());
}

void MapColumn::showMaps(const QString &title, const Activation &activation,
                         const ActivationSummaryPtr &summary)
{
    m_title->setText(
        tr("%1 · %2").arg(title, QString::fromStdString(formatShape(activation.shape))));
    m_statistics->setText(statisticsText(summary->statistics, activation.shape));
    m_statistics->setAccessibleName(m_statistics->text());
    m_grid->setActivation(activation, summary);
    m_stack->setCurrentWidget(m_maps);
}

void MapColumn::setBackdrop(const Backdrop &backdrop)
{
    m_view->setBackdrop(backdrop);
}

bool MapColumn::isEnlarged() const
{
    return m_views->currentWidget() == m_view;
}

void MapColumn::setEnlarged(bool enlarged)
{
    const bool isMap = m_grid->activation().shape.grid() != Extent{1, 1};
    const bool wanted = enlarged && isMap && m_grid->currentChannel() >= 0;
    if (wanted == isEnlarged())
        return;
    QWidget *const next = wanted ? static_cast<QWidget *>(m_view) : m_grid;
    const bool focused = m_views->isAncestorOf(focusWidget());
    m_views->setCurrentWidget(next);
    if (focused)
        next->setFocus();
    updateEnlarged();
}

void MapColumn::updateEnlarged()
{
    const int channel = m_grid->currentChannel();
    if (!isEnlarged() || isEmpty())
        return;
    if (channel < 0 || m_grid->activation().shape.grid() == Extent{1, 1})
        setEnlarged(false);
    else
        m_view->showChannel(m_grid->activation(), *m_grid->summary(), channel, m_grid->colourMap(),
                            m_grid->range(channel));
}

void MapColumn::showEmpty(const QString &line)
{
    m_title->setText({});
    m_message->clear();
    m_grid->clear();
    setEnlarged(false);
    m_empty->setContent(QStringLiteral("channels"), line);
    m_stack->setCurrentWidget(m_empty);
}

void MapColumn::setBusy(bool busy)
{
    m_veil->setBusy(busy);
}

void MapColumn::setLegend(ColourMap map, const ScaleText &scale)
{
    m_scaleText = scale;
    m_legend->setScale(map, scale);
}

void MapColumn::setScale(ScaleMode scale)
{
    m_scale = scale;
    m_grid->setScale({scale, {}});
}

static constexpr int footSpacing = 2 * gridUnit;

bool MapColumn::fitsFootInLine() const
{
    const QMargins margins = m_foot->contentsMargins();
    return m_legend->sizeHint().width() + footSpacing + m_statistics->sizeHint().width()
        <= width() - margins.left() - margins.right();
}

void MapColumn::setFootInLine(bool inLine)
{
    m_foot->setDirection(inLine ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_foot->setSpacing(inLine ? footSpacing : 0);
}

bool MapColumn::isEmpty() const
{
    return m_stack->currentWidget() == m_empty;
}

QString MapColumn::title() const
{
    return m_title->text();
}

QString MapColumn::emptyLine() const
{
    return isEmpty() ? m_empty->line() : QString();
}

} // namespace inceptoscope
