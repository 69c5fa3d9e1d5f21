#include "compare/stagebar.h"

#include "common/elidedcombobox.h"
#include "compare/comparedplaces.h"
#include "style/metrics.h"
#include "texts/plaintooltip.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QTabBar>

namespace inceptoscope {

namespace {

QString gridText(const PlaceInNetwork &place)
{
    return StageBar::tr("%1×%2").arg(place.shape.height).arg(place.shape.width);
}

/// Of both where they differ, "–" for a network that has nothing there.
QString sideBySide(const AlignedPlaces &places, QString (*text)(const PlaceInNetwork &))
{
    const QString nothing = QStringLiteral("–");
    const QString a = places.a ? text(*places.a) : nothing;
    const QString b = places.b ? text(*places.b) : nothing;
    return a == b ? a : StageBar::tr("%1 | %2").arg(a, b);
}

QString titleText(const PlaceInNetwork &place)
{
    return QString::fromStdString(place.title);
}

QString fullText(const PlaceInNetwork &place)
{
    return StageBar::tr("%1, %2").arg(titleText(place),
                                      QString::fromStdString(formatShape(place.shape)));
}

/// "A" for Inception-A and Inception-ResNet-A.
QString shortTitle(const PlaceInNetwork &place)
{
    static const QRegularExpression family(QStringLiteral("^Inception(-ResNet)?-(?=[ABC]\\b)"));
    return titleText(place).remove(family);
}

/// Short: the name of one stands for both, the grid says what is compared.
QString tabText(const AlignedPlaces &places)
{
    return StageBar::tr("%1 %2").arg(shortTitle(places.a ? *places.a : *places.b),
                                     sideBySide(places, gridText));
}

} // namespace

StageBar::StageBar(ComparedPlaces *places, QWidget *parent)
    : QWidget(parent)
    , m_places(places)
    , m_stages(new QTabBar)
    , m_blocks(new ElidedComboBox)
{
    m_stages->setAccessibleName(tr("Stages of both networks"));
    m_stages->setDrawBase(false);
    m_stages->setExpanding(false);
    m_stages->setUsesScrollButtons(true);
    m_stages->setElideMode(Qt::ElideNone);
    m_blocks->setAccessibleName(tr("Blocks of the stage"));
    m_blocks->setToolTip(tr("Which blocks of the stage are compared"));
    m_blocks->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_blocks->setMinimumContentsLength(32);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(gridUnit, 0, gridUnit, 0);
    layout->setSpacing(gridUnit);
    layout->addWidget(m_stages, 1);

    connect(m_stages, &QTabBar::currentChanged, m_places, &ComparedPlaces::setStage);
    connect(m_blocks, &QComboBox::activated, m_places, &ComparedPlaces::setBlock);
    connect(m_places, &ComparedPlaces::stagesChanged, this, &StageBar::showStages);
    connect(m_places, &ComparedPlaces::placeChanged, this, &StageBar::showPlace);
    showStages();
    showPlace();
}

void StageBar::showStages()
{
    const QSignalBlocker quiet(m_stages);
    while (m_stages->count() > 0)
        m_stages->removeTab(0);
    for (const AlignedPlaces &stage : m_places->stages()) {
        const int tab = m_stages->addTab(tabText(stage));
        m_stages->setTabToolTip(tab, plainToolTip(sideBySide(stage, fullText)));
    }
}

void StageBar::showPlace()
{
    const QSignalBlocker quiet(m_stages);
    m_stages->setCurrentIndex(m_places->stage());
    m_blocks->clear();
    for (const AlignedPlaces &block : m_places->blocks())
        m_blocks->addItem(sideBySide(block, titleText));
    m_blocks->setCurrentIndex(m_places->block());
    m_blocks->setVisible(m_places->blocks().size() > 1);
}

} // namespace inceptoscope
