#include "residual/residualpane.h"

#include "common/elidedlabel.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "common/picturesaver.h"
#include "diagram/elementtext.h"
#include "explorer/explorer.h"
#include "networks/networktexts.h"
#include "residual/residualplot.h"
#include "residual/scaleslider.h"
#include "style/metrics.h"
#include "texts/numbertext.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QResizeEvent>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace inceptoscope {

namespace {

/// Residual ones, along the depth.
std::vector<const Block *> residualBlocks(const std::optional<NetworkGraph> &graph)
{
    std::vector<const Block *> blocks;
    if (!graph)
        return blocks;
    for (const Stage &stage : graph->stages()) {
        for (const Block &block : stage.blocks) {
            if (block.isResidual())
                blocks.push_back(&block);
        }
    }
    return blocks;
}

/// The residual block that is selected, or holds what is.
const Block *selectedBlock(const std::optional<NetworkGraph> &graph, const QString &element)
{
    const std::string id = element.toStdString();
    for (const Block *block : residualBlocks(graph)) {
        if (id == block->id || id.starts_with(block->id + '.'))
            return block;
    }
    return nullptr;
}

double scaleOf(const NetworkGraph &graph, const Block &block)
{
    return graph.layer(block.residualAdd).residualScale;
}

QHBoxLayout *indented(QWidget *widget)
{
    auto *layout = new QHBoxLayout;
    layout->setContentsMargins(gridUnit, 0, gridUnit, 0);
    layout->addWidget(widget);
    return layout;
}

QString deadText(const NetworkGraph &graph, const NetworkFigures &figures)
{
    constexpr std::size_t mostNamed = 3;
    const auto nameOf = [&](const std::string &id) {
        return elementName(graph, QString::fromStdString(id));
    };
    if (figures.death)
        return ResidualPane::tr("This network is dead: from %1 on there is nothing but zeros "
                                "before the average pooling (section 3.3 of the paper)")
            .arg(nameOf(figures.death->firstBlock));
    const std::size_t named = std::min(figures.deadBlocks.size(), mostNamed);
    QStringList names;
    for (std::size_t i = 0; i < named; ++i)
        names << nameOf(figures.deadBlocks[i]);
    if (figures.deadBlocks.size() > named)
        names << ResidualPane::tr("%1 more").arg(figures.deadBlocks.size() - named);
    return ResidualPane::tr("Dead, nothing but zeros for this photo: %1")
        .arg(names.join(QStringLiteral(", ")));
}

/// On one line of a narrow pane.
QString changedText(std::size_t changed, std::size_t all)
{
    return changed == all ? ResidualPane::tr("Not as published: all %1").arg(all)
                          : ResidualPane::tr("Not as published: %1 of %2").arg(changed).arg(all);
}

} // namespace

ResidualPane::ResidualPane(Explorer *explorer, QWidget *parent)
    : QWidget(parent)
    , m_explorer(explorer)
    , m_header(new PaneHeader(tr("Residuals")))
    , m_message(new MessageBar)
    , m_dead(new MessageBar)
    , m_none(new QLabel)
    , m_published(new ElidedLabel)
    , m_changed(new MessageBar)
    , m_plot(new ResidualPlot)
    , m_numbers(new ElidedLabel)
    , m_slider(new ScaleSlider)
    , m_value(new QDoubleSpinBox)
    , m_onlyThis(new QCheckBox(tr("Only the selected &block")))
    , m_living(new ElidedLabel)
{
    setAccessibleName(m_header->title());
    build();
    addExport();
    connectControls();
    connectExplorer();
    showNetwork();
    showFigures();
}

/// As high with the bar as without.
QWidget *ResidualPane::scaleNote()
{
    auto *note = new QWidget;
    auto *layout = new QVBoxLayout(note);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(indented(m_published));
    layout->addWidget(m_changed);
    m_changed->showMessage(MessageBar::Kind::Warning, QStringLiteral("0.00"), tr("As p&ublished"));
    note->setFixedHeight(m_changed->sizeHint().height());
    m_changed->clear();
    return note;
}

/// The slider comes before all that may change its height.
void ResidualPane::build()
{
    readyControls();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, halfUnit);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_none);
    layout->addWidget(m_controls);
    layout->addWidget(m_dead);
    layout->addWidget(m_message);
    layout->addWidget(m_figures, 1);
}

void ResidualPane::readyControls()
{
    m_dead->setObjectName(QStringLiteral("deadBar"));
    m_dead->setClosable(false);
    m_changed->setObjectName(QStringLiteral("scalesBar"));
    m_changed->setClosable(false);
    m_none->setWordWrap(true);
    m_none->setTextFormat(Qt::PlainText);
    m_none->setContentsMargins(gridUnit, 0, gridUnit, halfUnit);
    m_changed->setToolTip(tr("Residuals of so many blocks are multiplied by other factors than "
                             "those the network was published with. Predictions, maps and "
                             "overlays are of that"));
    m_numbers->setToolTip(tr("Root mean squares of the selected block: what came in, what was "
                             "added (after scaling), and what goes on (the sum, after the block's "
                             "ReLU where it has one)"));
    m_value->setObjectName(QStringLiteral("residualScaleValue"));
    m_value->setRange(0.0, 1.0);
    m_value->setSingleStep(0.01);
    m_value->setKeyboardTracking(false);
    m_value->setAccessibleName(tr("Residual scale"));
    m_onlyThis->setObjectName(QStringLiteral("onlyThisBlock"));
    for (ElidedLabel *line : {m_published, m_numbers, m_living}) {
        line->setCaption(true);
        line->setSecondary(true);
    }
    m_controls = scaleControls();
    m_figures = scaleFigures();
}

QWidget *ResidualPane::scaleControls()
{
    auto *scale = new QHBoxLayout;
    scale->setContentsMargins(gridUnit, 0, gridUnit, 0);
    scale->addWidget(m_slider, 1);
    scale->addWidget(m_value, 0, Qt::AlignTop);
    auto *choice = new QHBoxLayout;
    choice->setContentsMargins(gridUnit, 0, gridUnit, 0);
    choice->addWidget(m_onlyThis);
    choice->addStretch(1);
    choice->addWidget(m_living);
    auto *controls = new QWidget;
    auto *layout = new QVBoxLayout(controls);
    layout->setContentsMargins({});
    layout->setSpacing(halfUnit);
    layout->addLayout(scale);
    layout->addLayout(choice);
    layout->addWidget(scaleNote());
    return controls;
}

QWidget *ResidualPane::scaleFigures()
{
    auto *figures = new QWidget;
    auto *layout = new QVBoxLayout(figures);
    layout->setContentsMargins(gridUnit, halfUnit, gridUnit, 0);
    layout->setSpacing(halfUnit);
    layout->addWidget(m_plot, 1);
    layout->addWidget(m_numbers);
    return figures;
}

void ResidualPane::addExport()
{
    const auto shown = [this] {
        return PictureSaver::Content{[picture = m_plot->toImage()] { return picture; },
                                     QString::fromStdString(m_explorer->network().id)
                                         + QStringLiteral("-residuals")};
    };
    auto *saver = new PictureSaver(tr("Save P&NG…"), shown, m_message, this);
    saver->action()->setShortcut(QKeySequence::Save);
    saver->action()->setShortcutContext(Qt::WidgetShortcut);
    m_plot->addAction(saver->action());
}

void ResidualPane::connectControls()
{
    connect(m_slider, &QSlider::valueChanged, this,
            [this] { changeScale(m_slider->scale(), m_slider->isMoving()); });
    connect(m_slider, &ScaleSlider::settled, m_explorer, &Explorer::settleResidualScale);
    connect(m_slider, &ScaleSlider::settled, this, &ResidualPane::showDead);
    connect(m_value, &QDoubleSpinBox::valueChanged, this,
            [this](double scale) { changeScale(scale, false); });
    connect(m_onlyThis, &QCheckBox::toggled, this, &ResidualPane::showScales);
    connect(m_changed, &MessageBar::actionTriggered, m_explorer, &Explorer::resetResidualScales);
    connect(m_plot, &ResidualPlot::chosen, m_explorer->selection(), &Selection::setElement);
    connect(m_dead, &MessageBar::actionTriggered, this, [this] {
        if (m_explorer->networkFigures() && !m_explorer->networkFigures()->deadBlocks.empty())
            m_explorer->selection()->setElement(
                QString::fromStdString(m_explorer->networkFigures()->deadBlocks.front()));
    });
}

void ResidualPane::connectExplorer()
{
    connect(m_explorer, &Explorer::graphChanged, this, &ResidualPane::showNetwork);
    connect(m_explorer, &Explorer::residualScalesChanged, this, &ResidualPane::showScales);
    connect(m_explorer, &Explorer::networkFiguresChanged, this, &ResidualPane::showFigures);
    connect(m_explorer->selection(), &Selection::elementChanged, this, &ResidualPane::showScales);
}

void ResidualPane::showNetwork()
{
    const auto blocks = residualBlocks(m_explorer->graph());
    const auto published = graphOf(m_explorer->network());
    std::set<double> scales;
    for (const Block *block : blocks) {
        if (published)
            scales.insert(scaleOf(*published, *block));
    }
    m_slider->setPublished({scales.begin(), scales.end()});
    m_isFolded = blocks.empty();
    m_controls->setVisible(!m_isFolded);
    m_figures->setVisible(!m_isFolded);
    m_none->setVisible(m_isFolded);
    showScales();
    showNone();
}

/// Without residual blocks as high as its lines, which wrap in a narrow pane.
void ResidualPane::fold()
{
    setMaximumHeight(m_isFolded ? layout()->totalHeightForWidth(width()) : QWIDGETSIZE_MAX);
    updateGeometry();
}

/// With room for all lines of a bar in this width.
QSize ResidualPane::minimumSizeHint() const
{
    const QSize least = QWidget::minimumSizeHint();
    return {least.width(), std::max(least.height(), layout()->totalMinimumHeightForWidth(width()))};
}

int ResidualPane::leastHeight() const
{
    return std::max(m_slider->sizeHint().height(), m_value->sizeHint().height());
}

void ResidualPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->oldSize().width() != width())
        fold();
}

/// Empty: all of them.
QString ResidualPane::chosenBlock() const
{
    const Block *block = selectedBlock(m_explorer->graph(), m_explorer->selection()->element());
    return m_onlyThis->isChecked() && block ? QString::fromStdString(block->id) : QString();
}

/// Of the selected block, or else of the first.
double ResidualPane::shownScale() const
{
    const auto blocks = residualBlocks(m_explorer->graph());
    if (blocks.empty())
        return 0.0;
    const Block *block = selectedBlock(m_explorer->graph(), m_explorer->selection()->element());
    return scaleOf(*m_explorer->graph(), block ? *block : *blocks.front());
}

void ResidualPane::showScales()
{
    const Block *block = selectedBlock(m_explorer->graph(), m_explorer->selection()->element());
    m_plot->setCurrent(block ? QString::fromStdString(block->id) : QString());
    m_onlyThis->setEnabled(block);
    m_slider->showScale(shownScale());
    const QSignalBlocker quiet(m_value);
    m_value->setValue(shownScale());
    const ResidualScales &scales = m_explorer->residualScales();
    m_published->setText(tr("Scales as published"));
    m_published->setVisible(scales.empty());
    if (scales.empty())
        m_changed->clear();
    else
        m_changed->showMessage(
            MessageBar::Kind::Warning,
            changedText(scales.size(), residualBlocks(m_explorer->graph()).size()),
            tr("As p&ublished"));
    showNumbers();
}

void ResidualPane::showFigures()
{
    const auto &figures = m_explorer->networkFigures();
    QStringList titles;
    if (figures) {
        for (const ResidualFigures &each : figures->residuals)
            titles << elementName(*m_explorer->graph(), QString::fromStdString(each.block));
    }
    m_plot->setFigures(figures ? figures->residuals : std::vector<ResidualFigures>(), titles);
    m_plot->setDead(figures ? figures->deadBlocks : std::vector<std::string>());
    showNumbers();
    showDead();
}

void ResidualPane::showNumbers()
{
    const Block *block = selectedBlock(m_explorer->graph(), m_explorer->selection()->element());
    const auto &figures = m_explorer->networkFigures();
    m_header->setDetail(block ? QString::fromStdString(block->title) : QString());
    if (!figures) {
        m_numbers->setText(tr("What each block adds appears with an answer"));
        return;
    }
    const auto found = std::ranges::find_if(figures->residuals, [&](const ResidualFigures &each) {
        return block && each.block == block->id;
    });
    if (found == figures->residuals.end())
        m_numbers->setText(tr("Choose a block for its numbers"));
    else
        m_numbers->setText(tr("RMS: trunk %1, residual %2, output %3")
                               .arg(threeDigits(found->trunkRms), threeDigits(found->residualRms),
                                    threeDigits(found->sumRms)));
}

/// In one line why there is nothing of residual blocks.
void ResidualPane::showNone()
{
    const QString living = m_living->text();
    m_none->setText(m_explorer->graph() ? tr("%1 has no residual connections. %2")
                                              .arg(networkTitle(m_explorer->network()), living)
                                              .trimmed()
                                        : tr("There are no residuals at this size"));
    fold();
}

/// The bar waits until the slider rests: its height may take some of what is above the slider.
void ResidualPane::showDead()
{
    const auto &figures = m_explorer->networkFigures();
    const bool isDead = figures && !figures->deadBlocks.empty();
    m_living->setText(figures && !isDead ? tr("No dead blocks") : QString());
    if (m_slider->isMoving())
        return;
    if (isDead)
        m_dead->showMessage(MessageBar::Kind::Warning, deadText(*m_explorer->graph(), *figures),
                            tr("Show"));
    else
        m_dead->clear();
    showNone();
}

void ResidualPane::changeScale(double scale, bool isMoving)
{
    m_explorer->setResidualScale(chosenBlock(), scale, isMoving);
}

QString ResidualPane::toText() const
{
    QStringList lines{m_header->title()};
    if (!m_isFolded)
        lines << (m_changed->message().isEmpty() ? m_published->text() : m_changed->message())
              << m_numbers->text() << m_living->text();
    else
        lines << m_none->text();
    lines << m_dead->message();
    lines.removeAll(QString());
    return lines.join(u'\n');
}

} // namespace inceptoscope
