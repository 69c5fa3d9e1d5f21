#include "residual/residualpane.h"

#include "common/elidedlabel.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "explorer/explorer.h"
#include "residual/residualplot.h"
#include "residual/scaleslider.h"
#include "style/metrics.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPushButton>
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

} // namespace

ResidualPane::ResidualPane(Explorer *explorer, QWidget *parent)
    : QWidget(parent)
    , m_explorer(explorer)
    , m_header(new PaneHeader(tr("Residuals")))
    , m_dead(new MessageBar)
    , m_content(new QWidget)
    , m_plot(new ResidualPlot)
    , m_slider(new ScaleSlider)
    , m_value(new QDoubleSpinBox)
    , m_onlyThis(new QCheckBox(tr("Only the selected &block")))
    , m_reset(new QPushButton(tr("As p&ublished")))
    , m_note(new ElidedLabel)
{
    build();
    connectExplorer();
    showNetwork();
    showFigures();
}

void ResidualPane::build()
{
    m_dead->setClosable(false);
    m_value->setObjectName(QStringLiteral("residualScaleValue"));
    m_value->setRange(0.0, 1.0);
    m_value->setSingleStep(0.01);
    m_value->setKeyboardTracking(false);
    m_value->setAccessibleName(tr("Residual scale"));
    m_onlyThis->setObjectName(QStringLiteral("onlyThisBlock"));
    m_reset->setObjectName(QStringLiteral("asPublished"));
    m_note->setFont(captionFont(font()));

    auto *scale = new QHBoxLayout;
    scale->addWidget(m_slider, 1);
    scale->addWidget(m_value);
    auto *choice = new QHBoxLayout;
    choice->addWidget(m_onlyThis, 1);
    choice->addWidget(m_reset);
    auto *content = new QVBoxLayout(m_content);
    content->setContentsMargins(gridUnit, halfUnit, gridUnit, gridUnit);
    content->setSpacing(halfUnit);
    content->addWidget(m_plot, 1);
    content->addLayout(scale);
    content->addLayout(choice);
    content->addWidget(m_note);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_dead);
    layout->addWidget(m_content, 1);

    connect(m_slider, &QSlider::valueChanged, this, [this] { changeScale(m_slider->scale()); });
    connect(m_value, &QDoubleSpinBox::valueChanged, this, &ResidualPane::changeScale);
    connect(m_onlyThis, &QCheckBox::toggled, this, &ResidualPane::showScales);
    connect(m_reset, &QPushButton::clicked, m_explorer, &Explorer::resetResidualScales);
    connect(m_plot, &ResidualPlot::chosen, m_explorer->selection(), &Selection::setElement);
}

void ResidualPane::connectExplorer()
{
    connect(m_explorer, &Explorer::graphChanged, this, &ResidualPane::showNetwork);
    connect(m_explorer, &Explorer::residualScalesChanged, this, &ResidualPane::showScales);
    connect(m_explorer, &Explorer::figuresChanged, this, &ResidualPane::showFigures);
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
    m_content->setHidden(blocks.empty());
    fit();
    showScales();
}

void ResidualPane::fit()
{
    setHidden(m_content->isHidden() && m_dead->isHidden());
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
    const std::size_t changed = m_explorer->residualScales().size();
    m_reset->setEnabled(changed > 0);
    m_note->setText(changed == 0 ? tr("Scales as published")
                                 : tr("Not as published: other scales in %1 of %2 blocks")
                                       .arg(changed)
                                       .arg(residualBlocks(m_explorer->graph()).size()));
}

void ResidualPane::showFigures()
{
    const auto &figures = m_explorer->figures();
    m_plot->setFigures(figures ? figures->residuals : std::vector<ResidualFigures>());
    m_header->setDetail(figures ? tr("to trunk, RMS, by block") : tr("appear with an answer"));
    if (figures && figures->death)
        m_dead->showMessage(MessageBar::Kind::Warning,
                            tr("This network is dead: from %1 on there is nothing but zeros "
                               "before the average pooling (section 3.3 of the paper)")
                                .arg(QString::fromStdString(figures->death->firstBlock)));
    else
        m_dead->clear();
    fit();
}

void ResidualPane::changeScale(double scale)
{
    m_explorer->setResidualScale(chosenBlock(), scale);
}

QString ResidualPane::toText() const
{
    QStringList lines{m_header->title(), m_note->text(), m_dead->message()};
    lines.removeAll(QString());
    return lines.join(u'\n');
}

} // namespace inceptoscope
