#include "activations/mapchoosers.h"

#include "activations/activationpane.h"
#include "activations/channelgrid.h"
#include "common/elidedcombobox.h"
#include "render/mappicture.h"
#include "style/metrics.h"

#include <QComboBox>
#include <QSignalBlocker>
#include <QSlider>

#include <cmath>

namespace inceptoscope {

namespace {

/// The slider moves by equal factors, not by equal sizes.
constexpr int stepsPerDoubling = 8;

int cellSizeAt(int step)
{
    return qRound(ChannelGrid::leastCellSize
                  * std::exp2(static_cast<double>(step) / stepsPerDoubling));
}

int stepOf(int cellSize)
{
    return qRound(std::log2(static_cast<double>(cellSize) / ChannelGrid::leastCellSize)
                  * stepsPerDoubling);
}

QIcon colourIcon(ColourMap map)
{
    return QIcon(QPixmap::fromImage(colourBar(map, {4 * gridUnit, 4 * gridUnit})));
}

} // namespace

QComboBox *mapChooser(const QString &name, const QString &toolTip)
{
    auto *box = new ElidedComboBox;
    box->setLeastWidth(7 * gridUnit); // three of them stand in the header of a narrow pane
    box->setAccessibleName(name);
    box->setToolTip(toolTip);
    return box;
}

QComboBox *scaleChooser()
{
    QComboBox *box = mapChooser(
        ActivationPane::tr("Scale of the colours"),
        ActivationPane::tr("Whether each map uses all colours, or all maps share one scale"));
    box->addItem(ActivationPane::tr("Scale per map"), QVariant::fromValue(ScaleMode::PerMap));
    box->addItem(ActivationPane::tr("Shared scale"), QVariant::fromValue(ScaleMode::PerLayer));
    return box;
}

QComboBox *colourChooser()
{
    QComboBox *box =
        mapChooser(ActivationPane::tr("Colours"), ActivationPane::tr("Colours of the maps"));
    const auto add = [box](const QString &name, ColourMap map) {
        box->addItem(colourIcon(map), name, QVariant::fromValue(map));
    };
    add(ActivationPane::tr("Viridis"), ColourMap::Viridis);
    add(ActivationPane::tr("Magma"), ColourMap::Magma);
    add(ActivationPane::tr("Cividis"), ColourMap::Cividis);
    add(ActivationPane::tr("Grey"), ColourMap::Grey);
    add(ActivationPane::tr("Diverging"), ColourMap::Diverging);
    return box;
}

QSlider *cellSizeSlider(const ChannelGrid &grid)
{
    auto *slider = new QSlider(Qt::Horizontal);
    slider->setRange(0, stepOf(ChannelGrid::greatestCellSize));
    slider->setValue(stepOf(grid.cellSize()));
    slider->setFixedWidth(10 * gridUnit);
    slider->setAccessibleName(ActivationPane::tr("Size of the maps"));
    slider->setToolTip(ActivationPane::tr("Size of the maps (Ctrl+wheel, Ctrl++ and Ctrl+−)"));
    return slider;
}

void linkSizes(QSlider *slider, ChannelGrid *grid)
{
    QObject::connect(slider, &QSlider::valueChanged, grid,
                     [grid](int step) { grid->setCellSize(cellSizeAt(step)); });
    QObject::connect(grid, &ChannelGrid::cellSizeChanged, slider, [slider](int size) {
        const QSignalBlocker blocker(slider);
        slider->setValue(stepOf(size));
    });
}

} // namespace inceptoscope
