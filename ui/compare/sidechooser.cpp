#include "compare/sidechooser.h"

#include "common/elidedcombobox.h"
#include "common/smallthumbnails.h"
#include "networks/networklistmodel.h"
#include "photos/photolistmodel.h"
#include "style/metrics.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QSignalBlocker>

namespace inceptoscope {

namespace {

/// Below every scale: stands for the published ones.
constexpr double published = -0.05;

} // namespace

SideChooser::SideChooser(const QString &name, NetworkListModel *networks, PhotoListModel *photos,
                         QWidget *parent)
    : QWidget(parent)
    , m_photos(photos)
    , m_networks(networks)
    , m_network(new ElidedComboBox)
    , m_scale(new QDoubleSpinBox)
    , m_photo(new ElidedComboBox)
{
    build(name);
    connect(m_network, &QComboBox::activated, this, [this](int row) {
        emit networkChosen(m_networks->index(row).data(NetworkIdRole).toString());
    });
    connect(m_scale, &QDoubleSpinBox::valueChanged, this, &SideChooser::tellScale);
    connect(m_photo, &QComboBox::activated, this,
            [this](int row) { emit photoChosen(m_photos->index(row).data(PhotoIdRole).toInt()); });
}

void SideChooser::build(const QString &name)
{
    auto *title = new QLabel(name);
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_network->setModel(m_networks);
    m_network->setAccessibleName(tr("Network of %1").arg(name));
    m_network->setToolTip(tr("The network on this side"));
    m_photo->setModel(m_photos);
    m_photo->setAccessibleName(tr("Photo of %1").arg(name));
    m_photo->setToolTip(tr("The photo on this side"));
    m_photo->setPlaceholderText(tr("no photo"));
    m_photo->setItemDelegate(new SmallThumbnails(m_photo));
    auto *list = new QListView;
    list->setUniformItemSizes(true); // there may be a folder full
    m_photo->setView(list);
    m_network->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_photo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_photo->setMinimumContentsLength(10);
    m_scale->setRange(published, 1.0);
    m_scale->setSingleStep(0.05);
    m_scale->setKeyboardTracking(false);
    m_scale->setSpecialValueText(tr("as published"));
    m_scale->setAccessibleName(tr("Residual scale of %1").arg(name));
    m_scale->setToolTip(tr("What residuals are multiplied by in all blocks before they are added"));
    m_scale->setPrefix(tr("scale "));

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(gridUnit, halfUnit, gridUnit, halfUnit);
    layout->setSpacing(gridUnit);
    layout->addWidget(title);
    layout->addWidget(m_network);
    layout->addWidget(m_scale);
    layout->addWidget(m_photo);
}

void SideChooser::showNetwork(const QString &id)
{
    m_network->setCurrentIndex(m_networks->rowOf(id));
}

void SideChooser::showScale(std::optional<double> scale, bool isPublished)
{
    const QSignalBlocker quiet(m_scale);
    m_scale->setSpecialValueText(scale || isPublished ? tr("as published") : tr("different ones"));
    m_scale->setValue(isPublished ? published : scale.value_or(published));
}

void SideChooser::showPhoto(int id)
{
    m_photo->setCurrentIndex(m_photos->rowOf(id));
}

void SideChooser::setNetworkVisible(bool visible)
{
    m_network->setVisible(visible);
}

void SideChooser::setScaleVisible(bool visible)
{
    m_scale->setVisible(visible);
}

void SideChooser::setPhotoVisible(bool visible)
{
    m_photo->setVisible(visible);
}

/// A step up from "as published" lands on 0.
void SideChooser::tellScale(double value)
{
    emit scaleChosen(value < 0.0 ? std::nullopt : std::optional(value));
}

} // namespace inceptoscope
